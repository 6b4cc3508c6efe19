using System.Collections.Immutable;

namespace TinyEngine.Compiler.Costs;

/// <summary>What the generated code around kernel calls does, beyond what it does for a step over whole tensors: the loop of a stage,
/// rings, narrow blocks.</summary>
internal enum LoopTerm
{
    /// <summary>Stages.</summary>
    Stages,

    /// <summary>Rows that a stage computes.</summary>
    Events,

    /// <summary>Steps of a stage that were asked whether their next row can be computed.</summary>
    Tests,

    /// <summary>Addresses of rows in a ring.</summary>
    RingRows,

    /// <summary>Rows of the input that are pushed.</summary>
    Arrivals,

    /// <summary>Words of them.</summary>
    ArrivalWords,

    /// <summary>Groups of columns that a narrow block makes.</summary>
    Chunks,

    /// <summary>Rows of their tiles.</summary>
    TileRows,

    /// <summary>Lines whose columns are moved to the tile's start.</summary>
    ShiftedLines,

    /// <summary>Bytes that are moved.</summary>
    ShiftedBytes,

    /// <summary>Regions of patches.</summary>
    PatchSteps,
}

/// <summary>Names in the table of costs.</summary>
internal static class LoopCosts
{
    /// <summary>Stands in the table where others have a kernel.</summary>
    public const string Name = "loops";

    /// <summary>The terms.</summary>
    public static ImmutableArray<string> Terms { get; } = [.. Enum.GetNames<LoopTerm>()];
}
