using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Softmax : IEmitC
{
    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (input, output) = (context.Types.Inputs[0], context.Types.Outputs[0]);
        if (input.DType == DType.Int16)
            return [Wide(input)];
        var parameters = SoftmaxParams.Compute(input, Beta);
        return
        [
            Call(KernelTable.Find("softmax", output.DType == DType.Int8 ? "s8" : "s8s16"), input) with
            {
                Params = new CParams(
                    "te_softmax_params",
                    [
                        new CField("depth", input.Shape[^1]),
                        new CField("multiplier", parameters.Multiplier.Multiplier),
                        new CField("leftShift", parameters.Multiplier.Shift),
                        new CField("diffMin", parameters.MinimumDifference),
                    ]
                ),
            },
        ];
    }

    /// <summary>Every row is some vectors, one behind the other.</summary>
    private static RowCall Call(KernelDef kernel, TensorType input)
    {
        var (_, _, width, channels) = input.Shape.ToNhwc();
        return kernel.Rows([new RowSource(0, RowIndex.Same)], width) with
        {
            LinearCount = width * channels,
            IsPixelwise = true,
            RunsOverRows = true,
        };
    }

    private RowCall Wide(TensorType input)
    {
        var (multiplier, exponent) = SoftmaxParams16.Compute(input, Beta).Multiplier;
        return Call(KernelTable.Find("softmax", "s16"), input) with
        {
            Constants =
            [
                new CallConstant.Table(CArray.Table("exp", SoftmaxParams16.ExpTable.AsSpan())),
                new CallConstant.Table(CArray.Table("reciprocal", SoftmaxParams16.ReciprocalTable.AsSpan())),
            ],
            Params = new CParams(
                "te_softmax_s16_params",
                [
                    new CField("depth", input.Shape[^1]),
                    new CField("multiplier", multiplier),
                    new CField("exponent", exponent),
                    CField.Constant("expTable", "exp"),
                    CField.Constant("reciprocalTable", "reciprocal"),
                ]
            ),
        };
    }
}
