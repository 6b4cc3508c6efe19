using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Concatenation
{
    /// <inheritdoc/>
    /// <remarks>Channels and columns are joined row by row; other axes are copied whole.</remarks>
    public override ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var types = context.Types;
        var rank = types.Outputs[0].Shape.Rank;
        if (types.Outputs[0].DType.ByteSize() != 1 || rank < 2 || Axis < rank - 2)
            return base.SelectKernels(context);
        var calls = ImmutableArray.CreateBuilder<KernelCall>(types.Inputs.Length);
        var offset = 0;
        foreach (var (i, input) in types.Inputs.Index())
        {
            var (_, _, width, channels) = input.Shape.ToNhwc();
            calls.Add(
                KernelTable.Find("copy", "s8").Rows([new RowSource(i, RowIndex.Same)], width) with
                {
                    IsPixelwise = Axis == rank - 1,
                    OutputOffset = offset,
                    Params = new CParams(
                        "te_copy_s8_params",
                        [new CField("in", context.Inputs[i]), new CField("out", context.Outputs[0]), new CField("channels", channels)]
                    ),
                }
            );
            offset += Axis == rank - 1 ? channels : width * channels;
        }

        return calls.ToImmutable();
    }
}
