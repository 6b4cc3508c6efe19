using System.Collections.Immutable;

namespace TinyEngine.Compiler.Import;

/// <summary>Which part of a model is meant.</summary>
internal sealed record ImportOptions
{
    /// <summary>The first graph, whole.</summary>
    public static readonly ImportOptions Whole = new();

    /// <summary>Name of the signature whose graph is meant; null for the first graph.</summary>
    public string? Signature { get; init; }

    /// <summary>Names of the tensors that the caller gives in place of the graph's inputs; empty for these.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Names of the tensors that are wanted in place of the graph's outputs; empty for these.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];
}
