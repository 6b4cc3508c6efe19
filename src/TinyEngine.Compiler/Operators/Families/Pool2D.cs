using System.Numerics;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators.Families;

/// <summary>What average and max pooling share.</summary>
internal static partial class Pool2D
{
    /// <summary>Positions of the map under a window, half-open: what an average divides by is the product of both axes' counts.</summary>
    /// <param name="axis">The window's axis.</param>
    /// <param name="output">Output position.</param>
    /// <param name="inputSize">Size of the map along the axis.</param>
    public static RowRange Covered(WindowAxis axis, int output, int inputSize) =>
        axis.InputRange(new RowRange(output, output + 1)).Clip(inputSize);

    /// <summary>Checks the operand and derives the output type.</summary>
    internal static InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site, Window2D window, Clamp activation)
    {
        if (!site.HasOperands(inputs, 1))
            return InferResult.Failed;
        if (inputs[0].Shape is not [var n, var h, var w, var c])
            return site.Error(Diag.ShapeMismatch, $"expected a 4-D input (NHWC), found {inputs[0].Shape}");
        if (
            !site.HasType("the input", inputs[0], DType.Int8, DType.Int16)
            || !site.HasType("the output", site.Output, inputs[0].DType)
            || !site.IsPerTensor("the input", inputs[0])
            || !site.HasSameQuant(inputs[0], site.Output)
            || !site.HasActivation(activation, inputs[0].DType)
            || !site.HasWindow(window, h, w)
            || !site.TouchesMap(window)
        )
            return InferResult.Failed;
        if (window.Y.Dilation != 1 || window.X.Dilation != 1)
            return site.Error(Diag.UnsupportedAttribute, "a dilated pooling window is not supported");
        return site.TypeOf(site.Output, n, window.Y.OutputSize(h), window.X.OutputSize(w), c);
    }

    /// <summary>Attributes for people.</summary>
    internal static string Describe(Window2D window, Clamp activation) =>
        activation.IsFull(DType.Int8) || activation.IsFull(DType.Int16) ? $"{window}" : $"{window}, {activation}";

    /// <summary>Folds the codes under each window, channel by channel.</summary>
    internal static void Evaluate<T, TFold>(EvaluationContext context, Window2D window, TFold fold)
        where T : unmanaged, IBinaryInteger<T>
        where TFold : struct, IPoolingFold
    {
        var (inputShape, outputShape) = (context.InputType(0).Shape, context.OutputType().Shape);
        var (height, width, channels) = (inputShape[1], inputShape[2], inputShape[3]);
        var input = context.Input<T>(0);
        var output = context.Output<T>();
        var folded = new int[channels];
        for (var y = 0; y < outputShape[0] * outputShape[1]; y++)
        {
            var rows = Covered(window.Y, y % outputShape[1], height);
            var map = input.Slice(y / outputShape[1] * height * width * channels, height * width * channels);
            for (var x = 0; x < outputShape[2]; x++)
            {
                var columns = Covered(window.X, x, width);
                Array.Fill(folded, fold.Start);
                for (var row = rows.Start; row < rows.End; row++)
                {
                    var pixels = map.Slice(((row * width) + columns.Start) * channels, columns.Count * channels);
                    for (; pixels.Length > 0; pixels = pixels[channels..])
                    {
                        for (var c = 0; c < folded.Length; c++)
                            folded[c] = fold.Add(folded[c], int.CreateTruncating(pixels[c]));
                    }
                }

                var count = rows.Count * columns.Count;
                var target = output.Slice(((y * outputShape[2]) + x) * channels, channels);
                for (var c = 0; c < target.Length; c++)
                    target[c] = T.CreateTruncating(fold.Finish(folded[c], count));
            }
        }
    }
}

/// <summary>How pooling combines the codes under a window.</summary>
internal interface IPoolingFold
{
    /// <summary>Value before the first code.</summary>
    int Start { get; }

    /// <summary>Takes one code in.</summary>
    int Add(int folded, int code);

    /// <summary>The output code.</summary>
    /// <param name="folded">All codes under the window.</param>
    /// <param name="count">How many there were.</param>
    int Finish(int folded, int count);
}
