using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Scales and zero points.</summary>
internal static class QuantizationChanges
{
    private static readonly float[] Scales =
    [
        1e-38f,
        1e-20f,
        1e-9f,
        1e-4f,
        1f / 32768,
        1f / 256,
        1f / 128,
        0.5f,
        1f,
        100f,
        1e9f,
        1e30f,
        float.MaxValue,
        float.Epsilon,
    ];

    private static readonly float[] Nonsense = [0f, -0f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    private static readonly long[] ZeroPoints = [-128, 127, 0, -1, 1];

    private static readonly long[] ImpossibleZeroPoints = [-129, 128, 255, 256, 40_000, int.MinValue, long.MaxValue, long.MinValue];

    /// <summary>All tensors that are quantized alike stay so.</summary>
    public static TfliteModel? Everywhere(TfliteModel model, Random random)
    {
        if (TensorChanges.Pick(model, random).Tensor.Quantization is not { Scales.Count: > 0 } old)
            return null;
        var changed = Sound(old, random);
        return model.WithTensors(t => t.Quantization == old ? t with { Quantization = changed } : t);
    }

    /// <summary>One tensor gets other sound parameters.</summary>
    public static TfliteModel? One(TfliteModel model, Random random)
    {
        var (index, tensor) = TensorChanges.Pick(model, random);
        return tensor.Quantization is { Scales.Count: > 0 } old
            ? model.WithTensor(index, tensor with { Quantization = Sound(old, random) })
            : null;
    }

    /// <summary>Parameters that mean nothing, in number or value.</summary>
    public static TfliteModel? Invalid(TfliteModel model, Random random)
    {
        var (index, tensor) = TensorChanges.Pick(model, random);
        var old = tensor.Quantization ?? new TfliteQuantization([1f], [0]);
        var changed = random.Next(7) switch
        {
            0 => null,
            1 => old with { Scales = [.. old.Scales.Items, 0.5f] },
            2 => old with { ZeroPoints = [.. old.ZeroPoints.Items, 0] },
            3 => old with { QuantizedDimension = random.Next(-2, 6) },
            4 => old with { DetailsType = random.Next(1, 5) },
            5 when old.Scales.Count > 0 => old with
            {
                Scales = old.Scales.Set(random.Next(old.Scales.Count), Nonsense[random.Next(Nonsense.Length)]),
            },
            _ when old.ZeroPoints.Count > 0 => old with
            {
                ZeroPoints = old.ZeroPoints.Set(
                    random.Next(old.ZeroPoints.Count),
                    ImpossibleZeroPoints[random.Next(ImpossibleZeroPoints.Length)]
                ),
            },
            _ => old with { Scales = [] },
        };
        return model.WithTensor(index, tensor with { Quantization = changed });
    }

    private static TfliteQuantization Sound(TfliteQuantization old, Random random)
    {
        var factor = random.Next(4) == 0 ? 1 : (float)Math.Pow(2, (random.NextDouble() * 8) - 4);
        var scale = random.Next(4) == 0 ? Scales[random.Next(Scales.Length)] : (float?)null;
        var zeroPoint = random.Next(3) == 0 ? random.Next(-128, 128) : ZeroPoints[random.Next(ZeroPoints.Length)];
        return old with
        {
            Scales = [.. old.Scales.Items.Select(s => scale ?? s * factor)],
            ZeroPoints = random.Next(2) == 0 || old.ZeroPoints.Count != 1 ? old.ZeroPoints : [zeroPoint],
        };
    }
}
