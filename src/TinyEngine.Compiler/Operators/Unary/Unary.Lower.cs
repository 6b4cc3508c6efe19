using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Unary : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (Table(input, output) is { } table)
            return LookUpKernel.Select(table, context);
        if (input.DType == DType.Float32)
            return ConvertKernel.Select(
                KernelTable.Find("unary", "f32"),
                new CParams(
                    "te_unary_params",
                    [
                        new CField("function", (int)Function),
                        new CField("low", new FieldValue.Real(Low)),
                        new CField("high", new FieldValue.Real(High)),
                    ]
                ),
                context
            );
        var factor = AbsFactor(input, output);
        return ConvertKernel.Select(
            KernelTable.Find("abs", "s16"),
            new CParams("te_abs_s16_params", [new CField("multiplier", factor.Multiplier), new CField("exponent", factor.Shift)]),
            context
        );
    }
}
