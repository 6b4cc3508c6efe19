using System.Collections.Immutable;

namespace TinyEngine.Compiler.Targets;

/// <summary>Reads the list of targets, <c>Targets/targets.txt</c>.</summary>
internal static class TargetList
{
    /// <summary>All of them, in the order of the list.</summary>
    public static ImmutableArray<Target> Read()
    {
        using var stream = typeof(TargetList).Assembly.GetManifestResourceStream("targets.txt")!;
        using var reader = new StreamReader(stream);
        var targets = ImmutableArray.CreateBuilder<Target>();
        while (reader.ReadLine() is { } line)
        {
            if (
                !line.StartsWith('#')
                && line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    is [var name, var sets, var machine, var costs, var sizes, var compiler, .. var flags]
            )
                targets.Add(new Target(name, Sets(sets), machine == "-" ? "" : machine, costs, sizes, compiler, [.. flags]));
        }

        return targets.ToImmutable();
    }

    private static ImmutableArray<InstructionSet> Sets(string names) =>
        [.. names.Split(',').Select(name => Enum.Parse<InstructionSet>(name, ignoreCase: true))];
}
