using System.Collections.Immutable;

namespace TinyEngine.Graph;

/// <summary>The types around one node.</summary>
/// <param name="Inputs">Types of the operands.</param>
/// <param name="Outputs">Types of the results.</param>
internal readonly record struct OpTypes(ImmutableArray<TensorType> Inputs, ImmutableArray<TensorType> Outputs);

/// <summary>
/// An operator whose kernel computes one row of its outputs from a window of rows of its inputs (the row contract), for types for which
/// <see cref="Op.WhyWholeTensors(OpTypes)"/> has nothing to say against it. An operator without this facet takes whole tensors and ends a
/// row stage.
/// </summary>
internal interface IRowOperator
{
    /// <summary>Rows of an input that one output row reads, clipped to the input's map; may be empty. Several outputs have equally many
    /// rows.</summary>
    /// <param name="input">Index of the operand; constants such as weights have no rows and are not asked for.</param>
    /// <param name="outputRow">Row of the output.</param>
    /// <param name="types">Types around the node.</param>
    RowRange InputRows(int input, int outputRow, OpTypes types);
}

/// <summary>An operator that multiplies and accumulates.</summary>
internal interface ICountMacs
{
    /// <summary>Multiply-accumulates of one run, padded taps counted: OH·OW·OC·KH·KW·IC/group.</summary>
    long CountMacs(OpTypes types);
}

/// <summary>Where a sum can get to, and where it may get to.</summary>
/// <param name="Minimum">Least sum over all inputs.</param>
/// <param name="Maximum">Greatest sum.</param>
/// <param name="Limit">Greatest number that the accumulator holds; the least is one further from 0.</param>
internal readonly record struct AccumulatorRange(long Minimum, long Maximum, long Limit)
{
    /// <summary>Whether no sum leaves the accumulator.</summary>
    public bool Fits => Minimum >= Least && Maximum <= Limit;

    /// <summary>Least number that the accumulator holds.</summary>
    public long Least => ~Limit;
}

/// <summary>An operator whose sums could leave their accumulators, depending on its sizes and constants.</summary>
internal interface IBoundAccumulators
{
    /// <summary>The range of its sums, partial sums included.</summary>
    /// <param name="types">Types around the node.</param>
    /// <param name="constants">For each input its value when it is known.</param>
    AccumulatorRange BoundAccumulators(OpTypes types, ImmutableArray<Tensor?> constants);
}

/// <summary>How weights lie: some of one output channel, as many of the next, and so on round.</summary>
/// <param name="Channels">Output channels.</param>
/// <param name="Run">Weights of a channel that lie together: all when the channel is the first axis, one when it is the last.</param>
internal readonly record struct WeightAxes(int Channels, int Run);

/// <summary>An operator with int8 weights, operand 1, and perhaps a bias, operand 2, whose sums are rescaled channel by channel.</summary>
internal interface IScaleChannels
{
    /// <summary>How the weights lie.</summary>
    WeightAxes WeightAxes(OpTypes types);

    /// <summary>Output multiplier of each channel.</summary>
    ImmutableArray<QuantizedMultiplier> Multipliers(OpTypes types);
}

/// <summary>An operator that limits its output codes, so that an activation behind it can be folded in.</summary>
internal interface IFusesActivation
{
    /// <summary>Bounds of the output codes.</summary>
    Clamp Activation { get; }

    /// <summary>The same operator with other bounds.</summary>
    Op WithActivation(Clamp activation);
}

/// <summary>An operator with a two-dimensional window over its first operand.</summary>
internal interface IWindowed
{
    /// <summary>How the window moves.</summary>
    Window2D Window { get; }
}

/// <summary>An operator with a window whose taps in the padding multiply the input's zero point, so that a PAD before it can be folded
/// in.</summary>
internal interface IPadsWithZeroPoint : IWindowed
{
    /// <summary>The same operator with another window.</summary>
    Op WithWindow(Window2D window);
}

/// <summary>An operator that writes what a variable holds from now on. Its first operand is the variable, its only output what the
/// variable holds then: both are one buffer. Whoever wants what was there before must have read it.</summary>
internal interface IUpdatesVariable;

/// <summary>An operator whose output is its input's bytes under another shape; input and output share a buffer.</summary>
internal interface IAliasesInput;
