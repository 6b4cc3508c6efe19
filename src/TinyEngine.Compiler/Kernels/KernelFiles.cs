using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace TinyEngine.Compiler.Kernels;

/// <summary>The files of the kernels, which travel inside this assembly.</summary>
internal static class KernelFiles
{
    /// <summary>The list of kernels.</summary>
    public const string List = "kernels.inc";

    private const string Prefix = "kernels/";
    private static readonly Assembly Home = typeof(KernelFiles).Assembly;
    private static readonly ConcurrentDictionary<string, string?> Texts = new(StringComparer.Ordinal);

    /// <summary>Names of all files.</summary>
    public static IEnumerable<string> Names =>
        Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]);

    /// <summary>The text of a file; null when there is none of this name.</summary>
    public static string? Find(string file) => Texts.GetOrAdd(file, static name =>
        {
            using var stream = Home.GetManifestResourceStream(Prefix + name);
            if (stream is null)
                return null;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        });
}
