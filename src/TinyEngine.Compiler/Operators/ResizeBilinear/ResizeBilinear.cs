using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Stretches or shrinks a feature map by linear interpolation between pixels.</summary>
/// <param name="Height">Height of the output.</param>
/// <param name="Width">Width of the output.</param>
/// <param name="AlignCorners">Whether the centres of the corner pixels coincide.</param>
/// <param name="HalfPixelCenters">Whether pixel centres lie at half coordinates.</param>
internal sealed partial record ResizeBilinear(int Height, int Width, bool AlignCorners, bool HalfPixelCenters)
    : Op,
        IOperator<ResizeBilinear>,
        IRowOperator
{
    /// <summary>Bits of the fraction of a position.</summary>
    public const int FractionBits = 10;

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ResizeBilinear), "Stretches or shrinks a feature map by linear interpolation")
        {
            DataTypes = ["int8 → int8"],
            Limits =
                "4-D, size known at compile time, sides up to 65,536; align_corners or half_pixel_centers; input and output "
                + "quantized alike",
            Rows = "yes",
        };

    /// <inheritdoc/>
    public override string Name => "RESIZE_BILINEAR";

    /// <inheritdoc/>
    public override string Attributes =>
        $"to {Height}x{Width}{(AlignCorners ? ", align corners" : "")}{(HalfPixelCenters ? ", half-pixel centers" : "")}";

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        const int Limit = 1 << 16; // positions with 10 fraction bits stay in int32
        if (!site.IsUnaryInt8(inputs) || !site.HasSameQuant(inputs[0], site.Output))
            return InferResult.Failed;
        if (inputs[0].Shape is not [var n, var h, var w, var c])
            return site.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {inputs[0].Shape}");
        if (AlignCorners && HalfPixelCenters)
            return site.Error(Diag.UnsupportedAttribute, "align_corners and half_pixel_centers exclude each other");
        if (Math.Max(Math.Max(h, w), Math.Max(Height, Width)) > Limit)
            return site.Error(
                Diag.UnsupportedAttribute,
                $"resizing {h}x{w} to {Height}x{Width} is not supported",
                $"sides can have up to {Limit} pixels"
            );
        return site.TypeOf(site.Output, n, Height, Width, c);
    }

    /// <summary>Which input positions an output position lies between, for every position along the height.</summary>
    public BilinearPoint[] RowPoints(int inputHeight) => Points(inputHeight, Height);

    /// <summary>Which input positions an output position lies between, for every position along the width.</summary>
    public BilinearPoint[] ColumnPoints(int inputWidth) => Points(inputWidth, Width);

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var shape = context.InputType(0).Shape;
        var (channels, rowSize) = (shape[3], shape[2] * shape[3]);
        var (rows, columns) = (RowPoints(shape[1]), ColumnPoints(shape[2]));
        var output = context.Output<sbyte>();
        var at = 0;
        for (var n = 0; n < shape[0]; n++)
        {
            var map = context.Input<sbyte>(0).Slice(n * shape[1] * rowSize, shape[1] * rowSize);
            foreach (var y in rows)
            {
                var (upper, lower) = (y.First * rowSize, y.Second * rowSize);
                foreach (var x in columns)
                {
                    var (left, right) = (x.First * channels, x.Second * channels);
                    for (var c = 0; c < channels; c++)
                    {
                        output[at++] = Interpolate(
                            map[upper + left + c],
                            map[upper + right + c],
                            map[lower + left + c],
                            map[lower + right + c],
                            y.Fraction,
                            x.Fraction
                        );
                    }
                }
            }
        }
    }

    /// <summary>The weighted mean of four codes, rounded ties away from zero.</summary>
    private static sbyte Interpolate(long upperLeft, long upperRight, long lowerLeft, long lowerRight, int y, int x)
    {
        const int One = 1 << FractionBits;
        var sum = (upperLeft * (One - y) * (One - x)) + (lowerLeft * y * (One - x)) + (upperRight * (One - y) * x) + (lowerRight * y * x);
        const int Half = 1 << ((2 * FractionBits) - 1);
        return unchecked((sbyte)((sum + (sum > 0 ? Half : -Half)) / (1 << (2 * FractionBits))));
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.WhyNotOneMap(types);

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types)
    {
        var point = Point(outputRow, Step(types.Inputs[0].Shape[1], Height), types.Inputs[0].Shape[1]);
        return new RowRange(Math.Min(point.First, point.Second), Math.Max(point.First, point.Second) + 1);
    }

    private BilinearPoint[] Points(int inputSize, int outputSize)
    {
        var points = new BilinearPoint[outputSize];
        var step = Step(inputSize, outputSize);
        for (var position = 0; position < outputSize; position++)
            points[position] = Point(position, step, inputSize);
        return points;
    }

    /// <summary>Input positions per output position, rounded to 10 fraction bits.</summary>
    private int Step(int inputSize, int outputSize) =>
        AlignCorners && outputSize > 1
            ? (((1 << FractionBits) * (inputSize - 1)) + ((outputSize - 1) / 2)) / (outputSize - 1)
            : (((1 << FractionBits) * inputSize) + (outputSize / 2)) / outputSize;

    private BilinearPoint Point(int position, int step, int inputSize)
    {
        const int One = 1 << FractionBits;
        var exact = (int)Math.Min(int.MaxValue - One, (long)position * step);
        if (HalfPixelCenters)
            exact += (step / 2) - (One / 2);
        var first = Math.Min(Math.Max(exact / One, 0), inputSize - 1);
        var second = Math.Max(Math.Min((exact + One - 1) / One, inputSize - 1), 0);
        return new BilinearPoint(first, second, exact - (first * One));
    }
}

/// <summary>An output position among the input's.</summary>
/// <param name="First">Nearest input position at or before it; the first one when it lies before all.</param>
/// <param name="Second">Nearest input position at or after it; the last one when it lies after all.</param>
/// <param name="Fraction">Distance from <paramref name="First"/> in units of 2^−10; weight of <paramref name="Second"/>. Outside [0, 1024)
/// where the position lies outside the input, and then both positions are the same.</param>
internal readonly record struct BilinearPoint(int First, int Second, int Fraction);
