namespace TinyEngine.Compiler.Costs;

/// <summary><c>te_mirror_pad_s8</c>: byte by byte; where a byte comes from is longer to find at the borders.</summary>
internal sealed class Mirroring : KernelFamily<Mirroring.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Columns,
        ColumnsBefore,
        ColumnsBehind,
        Bytes,
        BytesBefore,
        BytesBehind,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var g = work.Geometry;
        var before = g.Number("padChannels");
        counts[(int)Term.Calls]++;
        counts[(int)Term.Columns] += work.Columns;
        counts[(int)Term.ColumnsBefore] += Math.Clamp(g.PadLeft - work.First, 0, work.Columns);
        counts[(int)Term.ColumnsBehind] += Math.Clamp(work.End - g.PadLeft - g.InWidth, 0, work.Columns);
        counts[(int)Term.Bytes] += work.Columns * g.OutChannels;
        counts[(int)Term.BytesBefore] += work.Columns * before;
        counts[(int)Term.BytesBehind] += work.Columns * (g.OutChannels - g.InChannels - before);
    }
}
