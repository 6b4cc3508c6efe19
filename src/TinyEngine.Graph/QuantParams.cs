namespace TinyEngine.Graph;

/// <summary>Affine quantization: real = scale · (q − zero point), with one pair for the whole tensor or one per slice of an axis.</summary>
public sealed record QuantParams
{
    internal QuantParams(EquatableArray<float> scales, EquatableArray<int> zeroPoints, int axis = 0) =>
        (Scales, ZeroPoints, Axis) = (scales, zeroPoints, axis);

    /// <summary>Step sizes, float32 as in the file; empty when the tensor is not quantized.</summary>
    internal EquatableArray<float> Scales { get; init; }

    /// <summary>Codes of real 0, as many as scales.</summary>
    internal EquatableArray<int> ZeroPoints { get; init; }

    /// <summary>Axis that the scales run along when there are several.</summary>
    public int Axis { get; init; }

    /// <summary>Not quantized.</summary>
    public static readonly QuantParams None = new([], []);

    /// <summary>One scale and zero point for the whole tensor.</summary>
    public static QuantParams PerTensor(float scale, int zeroPoint) => new([scale], [zeroPoint]);

    /// <summary>Whether there are parameters at all.</summary>
    public bool IsQuantized => Scales.Count > 0;

    /// <summary>Whether one pair serves the whole tensor.</summary>
    public bool IsPerTensor => Scales.Count == 1;

    /// <summary>The scale of a per-tensor quantized value; 0 when not quantized.</summary>
    /// <exception cref="InvalidOperationException">There are several scales.</exception>
    public float Scale =>
        Scales.Count switch
        {
            0 => 0f,
            1 => Scales[0],
            _ => throw new InvalidOperationException("the tensor is quantized per axis"),
        };

    /// <summary>The zero point of a per-tensor quantized value; 0 when not quantized.</summary>
    /// <exception cref="InvalidOperationException">There are several zero points.</exception>
    public int ZeroPoint =>
        ZeroPoints.Count switch
        {
            0 => 0,
            1 => ZeroPoints[0],
            _ => throw new InvalidOperationException("the tensor is quantized per axis"),
        };

    /// <summary>The scale of one slice; a per-tensor scale serves every slice.</summary>
    public float ScaleOf(int slice) => Scales[Scales.Count == 1 ? 0 : slice];

    /// <inheritdoc/>
    public override string ToString() =>
        Scales.Count switch
        {
            0 => "-",
            1 => $"{Scales[0]:G9} zp {ZeroPoints[0]}",
            var n => $"{n} scales on axis {Axis}",
        };
}
