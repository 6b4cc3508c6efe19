using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Numbers to another type: codes are taken as integers, whatever their scale.</summary>
internal sealed partial record Cast : Op, IOperator<Cast>, IEmitC
{
    private static readonly DType[] Types =
    [
        DType.Int8,
        DType.UInt8,
        DType.Int16,
        DType.Int32,
        DType.Int64,
        DType.Float32,
        DType.Bool,
        DType.UInt32,
    ];

    private const string WholeTensors = "its kernel walks through whole tensors";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Cast), "Numbers to another type; scales are not looked at")
        {
            DataTypes = ["any type but uint64 → any other"],
            Limits = "any shape; integers wrap, float32 is cut towards 0 and saturates at 32 bits (64 for int64), NaN is 0",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "CAST";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site) =>
        site.HasOperands(inputs, 1) && site.HasType("the input", inputs[0], Types) && site.HasType("the output", site.Output, Types)
            ? site.Output with
            {
                Shape = inputs[0].Shape,
            }
            : InferResult.Failed;

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (from, to) = (context.InputType(0).DType, context.OutputType().DType);
        if (from == to)
        {
            context.Input<byte>(0).CopyTo(context.Output<byte>());
        }
        else if (from == DType.Float32)
        {
            var reals = context.Input<float>(0);
            for (var i = 0; i < reals.Length; i++)
                Write(context, to, i, to == DType.Bool ? (reals[i] != 0 ? 1 : 0) : Cut(reals[i], to));
        }
        else
        {
            var integers = context.InputTensor(0).ToInt64();
            for (var i = 0; i < integers.Length; i++)
                Write(context, to, i, integers[i]);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [
            KernelTable
                .Find("cast", "any")
                .Whole(
                    new CallArgument.Output(0),
                    new CallArgument.Input(0),
                    new CallArgument.Number(context.Types.Outputs[0].Shape.ElementCount),
                    new CallArgument.Params()
                ) with
            {
                Params = new CParams(
                    "te_cast_params",
                    [new CField("from", (int)context.Types.Inputs[0].DType), new CField("to", (int)context.Types.Outputs[0].DType)]
                ),
            },
        ];

    /// <summary>A float cut towards 0, saturated to the range of int64 or int32.</summary>
    private static long Cut(float real, DType type)
    {
        if (float.IsNaN(real))
            return 0;
        if (type != DType.Int64)
            return (long)Math.Clamp((double)real, int.MinValue, int.MaxValue);
        return real >= 9223372036854775808f ? long.MaxValue
            : real <= -9223372036854775808f ? long.MinValue
            : (long)real;
    }

    private static void Write(EvaluationContext context, DType type, int index, long value)
    {
        unchecked
        {
            switch (type)
            {
                case DType.Int8 or DType.UInt8:
                    context.Output<byte>()[index] = (byte)value;
                    break;
                case DType.Bool:
                    context.Output<byte>()[index] = value != 0 ? (byte)1 : (byte)0;
                    break;
                case DType.Int16:
                    context.Output<short>()[index] = (short)value;
                    break;
                case DType.Int32 or DType.UInt32:
                    context.Output<int>()[index] = (int)value;
                    break;
                case DType.Int64:
                    context.Output<long>()[index] = value;
                    break;
                default:
                    context.Output<float>()[index] = value;
                    break;
            }
        }
    }
}
