using System.Collections.Immutable;
using TinyEngine.Compiler.Kernels;

namespace TinyEngine.Compiler.Emission;

/// <summary>The kernel sources, which travel inside this assembly.</summary>
internal static class KernelLibrary
{
    private const string Source = ".c";

    /// <summary>Names of all kernel symbols.</summary>
    public static ImmutableArray<string> Symbols { get; } =
    [.. KernelTable.All.Select(kernel => kernel.Symbol).Order(StringComparer.Ordinal)];

    /// <summary>The text of a header, or of the source that defines a kernel and has its name.</summary>
    /// <exception cref="InvalidOperationException">There is none; that is a defect of the operator that chose a kernel.</exception>
    internal static string Text(string file) =>
        file.EndsWith(Source, StringComparison.Ordinal)
            ? KernelTable.Of(file[..^Source.Length]).Definition
            : KernelFiles.Find(file) ?? throw new InvalidOperationException($"there is no kernel file {file}");
}
