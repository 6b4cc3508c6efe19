using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Makes mutants; the same seed and index give the same one on every machine.</summary>
internal sealed class MutantFactory(ImmutableArray<Origin> corpus, int seed)
{
    /// <summary>One mutant in this many stands for an unusual file rather than for its content.</summary>
    private const int FileSystemPeriod = 1000;

    /// <summary>The mutant of this number.</summary>
    public Mutant Make(int index)
    {
        var random = new Random(unchecked((seed * 1_000_003) + index));
        var origin = corpus[random.Next(corpus.Length)];
        if (index % FileSystemPeriod == FileSystemPeriod - 1)
            return new Mutant(index, MutantKind.FileSystem, origin.Name, origin.File, "");
        var changes = new List<string>();
        return random.Next(10) switch
        {
            < 7 => new Mutant(index, MutantKind.Records, origin.Name, Records(origin, random, changes), string.Join("; ", changes)),
            < 9 => new Mutant(
                index,
                MutantKind.Offsets,
                origin.Name,
                OffsetMutator.Mutate(origin.File, random, changes),
                string.Join("; ", changes)
            ),
            _ => new Mutant(
                index,
                MutantKind.Bytes,
                origin.Name,
                ByteMutator.Mutate(origin.File, corpus[random.Next(corpus.Length)].File, random, changes),
                string.Join("; ", changes)
            ),
        };
    }

    private static byte[] Records(Origin origin, Random random, List<string> changes)
    {
        var model = origin.Model;
        for (var count = random.Next(1, 4); count > 0; count--)
            model = RecordMutator.Mutate(model, random, changes);

        // Half of the mutants get the output shapes that their operators ask for: those come further than the importer.
        if (random.Next(2) == 0)
            model = Repair.Outputs(model, changes);
        return TfliteWriter.Write(model);
    }
}
