using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Quantize : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (Table(input, output) is { } table)
            return LookUpKernel.Select(table, context);
        var types = ConvertKernel.Short(input.DType) + ConvertKernel.Short(output.DType);
        if (input.DType == DType.Float32)
            return ConvertKernel.Select(KernelTable.Find("quantize", types), Scaling(output), context);
        var parameters = RequantizeParams.Compute(input, output);
        return ConvertKernel.Select(
            KernelTable.Find("rescale", types),
            new CParams(
                "te_rescale_params",
                [
                    new CField("zeroPointIn", parameters.InputZeroPoint),
                    new CField("zeroPointOut", parameters.OutputZeroPoint),
                    new CField("multiplier", parameters.Multiplier.Multiplier),
                    new CField("exponent", parameters.Multiplier.Shift),
                ]
            ),
            context
        );
    }

    /// <summary>Scale and zero point of a quantized tensor as a parameter struct.</summary>
    internal static CParams Scaling(TensorType quantized) =>
        new(
            "te_quantize_params",
            [new CField("scale", new FieldValue.Real(quantized.Quant.Scale)), new CField("zeroPoint", quantized.Quant.ZeroPoint)]
        );
}
