using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Common;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

public sealed partial record Conv2D
{
    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (ifmType, weightsType, ofmType) = (context.InputType(0), context.InputType(1), context.OutputType());
        var multipliers = ChannelMultipliers.Compute(ifmType, weightsType, ofmType, ofmType.Shape[3]);
        var ifm = context.Input<sbyte>(0);
        var bias = context.InputCount > 2 ? context.Input<int>(2) : [];
        var ofm = context.Output<sbyte>();
        var (height, width, channels) = (ifmType.Shape[1], ifmType.Shape[2], ifmType.Shape[3]);
        var (outHeight, outWidth, outChannels) = (ofmType.Shape[1], ofmType.Shape[2], ofmType.Shape[3]);
        var groupChannels = weightsType.Shape[3];
        var groups = channels / groupChannels;
        var groupOutputs = outChannels / groups;
        var taps = Window.Y.Kernel * Window.X.Kernel * groupChannels;
        var weights = Widen(context.Input<sbyte>(1), 0);
        var pixels = Widen(ifm, (short)ifmType.Quant.ZeroPoint);
        var patch = new short[taps];
        var ofmZeroPoint = ofmType.Quant.ZeroPoint;

        for (var y = 0; y < outHeight; y++)
        {
            for (var x = 0; x < outWidth; x++)
            {
                for (var group = 0; group < groups; group++)
                {
                    Gather(pixels, height, width, channels, y, x, group * groupChannels, groupChannels, patch);
                    for (var o = group * groupOutputs; o < (group + 1) * groupOutputs; o++)
                    {
                        var acc = DotProduct.Sum(patch, weights.AsSpan(o * taps, taps)) + (bias.IsEmpty ? 0 : bias[o]);
                        ofm[(((y * outWidth) + x) * outChannels) + o] = (sbyte)Activation.Apply(multipliers[o].Apply(acc) + ofmZeroPoint);
                    }
                }
            }
        }
    }

    /// <summary>Copies one window of the zero-point-free IFM, zeros where it hangs over the border.</summary>
    private void Gather(short[] pixels, int height, int width, int channels, int y, int x, int firstChannel, int channelCount, short[] patch)
    {
        var at = 0;
        for (var ky = 0; ky < Window.Y.Kernel; ky++)
        {
            var iy = Window.Y.InputStart(y) + (ky * Window.Y.Dilation);
            for (var kx = 0; kx < Window.X.Kernel; kx++, at += channelCount)
            {
                var ix = Window.X.InputStart(x) + (kx * Window.X.Dilation);
                var target = patch.AsSpan(at, channelCount);
                if ((uint)iy < (uint)height && (uint)ix < (uint)width)
                    pixels.AsSpan((((iy * width) + ix) * channels) + firstChannel, channelCount).CopyTo(target);
                else
                    target.Clear();
            }
        }
    }

    private static short[] Widen(ReadOnlySpan<sbyte> codes, short zeroPoint)
    {
        var wide = new short[codes.Length];
        for (var i = 0; i < codes.Length; i++)
            wide[i] = (short)(codes[i] - zeroPoint);
        return wide;
    }
}
