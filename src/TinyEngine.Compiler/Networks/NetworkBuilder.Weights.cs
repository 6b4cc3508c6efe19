using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Networks;

/// <content>Layers with weights. Each is normalized as if a batch normalization had been folded into it: its scales and biases give every
/// output channel about the same spread and its own mean.</content>
public sealed partial class NetworkBuilder
{
    /// <summary>Standard deviation of a layer's results in real numbers: as wide as suits RELU6.</summary>
    private const double Spread = 2;

    /// <summary>Weight of the whole layer's variance beside a channel's own, in samples; matters where a channel has few.</summary>
    private const double PriorSamples = 4;

    /// <summary>Adds a convolution with per-channel weights.</summary>
    /// <param name="input">Feature map.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="window">Kernel, stride, dilation and padding; a number is a square kernel.</param>
    /// <param name="activation">Fused activation.</param>
    /// <param name="groups">Groups of channels that do not see each other.</param>
    public ValueId Conv2D(ValueId input, int filters, WindowSpec window, FusedActivation activation = FusedActivation.Relu6, int groups = 1)
    {
        var map = TypeOf(input).Shape;
        var placed = window.On(map);
        return Weighted(
            clamp => new Conv2D(placed, clamp),
            WeightedLayer.Conv(placed, map, filters, groups),
            input,
            activation,
            perChannel: true
        );
    }

    /// <summary>Adds a depthwise convolution with per-channel weights.</summary>
    /// <param name="input">Feature map.</param>
    /// <param name="window">Kernel, stride, dilation and padding; a number is a square kernel.</param>
    /// <param name="activation">Fused activation.</param>
    /// <param name="multiplier">Output channels of each input channel.</param>
    public ValueId DepthwiseConv2D(ValueId input, WindowSpec window, FusedActivation activation = FusedActivation.Relu6, int multiplier = 1)
    {
        var map = TypeOf(input).Shape;
        var placed = window.On(map);
        return Weighted(
            clamp => new DepthwiseConv2D(placed, clamp),
            WeightedLayer.DepthwiseConv(placed, map, multiplier),
            input,
            activation,
            perChannel: true
        );
    }

    /// <summary>Adds a matrix product of all elements, with one scale for all weights.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="units">Outputs.</param>
    /// <param name="activation">Fused activation.</param>
    public ValueId FullyConnected(ValueId input, int units, FusedActivation activation = FusedActivation.None) =>
        Weighted(
            clamp => new FullyConnected(KeepDims: false, clamp),
            WeightedLayer.Product(TypeOf(input).Shape.ElementCount, units),
            input,
            activation,
            perChannel: false
        );

    /// <summary>Adds a block of MobileNetV2: expand, depthwise, project, and a residual addition where the shapes allow it.</summary>
    /// <param name="input">Feature map.</param>
    /// <param name="expand">Factor of the expansion; 1 for none.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="kernel">Depthwise kernel.</param>
    /// <param name="stride">Depthwise stride.</param>
    public ValueId InvertedBottleneck(ValueId input, int expand, int filters, int kernel, int stride = 1)
    {
        var channels = TypeOf(input).Shape[3];
        var x = expand > 1 ? Conv2D(input, channels * expand, 1) : input;
        x = DepthwiseConv2D(x, WindowSpec.Square(kernel, stride));
        x = Conv2D(x, filters, 1, FusedActivation.None);
        return stride == 1 && filters == channels ? Add(input, x) : x;
    }

    private ValueId Weighted(Func<Clamp, Op> op, WeightedLayer layer, ValueId input, FusedActivation activation, bool perChannel)
    {
        var inputType = TypeOf(input);
        var name = NextName(op(Clamp.Full(DType.Int8)));
        var codes = layer.MakeWeights(_random);
        var (scales, biases, low, high) = Normalize(layer, codes, input, perChannel);
        var zeros = new int[scales.Length];
        var weights = Constant(
            $"{name}/weights",
            new TensorType(DType.Int8, layer.Weights, new QuantParams([.. scales], [.. zeros], perChannel ? layer.ChannelAxis : 0)),
            codes
        );

        // Scales of a bias follow from the others; types hold only a single one, as types from files do.
        var biasQuant = scales is [var only] ? QuantParams.PerTensor(inputType.Quant.Scale * only, 0) : QuantParams.None;
        var bias = Constant($"{name}/bias", new TensorType(DType.Int32, [layer.Filters], biasQuant), biases);

        var quant = activation switch
        {
            FusedActivation.None => QuantFor(low * Headroom, high * Headroom),
            FusedActivation.Relu => QuantFor(0, high * Headroom),
            FusedActivation.Relu6 => QuantFor(0, 6),
            FusedActivation.ReluN1To1 => QuantFor(-1, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "not an activation of int8 layers"),
        };
        var output = new TensorType(DType.Int8, default, quant);
        var node = op(Activations.Bounds(activation, output)!.Value);
        var id = _graph.Node(node, [input, weights, bias], output, name);
        _samples.Add(id, Run(node, TypeOf(id), [input, weights, bias]));
        return id;
    }

    /// <summary>Weight scales and biases that give each output channel a chosen mean and spread, and the range of the results.</summary>
    private (float[] Scales, int[] Biases, double Low, double High) Normalize(
        WeightedLayer layer,
        sbyte[] weights,
        ValueId input,
        bool perChannel
    )
    {
        var quant = TypeOf(input).Quant;
        var statistics = new SumStatistics[layer.Filters];
        for (var filter = 0; filter < statistics.Length; filter++)
            statistics[filter] = layer.Measure(filter, weights, _samples[input], quant.ZeroPoint);
        var pooled = Math.Max(statistics.Average(channel => channel.Variance), 1);

        var scales = new float[perChannel ? layer.Filters : 1];
        var biases = new int[layer.Filters];
        var (low, high) = (double.MaxValue, double.MinValue);
        for (var filter = 0; filter < biases.Length; filter++)
        {
            var channel = statistics[filter];
            var variance = perChannel
                ? ((channel.Variance * channel.Count) + (pooled * PriorSamples)) / (channel.Count + PriorSamples)
                : pooled;
            var spread = perChannel ? Spread * _random.Real(0.75, 1.25) : Spread;
            var scale = scales[perChannel ? filter : 0] = (float)(spread / Math.Sqrt(variance) / quant.Scale);
            var step = (double)scale * quant.Scale;
            var mean = _random.Real(-0.5, 1.5);
            biases[filter] = (int)Math.Round((mean / step) - channel.Mean);
            low = Math.Min(low, (channel.Minimum + biases[filter]) * step);
            high = Math.Max(high, (channel.Maximum + biases[filter]) * step);
        }

        return (scales, biases, low, high);
    }
}
