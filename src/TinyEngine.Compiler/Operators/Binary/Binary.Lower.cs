using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Binary : IEmitC
{
    /// <inheritdoc/>
    public string? WhyNoKernel(OpTypes types) => WalkKernel.WhyNot(types);

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var type = context.Types.Outputs[0].DType;
        var (parameters, fields) = type switch
        {
            DType.Float32 => ("te_binary_f32_params", Reals()),
            DType.Int32 => ("te_binary_s32_params", Integers()),
            _ => ("te_binary_quantized_params", Quantized(context.Types)),
        };
        return
        [
            WalkKernel.Select(KernelTable.Find("binary", ConvertKernel.Short(type)), parameters, fields, context) with
            {
                CanFail = CanDivideByZero(context),
            },
        ];
    }

    private CField[] Reals() =>
        [
            new("function", (int)Function),
            new("low", new FieldValue.Real(RealLimits.Low)),
            new("high", new FieldValue.Real(RealLimits.High)),
        ];

    private CField[] Integers() => [new("function", (int)Function), new("low", IntegerLimits.Min), new("high", IntegerLimits.Max)];

    private CField[] Quantized(OpTypes types)
    {
        var (first, second, output) = (types.Inputs[0], types.Inputs[1], types.Outputs[0]);
        var parameters = Function is BinaryFunction.Minimum or BinaryFunction.Maximum ? default : Params(first, second, output);
        return
        [
            new("function", (int)Function),
            new("zeroPoint", [first.Quant.ZeroPoint, second.Quant.ZeroPoint, output.Quant.ZeroPoint]),
            new("multiplier", [parameters.First.Multiplier, parameters.Second.Multiplier, parameters.Result.Multiplier]),
            new("exponent", [parameters.First.Shift, parameters.Second.Shift, parameters.Result.Shift]),
            new("leftShift", parameters.LeftShift),
            .. Codes(output).Fields(),
        ];
    }

    /// <summary>Whether some divisor may be 0 that ends the run.</summary>
    private bool CanDivideByZero(EmitContext context)
    {
        var divisor = context.Types.Inputs[1];
        if (!Function.Divides() || (divisor.DType == DType.Float32 && Function != BinaryFunction.FloorDiv))
            return false;
        if (context.Constants[1] is not { } constant)
            return true;
        if (divisor.DType == DType.Float32)
            return constant.As<float>().Contains(0);
        return constant.ToInt64().Contains(divisor.DType == DType.Int32 ? 0 : divisor.Quant.ZeroPoint);
    }
}
