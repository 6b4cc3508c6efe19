namespace TinyEngine.Compiler.Costs;

/// <summary>Detections, as many as there may be, none of which drops another.</summary>
internal sealed class Detections : KernelFamily<Detections.Term>
{
    /// <summary>What is counted.</summary>
    internal enum Term
    {
        Calls,
        Boxes,
        Scores,
        Comparisons,
    }

    /// <inheritdoc/>
    public override void Count(in KernelWork work, Span<double> counts)
    {
        var (boxes, classes) = (work.Geometry.Number("boxes"), work.Geometry.Number("classes"));
        counts[(int)Term.Calls]++;
        counts[(int)Term.Boxes] += boxes;
        counts[(int)Term.Scores] += (double)boxes * classes;
        counts[(int)Term.Comparisons] += (double)boxes * Math.Min(boxes, work.Geometry.Number("detections"));
    }
}
