using TinyEngine.Boards;

namespace TinyEngine.Cli;

/// <summary>Time on a board, estimated from counted instructions.</summary>
/// <param name="Board">The board.</param>
/// <param name="ClockMegahertz">Clock that the estimate is for.</param>
/// <param name="MillisecondsEstimate">The estimate.</param>
internal sealed record TimeEstimate(string Board, int ClockMegahertz, double MillisecondsEstimate)
{
    /// <summary>How milliseconds follow from instructions, for people.</summary>
    public const string Assumption = "one instruction per cycle; waits for flash and caches are not modelled";

    /// <summary>How milliseconds follow from instructions.</summary>
    public string Model { get; } = Assumption;

    /// <summary>The estimate for people.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Text =>
        FormattableString.Invariant($"estimate for {Board} at {ClockMegahertz} MHz: {MillisecondsEstimate:0.0##} ms ({Model})");

    /// <summary>The estimate for a board; null without one or without instructions.</summary>
    public static TimeEstimate? Of(Board? board, long? instructions) =>
        board is not null && instructions is { } count
            ? new TimeEstimate(board.Name, board.ClockMegahertz, Math.Round(board.EstimateMilliseconds(count), 3))
            : null;
}
