using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling.Stages;

/// <summary>What it costs to run some consecutive steps together.</summary>
/// <param name="First">First step.</param>
/// <param name="End">One past the last step.</param>
/// <param name="IsStage">Whether they run row by row; otherwise there is one step, over whole tensors.</param>
/// <param name="Bytes">Bytes of the arena while they run: no fewer are possible, or, when exact, as many as a placement took.</param>
/// <param name="Overhead">Estimated instructions on top of those of whole tensors.</param>
internal sealed record StagePrice(int First, int End, bool IsStage, int Bytes, long Overhead)
{
    /// <summary>Blocks of three steps that run as one.</summary>
    public EquatableArray<NarrowBlock> Narrow { get; init; } = [];

    /// <summary>Multiply-accumulates that are computed again.</summary>
    public long ExtraMacs { get; init; }

    /// <summary>Whether the bytes were found by placing the buffers.</summary>
    public bool IsExact { get; init; }
}
