using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record UnidirectionalSequenceLstm
{
    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var parameters = LstmParams.Create(context.Types(), CellClip);
        var shape = context.InputType(InputOperand).Shape;
        var (batch, steps, features) = TimeMajor ? (shape[1], shape[0], shape[2]) : (shape[0], shape[1], shape[2]);
        var cells = context.OutputType().Shape[2];
        var input = Widening.ToInt16(context.Input<sbyte>(InputOperand), parameters.InputZeroPoint);
        var gates = Enumerable
            .Range(0, 4)
            .Select(gate => new Gate(
                Widening.ToInt16(context.Input<sbyte>(InputWeights + gate), 0),
                Widening.ToInt16(context.Input<sbyte>(RecurrentWeights + gate), 0),
                context.Input<int>(Biases + gate).ToArray(),
                parameters.Gates[gate],
                IsCell: gate == LstmParams.Cell
            ))
            .ToArray();
        var results = gates.Select(_ => new short[cells]).ToArray();
        for (var b = 0; b < batch; b++)
        {
            var outputState = context.State<sbyte>(OutputState).Slice(b * cells, cells);
            var cellState = context.State<short>(CellState).Slice(b * cells, cells);
            for (var t = 0; t < steps; t++)
            {
                var position = TimeMajor ? (t * batch) + b : (b * steps) + t;
                var previous = Widening.ToInt16(outputState, parameters.OutputZeroPoint);
                for (var gate = 0; gate < gates.Length; gate++)
                    gates[gate].Run(input.AsSpan(position * features, features), previous, results[gate]);
                for (var cell = 0; cell < cells; cell++)
                {
                    cellState[cell] = parameters.NextCell(
                        cellState[cell],
                        results[LstmParams.Input][cell],
                        results[LstmParams.Forget][cell],
                        results[LstmParams.Cell][cell]
                    );
                    outputState[cell] = parameters.NextOutput(cellState[cell], results[LstmParams.Output][cell]);
                }

                outputState.CopyTo(context.Output<sbyte>()[(position * cells)..]);
            }
        }
    }

    private sealed record Gate(short[] InputWeights, short[] RecurrentWeights, int[] Bias, LstmGateParams Parameters, bool IsCell)
    {
        public void Run(ReadOnlySpan<short> input, ReadOnlySpan<short> previous, Span<short> result)
        {
            for (var cell = 0; cell < result.Length; cell++)
            {
                var fromInput = unchecked(DotProduct.Sum(input, InputWeights.AsSpan(cell * input.Length, input.Length)) + Bias[cell]);
                var fromPrevious = DotProduct.Sum(previous, RecurrentWeights.AsSpan(cell * previous.Length, previous.Length));
                var sum = Parameters.Sum(fromInput, fromPrevious);
                result[cell] = IsCell ? LstmParams.GateTanh.Apply(sum) : (short)LstmParams.GateSigmoid.Apply(sum);
            }
        }
    }
}
