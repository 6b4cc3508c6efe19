using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record UnidirectionalSequenceLstm : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var parameters = LstmParams.Create(context.Types, CellClip);
        var shape = context.Types.Inputs[InputOperand].Shape;
        var (batches, steps) = TimeMajor ? (shape[1], shape[0]) : (shape[0], shape[1]);
        return
        [
            KernelTable
                .Find("lstm", "s8")
                .Whole(
                    new CallArgument.Output(0),
                    new CallArgument.Input(InputOperand),
                    new CallArgument.State(OutputState),
                    new CallArgument.State(CellState),
                    new CallArgument.Params()
                ) with
            {
                Constants = [.. Enumerable.Range(0, 4).SelectMany(gate => GateConstants(gate, context.Types))],
                Params = new CParams(
                    "te_lstm_params",
                    [
                        new CField("batches", batches),
                        new CField("steps", steps),
                        new CField("features", shape[2]),
                        new CField("cells", context.Types.Outputs[0].Shape[2]),
                        new CField("batchStep", TimeMajor ? 1 : steps),
                        new CField("timeStep", TimeMajor ? batches : 1),
                        new CField("inZeroPoint", parameters.InputZeroPoint),
                        new CField("outZeroPoint", parameters.OutputZeroPoint),
                        new CField("gates", new FieldValue.Members([.. parameters.Gates.Select(GateFields)])),
                        new CField("forgetMultiplier", parameters.ForgetFactor.Multiplier),
                        new CField("forgetExponent", parameters.ForgetFactor.Shift),
                        new CField("inputMultiplier", parameters.InputFactor.Multiplier),
                        new CField("inputExponent", parameters.InputFactor.Shift),
                        new CField("outputMultiplier", parameters.OutputFactor.Multiplier),
                        new CField("outputExponent", parameters.OutputFactor.Shift),
                        new CField("tanhMultiplier", parameters.CellTanh.Multiplier),
                        new CField("tanhShift", parameters.CellTanh.RightShift),
                        new CField("cellClip", parameters.CellClip),
                    ]
                ),
            },
        ];
    }

    private static CallConstant[] GateConstants(int gate, OpTypes types) =>
        [
            GateConstant($"input_{gate}", ConstantKind.Weights, InputWeights + gate, types),
            GateConstant($"recurrent_{gate}", ConstantKind.Weights, RecurrentWeights + gate, types),
            GateConstant($"bias_{gate}", ConstantKind.Table, Biases + gate, types),
        ];

    private static CallConstant.Operand GateConstant(string suffix, ConstantKind kind, int operand, OpTypes types) =>
        new(suffix, kind, operand, types.Inputs[operand].ByteSize);

    private static FieldValue GateFields(LstmGateParams gate, int index) =>
        new FieldValue.Members([
            new FieldValue.Constant($"input_{index}"),
            new FieldValue.Constant($"recurrent_{index}"),
            new FieldValue.Constant($"bias_{index}"),
            new FieldValue.Number(gate.InputFactor.Multiplier),
            new FieldValue.Number(gate.InputFactor.Shift),
            new FieldValue.Number(gate.RecurrentFactor.Multiplier),
            new FieldValue.Number(gate.RecurrentFactor.Shift),
        ]);
}
