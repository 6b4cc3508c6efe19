using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace TinyEngine.Compiler.Emission;

/// <summary>The kernel sources, which travel inside this assembly.</summary>
internal static class KernelLibrary
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

    /// <summary>The text of a file, or null when there is none of this name.</summary>
    internal static string? Find(string file) => Texts.GetOrAdd(file, static name =>
        {
            using var stream = Home.GetManifestResourceStream(Prefix + name);
            if (stream is null)
                return null;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        });

    /// <summary>The text of a file.</summary>
    /// <exception cref="InvalidOperationException">There is none; that is a defect of the operator that chose a kernel.</exception>
    internal static string Text(string file) => Find(file) ?? throw new InvalidOperationException($"there is no kernel file {file}");
}
