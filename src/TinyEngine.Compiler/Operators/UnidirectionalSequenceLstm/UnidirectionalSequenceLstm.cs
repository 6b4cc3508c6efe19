using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>
/// A long short-term memory layer over a sequence, with 16-bit cell state and gates. Operands: input; weights input → gate (4) and output →
/// gate (4), biases (4), gates in the order input, forget, cell, output; output state and cell state (variables).
/// </summary>
/// <param name="TimeMajor">Whether the input is time × batch × features rather than batch × time × features.</param>
/// <param name="CellClip">Largest magnitude of the cell state; 0 for no limit.</param>
/// <remarks>Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 1997; gates as in Gers et al. 2000.</remarks>
internal sealed partial record UnidirectionalSequenceLstm(bool TimeMajor, float CellClip)
    : Op,
        IOperator<UnidirectionalSequenceLstm>,
        ICountMacs
{
    // Our operands.
    private const int InputOperand = 0,
        InputWeights = 1,
        RecurrentWeights = 5,
        Biases = 9,
        OutputState = 13,
        CellState = 14,
        OperandCount = 15;

    // Longest dot product that fits int32.
    private const int MaximumDepth = int.MaxValue / (255 * 128);

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(UnidirectionalSequenceLstm), "Long short-term memory over a sequence")
        {
            DataTypes = ["int8, int8 weights, int32 biases, int8 output state, int16 cell state → int8"],
            Limits =
                "any batch, time-major or not; tanh activation; cell clip; cell scale a power of two; no peephole, projection, "
                + "layer normalization or coupled gates",
            Rows = "no: it walks through a sequence with a state, vector by vector",
        };

    /// <inheritdoc/>
    public override string Name => "UNIDIRECTIONAL_SEQUENCE_LSTM";

    /// <inheritdoc/>
    public override string Attributes => (TimeMajor ? "time major" : "batch major") + (CellClip > 0 ? $", cell clip {CellClip:G9}" : "");

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => "it walks through a sequence with a state, vector by vector";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, OperandCount))
            return InferResult.Failed;
        var (input, outputState, cellState) = (inputs[InputOperand], inputs[OutputState], inputs[CellState]);
        if (
            !site.IsActivation("the input", input, DType.Int8)
            || !site.IsActivation("the output", site.Output, DType.Int8)
            || !site.IsActivation("the output state", outputState, DType.Int8)
            || !site.IsActivation("the cell state", cellState, DType.Int16)
            || !site.HasSameQuant(outputState, site.Output, "the output state")
        )
            return InferResult.Failed;
        if (input.Shape is not [var outer, var inner, var features] || inputs[InputWeights].Shape is not [var cells, _])
            return site.Error(
                Diag.ShapeMismatch,
                $"expected a 3-D input and 2-D weights, found {input.Shape} and {inputs[InputWeights].Shape}"
            );
        var batch = TimeMajor ? inner : outer;
        for (var gate = 0; gate < 4; gate++)
        {
            if (
                !IsMatrix(inputs[InputWeights + gate], cells, features, site)
                || !IsMatrix(inputs[RecurrentWeights + gate], cells, cells, site)
                || !site.HasBias(inputs[Biases + gate], cells, DType.Int8)
            )
                return InferResult.Failed;
        }

        if (outputState.Shape.ElementCount != (long)batch * cells || cellState.Shape.ElementCount != (long)batch * cells)
            return site.Error(
                Diag.ShapeMismatch,
                $"states of {outputState.Shape} and {cellState.Shape} do not fit batch {batch} of {cells} cells"
            );
        if (PowerOfTwo.Log2(cellState.Quant.Scale) is not (>= -30 and <= 0))
            return site.Error(
                Diag.QuantizationMismatch,
                $"the cell state has scale {cellState.Quant.Scale:G9}",
                "it must be a power of two between 2^-30 and 1",
                Remedies.ConvertAgain
            );
        if (Math.Max(features, cells) > MaximumDepth)
            return site.Error(
                Diag.AccumulatorOverflow,
                $"dot products of {Math.Max(features, cells)} elements can exceed the accumulator",
                $"at most {MaximumDepth} are safe"
            );
        if (!(CellClip >= 0) || (CellClip > 0 && CellClip < cellState.Quant.Scale))
            return site.Error(
                Diag.BadOptions,
                $"cell clip {CellClip:G9} is not a limit",
                "it must be 0 (none) or at least the cell state's scale"
            );
        return site.HasFactors(LstmParams.Create(new OpTypes([.. inputs], [site.Output]), CellClip).Factors.AsSpan())
            ? site.TypeOf(site.Output, outer, inner, cells)
            : InferResult.Failed;
    }

    /// <inheritdoc/>
    public long CountMacs(OpTypes types)
    {
        var (input, cells) = (types.Inputs[InputOperand].Shape, types.Inputs[InputWeights].Shape[0]);
        return 4L * input[0] * input[1] * cells * (input[2] + cells);
    }

    private static bool IsMatrix(TensorType weights, int rows, int columns, OpSite site)
    {
        if (
            !site.HasType("a gate's weights", weights, DType.Int8)
            || !site.IsPerTensor("a gate's weights", weights)
            || !site.HasWeightQuant(weights, 0)
        )
            return false;
        if (weights.Shape == [rows, columns])
            return true;
        site.Error(Diag.ShapeMismatch, $"a gate's weights are {weights.Shape}, expected {rows}x{columns}");
        return false;
    }
}
