using System.Collections.Immutable;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Planning;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Report;

/// <summary>What a report says beyond the generated sources: which model, for what, with how much room.</summary>
/// <param name="Model">The model as its reader knows it, usually the name of its file.</param>
/// <param name="Target">What the code is for.</param>
public sealed record ReportSubject(string Model, string Target)
{
    /// <summary>RAM that there is for the arena; null when nobody said.</summary>
    public long? SramLimitBytes { get; init; }

    /// <summary>Flash that there is for constants and code; null when nobody said.</summary>
    public long? FlashLimitBytes { get; init; }

    /// <summary>The plans that there are for the model, the fastest first; empty when they were not looked for.</summary>
    internal ImmutableArray<PlanPoint> Front { get; init; } = [];

    /// <summary>What it showed to build and run the network; null when nobody did.</summary>
    public Verification? Verification { get; init; }

    /// <summary>The time of a run, for people, with the model that it is estimated by; empty when unknown.</summary>
    public string Time { get; init; } = "";

    /// <summary>Errors and warnings about the network.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Version of this tool, for the foot of the page.</summary>
    public string Version { get; init; } = typeof(ReportSubject).Assembly.GetName().Version?.ToString(3) ?? "0";
}
