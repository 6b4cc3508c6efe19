using System.Collections.Immutable;
using TinyEngine.Compiler.Targets;
using TinyEngine.Toolchain;

namespace TinyEngine.Boards;

/// <summary>A memory of a board.</summary>
/// <param name="Name">What its data sheet calls it.</param>
/// <param name="Bytes">Size.</param>
internal sealed record MemoryBank(string Name, int Bytes);

/// <summary>A board, or a bare microcontroller.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Title">Name for people, with the chip.</param>
/// <param name="Core">What its core executes.</param>
/// <param name="ClockMegahertz">Highest clock of the core.</param>
/// <param name="Banks">RAM.</param>
/// <param name="ArenaBytes">The largest piece of RAM in one address range: no arena can be larger. The rest of the program wants some of it
/// too.</param>
/// <param name="FlashBytes">Memory for code and constants, on the chip or on the board.</param>
/// <param name="Source">The document that the figures are from.</param>
internal sealed record Board(
    string Name,
    string Title,
    Target Core,
    int ClockMegahertz,
    ImmutableArray<MemoryBank> Banks,
    int ArenaBytes,
    int FlashBytes,
    string Source
)
{
    /// <summary>What else is worth knowing; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Time that a number of instructions takes, in milliseconds, if the core executes one in each cycle. That is a model, no
    /// measurement: waits for flash make it longer, two instructions in a cycle (Cortex-M7) shorter.</summary>
    public double EstimateMilliseconds(long instructions) => instructions / (ClockMegahertz * 1000.0);
}
