using System.Numerics;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Conv2D
{
    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (ifm, ofm) = (context.InputType(0), context.OutputType());
        var stage = new OutputStage(context, ChannelMultipliers.Compute(ifm, context.InputType(1), ofm, ofm.Shape[3]), Activation);
        if (ofm.DType == DType.Int16)
            Evaluate(context, context.Input<short>(0), stage, context.Output<short>());
        else
            Evaluate(context, Widening.ToInt16(context.Input<sbyte>(0), ifm.Quant.ZeroPoint), stage, context.Output<sbyte>());
    }

    private void Evaluate<T>(EvaluationContext context, ReadOnlySpan<short> pixels, OutputStage stage, Span<T> output)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (ifm, ofm) = (context.InputType(0).Shape, context.OutputType().Shape);
        var (outHeight, outWidth, outChannels) = (ofm[1], ofm[2], ofm[3]);
        var groupChannels = context.InputType(1).Shape[3];
        var groups = ifm[3] / groupChannels;
        var groupOutputs = outChannels / groups;
        var taps = Window.Y.Kernel * Window.X.Kernel * groupChannels;
        var weights = Widening.ToInt16(context.Input<sbyte>(1), 0);
        var patch = new short[taps];
        var (mapSize, rows) = (ifm[1] * ifm[2] * ifm[3], context.OutputType().Shape[0] * outHeight);
        for (var y = 0; y < rows; y++)
        {
            var map = pixels.Slice(y / outHeight * mapSize, mapSize);
            for (var x = 0; x < outWidth; x++)
            {
                for (var group = 0; group < groups; group++)
                {
                    Gather(map, ifm, y % outHeight, x, group * groupChannels, groupChannels, patch);
                    for (var o = group * groupOutputs; o < (group + 1) * groupOutputs; o++)
                    {
                        var filter = weights.AsSpan(o * taps, taps);
                        var code = stage.IsWide
                            ? stage.Finish(DotProduct.SumWide(patch, filter), o)
                            : stage.Finish(DotProduct.Sum(patch, filter), o);
                        output[(((y * outWidth) + x) * outChannels) + o] = T.CreateTruncating(code);
                    }
                }
            }
        }
    }

    /// <summary>Copies one window of the zero-point-free IFM, zeros where it hangs over the border.</summary>
    private void Gather(ReadOnlySpan<short> pixels, Shape ifm, int y, int x, int firstChannel, int channelCount, short[] patch)
    {
        var (height, width, channels) = (ifm[1], ifm[2], ifm[3]);
        var at = 0;
        for (var ky = 0; ky < Window.Y.Kernel; ky++)
        {
            var iy = Window.Y.InputStart(y) + (ky * Window.Y.Dilation);
            for (var kx = 0; kx < Window.X.Kernel; kx++, at += channelCount)
            {
                var ix = Window.X.InputStart(x) + (kx * Window.X.Dilation);
                var target = patch.AsSpan(at, channelCount);
                if ((uint)iy < (uint)height && (uint)ix < (uint)width)
                    pixels.Slice((((iy * width) + ix) * channels) + firstChannel, channelCount).CopyTo(target);
                else
                    target.Clear();
            }
        }
    }
}
