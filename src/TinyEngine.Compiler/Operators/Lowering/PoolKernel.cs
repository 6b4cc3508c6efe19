using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Pooling as a row kernel.</summary>
internal static class PoolKernel
{
    /// <summary>Taps that the SIMD average can add up in 16 bits.</summary>
    private const int MostTaps = 255;

    /// <summary>The call of an operation's kernel: four channels at a time where the target can.</summary>
    public static KernelCall Select(string operation, Window2D window, Clamp activation, EmitContext context)
    {
        var type = context.Types.Inputs[0].DType;
        var isa = window.Y.Kernel * window.X.Kernel <= MostTaps ? context.Isa : InstructionSet.C99;
        return KernelTable
            .Find(operation, ConvertKernel.Short(type), isa)
            .Rows(RowWindows.Taps(window.Y, context.Types), context.Types.Outputs[0].Shape[2]) with
        {
            ElementBytes = type.ByteSize(),
            Params = new CParams(
                "te_pool2d_s8_params",
                [
                    new CField("in", context.Inputs[0]),
                    new CField("out", context.Outputs[0]),
                    new CField("inWidth", context.Types.Inputs[0].Shape[2]),
                    new CField("channels", context.Types.Inputs[0].Shape[3]),
                    new CField("kernelHeight", window.Y.Kernel),
                    new CField("kernelWidth", window.X.Kernel),
                    new CField("strideX", window.X.Stride),
                    new CField("padLeft", window.X.PadBefore),
                    .. activation.Fields(),
                ]
            ),
        };
    }

    /// <summary>Whether there is one map, and its only window covers exactly the map or more.</summary>
    public static bool CoversMap(Window2D window, OpTypes types) =>
        types.Outputs[0].Shape is [1, 1, 1, _]
        && Pool2D.Covered(window.Y, 0, types.Inputs[0].Shape[1]).Count == types.Inputs[0].Shape[1]
        && Pool2D.Covered(window.X, 0, types.Inputs[0].Shape[2]).Count == types.Inputs[0].Shape[2];
}
