using System.Numerics;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record DepthwiseConv2D
{
    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var ofm = context.OutputType();
        var stage = new OutputStage(
            context,
            ChannelMultipliers.Compute(context.InputType(0), context.InputType(1), ofm, ofm.Shape[3]),
            Activation
        );
        if (ofm.DType == DType.Int16)
            Evaluate(context, Repeat(context.Input<short>(0), ofm, context.InputType(0)), stage, context.Output<short>());
        else
            Evaluate(context, Repeat(context.Input<sbyte>(0), ofm, context.InputType(0)), stage, context.Output<sbyte>());
    }

    private void Evaluate<T>(EvaluationContext context, int[] pixels, OutputStage stage, Span<T> output)
        where T : unmanaged, IBinaryInteger<T>
    {
        var shape = context.OutputType().Shape;
        var (height, width, channels) = (context.InputType(0).Shape[1], context.InputType(0).Shape[2], shape[3]);
        var weights = Widening.ToInt32(context.Input<sbyte>(1), 0);
        var acc = new int[channels];
        var wide = new long[stage.IsWide ? channels : 0];
        for (var y = 0; y < shape[0] * shape[1]; y++)
        {
            var map = pixels.AsSpan(y / shape[1] * height * width * channels, height * width * channels);
            for (var x = 0; x < shape[2]; x++)
            {
                Array.Clear(acc);
                Array.Clear(wide);
                for (var ky = 0; ky < Window.Y.Kernel; ky++)
                {
                    var iy = Window.Y.InputStart(y % shape[1]) + (ky * Window.Y.Dilation);
                    for (var kx = 0; kx < Window.X.Kernel && (uint)iy < (uint)height; kx++)
                    {
                        var ix = Window.X.InputStart(x) + (kx * Window.X.Dilation);
                        if ((uint)ix >= (uint)width)
                            continue;
                        var pixel = map.Slice(((iy * width) + ix) * channels, channels);
                        var taps = weights.AsSpan(((ky * Window.X.Kernel) + kx) * channels, channels);
                        if (stage.IsWide)
                            MultiplyAdd(wide, pixel, taps);
                        else
                            DotProduct.MultiplyAdd(acc, pixel, taps);
                    }
                }

                var target = output.Slice(((y * shape[2]) + x) * channels, channels);
                for (var c = 0; c < channels; c++)
                    target[c] = T.CreateTruncating(stage.IsWide ? stage.Finish(wide[c], c) : stage.Finish(acc[c], c));
            }
        }
    }

    private static void MultiplyAdd(long[] acc, ReadOnlySpan<int> pixel, ReadOnlySpan<int> taps)
    {
        for (var c = 0; c < acc.Length; c++)
            acc[c] += pixel[c] * taps[c];
    }

    /// <summary>The IFM without its zero point, each channel repeated for all outputs that read it.</summary>
    private static int[] Repeat<T>(ReadOnlySpan<T> codes, TensorType ofm, TensorType ifm)
        where T : unmanaged, IBinaryInteger<T>
    {
        var multiplier = ofm.Shape[3] / ifm.Shape[3];
        var pixels = new int[codes.Length * multiplier];
        for (var i = 0; i < codes.Length; i++)
            pixels.AsSpan(i * multiplier, multiplier).Fill(int.CreateTruncating(codes[i]) - ifm.Quant.ZeroPoint);
        return pixels;
    }
}
