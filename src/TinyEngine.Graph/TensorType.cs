namespace TinyEngine.Graph;

/// <summary>What is known of a tensor before it has a value: element type, shape and quantization.</summary>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Axis sizes.</param>
/// <param name="Quant">Quantization, <see cref="QuantParams.None"/> when there is none.</param>
public sealed record TensorType(DType DType, Shape Shape, QuantParams Quant)
{
    /// <summary>Bytes of the dense tensor.</summary>
    /// <exception cref="OverflowException">The size leaves int32.</exception>
    public int ByteSize => checked(Shape.ElementCount * DType.ByteSize());

    /// <inheritdoc/>
    public override string ToString() => Quant.IsQuantized ? $"{DType.Name()} {Shape} ({Quant})" : $"{DType.Name()} {Shape}";
}
