using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>The fixed-point parameters of one gate: from two accumulators to the Q3.12 argument of its activation.</summary>
/// <param name="InputFactor">Input scale · input weights' scale / 2^−12.</param>
/// <param name="RecurrentFactor">Output scale · recurrent weights' scale / 2^−12.</param>
internal readonly record struct LstmGateParams(QuantizedMultiplier InputFactor, QuantizedMultiplier RecurrentFactor)
{
    /// <summary>The argument in units of 2^−12; each part is limited to 16 bits, and so is the sum.</summary>
    /// <param name="fromInput">Σ input · weight + bias.</param>
    /// <param name="fromPrevious">Σ previous output · weight.</param>
    public short Sum(int fromInput, int fromPrevious) =>
        Saturate(Saturate(InputFactor.Apply(fromInput)) + Saturate(RecurrentFactor.Apply(fromPrevious)));

    internal static short Saturate(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}

/// <summary>The fixed-point parameters of an LSTM layer with 16-bit cell state.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="OutputZeroPoint">Zero point of output and output state.</param>
/// <param name="Gates">Parameters of the input, forget, cell and output gate.</param>
/// <param name="ForgetFactor">Scale of forget gate · cell state, 2^−15 · cell scale, over the cell scale.</param>
/// <param name="InputFactor">Scale of input gate · cell gate, 2^−30, over the cell scale.</param>
/// <param name="OutputFactor">Scale of output gate · tanh(cell state), 2^−30, over the output scale.</param>
/// <param name="CellTanh">tanh of the cell state.</param>
/// <param name="CellClip">Largest magnitude of a cell's code; 0 for no limit.</param>
internal sealed record LstmParams(
    int InputZeroPoint,
    int OutputZeroPoint,
    EquatableArray<LstmGateParams> Gates,
    QuantizedMultiplier ForgetFactor,
    QuantizedMultiplier InputFactor,
    QuantizedMultiplier OutputFactor,
    Tanh16Params CellTanh,
    short CellClip
)
{
    /// <summary>Index of a gate.</summary>
    public const int Input = 0,
        Forget = 1,
        Cell = 2,
        Output = 3;

    /// <summary>Sigmoid of a Q3.12 argument, in units of 2^−15.</summary>
    public static readonly LogisticParams16 GateSigmoid = new(3, 0);

    /// <summary>tanh of a Q3.12 argument, in units of 2^−15.</summary>
    public static readonly Tanh16Params GateTanh = Tanh16Params.ForPowerOfTwo(-12);

    /// <summary>All factors by which sums are rescaled.</summary>
    public ImmutableArray<QuantizedMultiplier> Factors =>
        [.. Gates.Items.SelectMany(gate => new[] { gate.InputFactor, gate.RecurrentFactor }), ForgetFactor, InputFactor, OutputFactor];

    private const float GateScale = 1f / 4096,
        ActivationScale = 1f / 32768;

    /// <summary>Parameters for the types around the node; operands as <see cref="UnidirectionalSequenceLstm"/> lists them.</summary>
    public static LstmParams Create(OpTypes types, float cellClip)
    {
        const int InputWeights = 1,
            RecurrentWeights = 5,
            OutputState = 13,
            CellState = 14;
        var (input, output, cell) = (types.Inputs[0].Quant, types.Inputs[OutputState].Quant, types.Inputs[CellState].Quant);
        return new LstmParams(
            input.ZeroPoint,
            output.ZeroPoint,
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(gate => new LstmGateParams(
                        ProductMultiplier.Compute(input.Scale, types.Inputs[InputWeights + gate].Quant.Scale, GateScale),
                        ProductMultiplier.Compute(output.Scale, types.Inputs[RecurrentWeights + gate].Quant.Scale, GateScale)
                    )),
            ],
            Factor(ActivationScale, cell.Scale, cell.Scale),
            Factor(ActivationScale, ActivationScale, cell.Scale),
            Factor(ActivationScale, ActivationScale, output.Scale),
            Tanh16Params.ForPowerOfTwo(PowerOfTwo.Log2(cell.Scale)!.Value),
            (short)Math.Min((double)cellClip / cell.Scale, short.MaxValue)
        );
    }

    /// <summary>The next cell state: forget · cell + input · candidate, limited.</summary>
    /// <param name="cell">Cell state.</param>
    /// <param name="input">Result of the input gate.</param>
    /// <param name="forget">Result of the forget gate.</param>
    /// <param name="candidate">Result of the cell gate.</param>
    public short NextCell(short cell, short input, short forget, short candidate)
    {
        var kept = LstmGateParams.Saturate(ForgetFactor.Apply(forget * cell));
        var added = LstmGateParams.Saturate(InputFactor.Apply(input * candidate));
        var next = LstmGateParams.Saturate(kept + added);
        return CellClip > 0 ? Math.Clamp(next, (short)-CellClip, CellClip) : next;
    }

    /// <summary>The next output: output gate · tanh(cell).</summary>
    /// <param name="cell">The new cell state.</param>
    /// <param name="gate">Result of the output gate.</param>
    public sbyte NextOutput(short cell, short gate) =>
        (sbyte)Math.Clamp(unchecked(OutputFactor.Apply(gate * CellTanh.Apply(cell)) + OutputZeroPoint), sbyte.MinValue, sbyte.MaxValue);

    private static QuantizedMultiplier Factor(float first, float second, float target) =>
        QuantizedMultiplier.From((double)first * second / target);
}
