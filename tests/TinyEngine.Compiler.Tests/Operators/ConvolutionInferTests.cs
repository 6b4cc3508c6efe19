using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

public class ConvolutionInferTests
{
    private static readonly Clamp All = Clamp.Full(DType.Int8);
    private static readonly Window2D Same3X3 = new(new WindowAxis(3, 1, 1, 1, 1), new WindowAxis(3, 1, 1, 1, 1));
    private static readonly TensorType Map = Inference.Int8([1, 8, 6, 4]);
    private static readonly TensorType Weights = Inference.Weights([5, 3, 3, 4]);
    private static readonly TensorType DepthwiseWeights = Inference.Weights([1, 3, 3, 8]);

    [Fact]
    public void Same_padding_keeps_the_map() =>
        Inference.ShapeOf(new Conv2D(Same3X3, All), Map, Map, Weights).ShouldBe(new Shape([1, 8, 6, 5]));

    [Fact]
    public void Depthwise_output_has_the_weights_channels() =>
        Inference.ShapeOf(new DepthwiseConv2D(Same3X3, All), Map, Map, DepthwiseWeights).ShouldBe(new Shape([1, 8, 6, 8]));

    [Fact]
    public void Macs_count_padded_taps() =>
        new DepthwiseConv2D(Same3X3, All)
            .CountMacs(new OpTypes([Map, DepthwiseWeights], [Inference.Int8([1, 8, 6, 8])]))
            .ShouldBe(8 * 6 * 8 * 9);

    [Fact]
    public void Batch_stays() =>
        Inference.ShapeOf(new Conv2D(Same3X3, All), Map, Inference.Int8([2, 8, 6, 4]), Weights).ShouldBe(new Shape([2, 8, 6, 5]));

    [Fact]
    public void Groups_must_divide() =>
        Inference
            .Error(new Conv2D(Same3X3, All), Map, Map, Inference.Weights([5, 3, 3, 2]))
            .ShouldBe("TE2004: weights for 2 input channels and 5 output channels do not divide an IFM of 4 channels into groups");

    [Fact]
    public void Depth_multiplier_must_be_whole() =>
        Inference
            .Error(new DepthwiseConv2D(Same3X3, All), Map, Map, Inference.Weights([1, 3, 3, 6]))
            .ShouldBe("TE2004: 6 output channels are not a multiple of 4 input channels");

    [Fact]
    public void Weights_must_be_symmetric() =>
        Inference
            .Error(new Conv2D(Same3X3, All), Map, Map, Inference.Weights([5, 3, 3, 4], 3))
            .ShouldBe("TE2007: the weights have a zero point other than 0");

    [Fact]
    public void Weights_need_a_scale_per_channel()
    {
        var weights = new TensorType(DType.Int8, [5, 3, 3, 4], new QuantParams([1f, 2f], [0, 0]));
        Inference.Error(new Conv2D(Same3X3, All), Map, Map, weights).ShouldBe("TE2007: the weights have 2 scales for 5 output channels");
    }

    [Fact]
    public void Scales_run_along_the_output_channels()
    {
        var weights = new TensorType(
            DType.Int8,
            [1, 3, 3, 4],
            new QuantParams([1f], [0]) with
            {
                Scales = [1f, 1f, 1f],
                ZeroPoints = [0, 0, 0],
                Axis = 1,
            }
        );
        Inference
            .Error(new DepthwiseConv2D(Same3X3, All), Map, Map, weights)
            .ShouldBe("TE2007: the weights are quantized along axis 1, expected axis 3");
    }

    [Fact]
    public void Window_must_be_the_weights() =>
        Inference
            .Error(new Conv2D(Same3X3, All), Map, Map, Inference.Weights([5, 1, 3, 4]))
            .ShouldBe("TE2004: weights are 1x3, the window is 3x3");

    [Fact]
    public void Window_must_fit()
    {
        var window = Same3X3 with { Y = new WindowAxis(3, 1, 5, 0, 0) };
        Inference
            .Error(new Conv2D(window, All), Map, Map, Weights)
            .ShouldBe("TE2004: a 3-tap window with dilation 5 does not fit an input height of 8");
    }

    [Fact]
    public void Bias_has_one_element_per_channel() =>
        Inference
            .Error(new Conv2D(Same3X3, All), Map, Map, Weights, Inference.Plain(DType.Int32, [4]))
            .ShouldBe("TE2004: the bias has 4 elements for 5 output channels");

    [Fact]
    public void Depthwise_16_bit_needs_a_64_bit_bias() =>
        Inference
            .Error(
                new DepthwiseConv2D(Same3X3, Clamp.Full(DType.Int16)),
                Inference.Int16([1, 8, 6, 8]),
                Inference.Int16([1, 8, 6, 4]),
                DepthwiseWeights,
                Inference.Plain(DType.Int32, [8])
            )
            .ShouldBe("TE1013: the bias is int32, supported: int64");

    [Fact]
    public void Wide_sums_leave_no_room_for_large_factors() =>
        Inference
            .Error(
                new Conv2D(Same3X3, Clamp.Full(DType.Int16)),
                Inference.Int16([1, 8, 6, 5], 1e-6f),
                Inference.Int16([1, 8, 6, 4], 0.01f),
                Weights
            )
            .ShouldBe("TE2007: the output scale is too small for the scales of input and weights");

    [Fact]
    public void Activations_of_16_bits_are_symmetric() =>
        Inference
            .Error(new Conv2D(Same3X3, Clamp.Full(DType.Int16)), Inference.Int16([1]), Inference.Int16([1, 8, 6, 4], 0.1f, 7), Weights)
            .ShouldBe("TE2007: the IFM is int16 with zero point 7, expected 0");

    [Fact]
    public void Fully_connected_folds_axes_into_rows() =>
        Inference
            .ShapeOf(new FullyConnected(false, All), Map, Inference.Int8([1, 6, 8]), Inference.Weights([5, 16]))
            .ShouldBe(new Shape([3, 5]));

    [Fact]
    public void Fully_connected_keeps_axes_on_request() =>
        Inference
            .ShapeOf(new FullyConnected(true, All), Map, Inference.Int8([1, 6, 8]), Inference.Weights([5, 8]))
            .ShouldBe(new Shape([1, 6, 5]));

    [Fact]
    public void Kept_axes_must_end_in_the_weights_depth() =>
        Inference
            .Error(new FullyConnected(true, All), Map, Inference.Int8([1, 6, 8]), Inference.Weights([5, 16]))
            .ShouldBe("TE2004: an input of 1x6x8 does not fit weights for 16 inputs");

    [Fact]
    public void Float_networks_are_refused() =>
        Inference
            .Error(new FullyConnected(false, All), Map, Inference.Plain(DType.Float32, [1, 8]), Inference.Weights([5, 8]))
            .ShouldBe("TE1013: the input is float32, supported: int8, int16");

    [Fact]
    public void Computed_weights_have_two_axes_and_one_scale()
    {
        var layer = new GeneralFullyConnected(true, All);
        Inference.ShapeOf(layer, Map, Inference.Int8([2, 3, 8]), Inference.Int8([5, 8])).ShouldBe(new Shape([2, 3, 5]));
        Inference
            .Error(layer, Map, Inference.Int8([3, 8]), Inference.Int8([5, 8, 1]))
            .ShouldBe("TE2004: expected 2-D weights (outputs, inputs), found 5x8x1");
        Inference
            .Error(layer, Map, Inference.Int8([3, 8]), Inference.Int8([5, 6]))
            .ShouldBe("TE2004: an input of 3x8 does not fit weights for 6 inputs");
        Inference
            .Error(layer, Map, Inference.Int8([3, 2]), new TensorType(DType.Int8, [2, 2], new QuantParams([1f, 2f], [0, 0])))
            .ShouldBe("TE2007: the weight matrix is quantized per axis, expected one scale");
    }
}
