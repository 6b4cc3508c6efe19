using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Conversions between element types, one element after the other.</summary>
internal static class ConvertKernel
{
    /// <summary>The call of a kernel.</summary>
    public static ImmutableArray<KernelCall> Select(KernelDef kernel, CParams parameters, EmitContext context)
    {
        var (_, _, width, channels) = context.Types.Outputs[0].Shape.ToNhwc();
        return
        [
            kernel.Rows([new RowSource(0, RowIndex.Same)], width) with
            {
                LinearCount = width * channels,
                IsPixelwise = true,
                RunsOverRows = true,
                Params = parameters,
            },
        ];
    }

    /// <summary>The short name of a type in kernel names.</summary>
    public static string Short(DType type) =>
        type switch
        {
            DType.Float32 => "f32",
            DType.UInt8 => "u8",
            _ => $"s{8 * type.ByteSize()}",
        };
}
