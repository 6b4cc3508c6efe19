using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Stretches or shrinks a feature map; each output pixel is the nearest input pixel.</summary>
/// <param name="Height">Height of the output.</param>
/// <param name="Width">Width of the output.</param>
/// <param name="AlignCorners">Whether the centres of the corner pixels coincide.</param>
/// <param name="HalfPixelCenters">Whether pixel centres lie at half coordinates.</param>
internal sealed partial record ResizeNearestNeighbor(int Height, int Width, bool AlignCorners, bool HalfPixelCenters)
    : Op,
        IOperator<ResizeNearestNeighbor>,
        IRowOperator
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ResizeNearestNeighbor), "Stretches or shrinks a feature map by its nearest pixels")
        {
            DataTypes = ["any type, unchanged"],
            Limits = "4-D, size known at compile time; align_corners and half_pixel_centers",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "RESIZE_NEAREST_NEIGHBOR";

    /// <inheritdoc/>
    public override string Attributes =>
        $"to {Height}x{Width}{(AlignCorners ? ", align corners" : "")}{(HalfPixelCenters ? ", half-pixel centers" : "")}";

    /// <summary>Row of the input that an output row copies.</summary>
    public int SourceRow(int row, int inputHeight) => Source(row, inputHeight, Height);

    /// <summary>Column of the input that an output column copies.</summary>
    public int SourceColumn(int column, int inputWidth) => Source(column, inputWidth, Width);

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 1) || !site.KeepsType(inputs[0], site.Output))
            return InferResult.Failed;
        if (inputs[0].Shape is not [var n, _, _, var c])
            return site.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {inputs[0].Shape}");
        return site.TypeOf(site.Output, n, Height, Width, c);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var shape = context.InputType(0).Shape;
        var pixelBytes = shape[3] * context.InputType(0).DType.ByteSize();
        var rowBytes = shape[2] * pixelBytes;
        var output = context.Output<byte>();
        for (var n = 0; n < shape[0]; n++)
        {
            for (var y = 0; y < Height; y++)
            {
                var row = context.Input<byte>(0).Slice(((n * shape[1]) + SourceRow(y, shape[1])) * rowBytes, rowBytes);
                for (var x = 0; x < Width; x++, output = output[pixelBytes..])
                    row.Slice(SourceColumn(x, shape[2]) * pixelBytes, pixelBytes).CopyTo(output);
            }
        }
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types)
    {
        var row = SourceRow(outputRow, types.Inputs[0].Shape[1]);
        return new RowRange(row, row + 1);
    }

    /// <summary>Computed in float32 like the reference, since rounding decides between neighbours.</summary>
    private int Source(int position, int inputSize, int outputSize)
    {
        var scale = AlignCorners && outputSize > 1 ? (inputSize - 1) / (float)(outputSize - 1) : inputSize / (float)outputSize;
        var exact = (position + (HalfPixelCenters ? 0.5f : 0f)) * scale;
        var source = (int)(AlignCorners ? MathF.Round(exact, MidpointRounding.AwayFromZero) : MathF.Floor(exact));
        return Math.Clamp(source, 0, inputSize - 1);
    }
}
