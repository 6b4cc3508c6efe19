using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace TinyEngine.Compiler.Emission;

/// <summary>The kernel sources, which travel inside this assembly.</summary>
public static class KernelLibrary
{
    private const string Prefix = "kernels/";
    private static readonly Assembly Home = typeof(KernelLibrary).Assembly;
    private static readonly ConcurrentDictionary<string, string?> Texts = new(StringComparer.Ordinal);

    /// <summary>Names of all kernel symbols; each has a file of its name.</summary>
    public static ImmutableArray<string> Symbols { get; } =
    [
        .. Home.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(".c", StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^2])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The files that the given kernels need: their sources and, followed through their includes, the headers.</summary>
    /// <exception cref="InvalidOperationException">A kernel does not exist; that is a defect of the operator that chose it.</exception>
    public static SortedDictionary<string, string> FilesFor(IEnumerable<string> symbols)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>(symbols.Select(symbol => symbol + ".c").Append("te_kernels.h"));
        while (open.TryDequeue(out var name))
        {
            if (files.ContainsKey(name))
                continue;
            var text = Text(name) ?? throw new InvalidOperationException($"there is no kernel file {name}");
            files[name] = text;
            foreach (var include in Includes(text).Where(include => Text(include) is not null))
                open.Enqueue(include);
        }

        return files;
    }

    private static string? Text(string file) => Texts.GetOrAdd(file, static name =>
        {
            using var stream = Home.GetManifestResourceStream(Prefix + name);
            if (stream is null)
                return null;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        });

    private static IEnumerable<string> Includes(string text)
    {
        const string Directive = "#include \"";
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(Directive, StringComparison.Ordinal) && line.IndexOf('"', Directive.Length) is var end and > 0)
                yield return line[Directive.Length..end];
        }
    }
}
