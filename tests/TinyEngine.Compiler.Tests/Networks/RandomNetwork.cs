using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>
/// Small networks of random structure for tests of schedules: a few motifs one after the other, the first one chosen by the seed so that
/// every kind occurs often. Weights are scaled so that codes stay spread.
/// </summary>
public sealed partial class RandomNetwork
{
    private const int MostElements = 700;
    private static readonly QuantParams Quant = QuantParams.PerTensor(0.05f, -7);
    private readonly Random _random;
    private readonly GraphBuilder _graph;
    private readonly Action[] _motifs;
    private readonly HashSet<ValueId> _outputs = [];
    private ValueId _x;
    private int _count;

    private RandomNetwork(int seed)
    {
        _random = new Random(seed);
        _graph = new GraphBuilder($"random_{seed}");
        _motifs =
        [
            Bottleneck,
            Residual,
            Lags,
            Join,
            Upsample,
            UNet,
            OddStride,
            Dilated,
            TallKernel,
            Pools,
            Padding,
            Elementwise,
            SecondOutput,
            Gate,
            Plain,
            Bottleneck,
            Bottleneck,
            Slices,
            Padding,
            Blocks,
            Vectors,
            Bottleneck,
            Vectors,
            Slices,
            Bottleneck,
            Vectors,
            Blocks,
        ];
    }

    private Shape Map => _graph.TypeOf(_x).Shape;

    private (int Height, int Width, int Channels) Size => (Map[1], Map[2], Map[3]);

    /// <summary>Builds the network of a seed; it is always the same.</summary>
    public static Network Build(int seed)
    {
        var net = new RandomNetwork(seed);
        net.Make(seed);
        return net._graph.Build();
    }

    private void Make(int seed)
    {
        _x = _graph.Input("input", new TensorType(DType.Int8, [1, Between(6, 13), Between(4, 9), Between(1, 4)], Quant));
        if (Chance(0.5))
            _x = Conv(_x, Between(2, 6), Window(_x, 3, 1));
        _motifs[seed % _motifs.Length]();
        for (var more = Between(0, 2); more > 0; more--)
            _motifs[_random.Next(_motifs.Length)]();
        if (Chance(0.3))
            _x = Node(new ReduceSum(SumKind.Mean, [1, 2], KeepDims: Chance(0.5)), _x);
        _outputs.Add(_x);
        foreach (var output in _outputs.OrderBy(id => id.Index))
            _graph.Output(output);
    }

    private void Plain() => _x = Layer(_x, Between(1, 5), Between(1, 2));

    private void Bottleneck()
    {
        var (channels, stride) = (Size.Channels, Chance(0.7) ? 1 : 2);
        var input = _x;
        _x = Conv(_x, Math.Min(16, channels * Between(2, 3)), Window(_x, 1, 1));
        _x = Depthwise(_x, Window(_x, Odd(), stride));
        _x = Conv(_x, Chance(0.7) ? channels : Between(2, 6), Window(_x, 1, 1));
        if (Map == _graph.TypeOf(input).Shape)
            _x = Chance(0.5) ? Node(new AddSub(AddSubKind.Add, Full), _x, input) : Node(new AddSub(AddSubKind.Add, Full), input, _x);
    }

    private void Residual()
    {
        var input = _x;
        _x = Chance(0.5) ? Depthwise(_x, Window(_x, Odd(), 1)) : Conv(_x, Size.Channels, Window(_x, Odd(), 1));
        if (Chance(0.5))
            _x = Conv(_x, Size.Channels, Window(_x, Chance(0.5) ? 1 : 3, 1));
        _x = Chance(0.7) ? Node(new AddSub(AddSubKind.Add, Full), input, _x) : Node(new AddSub(AddSubKind.Sub, Full), input, _x);
    }

    /// <summary>Two readers of a value of which one needs rows much earlier than the other.</summary>
    private void Lags()
    {
        if (Chance(0.5))
            _x = Conv(_x, Between(2, 5), Window(_x, 3, 1));
        var near = Conv(_x, Size.Channels, Window(_x, 1, 1));
        var far = Conv(Depthwise(_x, Window(_x, 5, 1)), Size.Channels, Window(_x, 3, 1));
        _x = Chance(0.5) ? Node(new AddSub(AddSubKind.Add, Full), near, far) : Node(new Mul(Full), far, near);
    }

    private void Join()
    {
        var parts = new List<ValueId> { Conv(_x, Between(1, 4), Window(_x, 1, 1)), Conv(_x, Between(1, 4), Window(_x, Odd(), 1)) };
        if (Chance(0.5))
            parts.Add(Chance(0.5) ? _x : Pool(_x, Odd(), 1));
        _x = Node(new Concatenation(3), [.. parts]);
    }

    private void Upsample()
    {
        if (Map.ElementCount > MostElements / 2)
            _x = Layer(_x, Between(2, 4), 2);
        _x = Chance(0.5) ? Layer(_x, Between(2, 4), 1) : _x;
        _x = Up(_x, (Size.Height * 2) - Between(0, 1), Size.Width * 2);
        _x = Chance(0.7) ? Layer(_x, Between(1, 4), 1) : _x;
    }

    private void UNet()
    {
        while (Size.Height < 8)
            _x = Up(_x, Size.Height * 2, Size.Width);
        var skips = new Stack<ValueId>();
        for (var level = 0; level < 3; level++)
        {
            skips.Push(_x);
            _x = Chance(0.4) ? Pool(_x, Between(2, 3), 2) : Layer(_x, Between(2, 5), 2);
        }

        for (var all = Chance(0.5); skips.Count > 0; )
        {
            var skip = skips.Pop();
            if (!all && skips.Count > 0)
                continue;
            _x = Up(_x, _graph.TypeOf(skip).Shape[1], _graph.TypeOf(skip).Shape[2]);
            _x = Node(new Concatenation(3), Chance(0.5) ? [_x, skip] : [skip, _x]);
            _x = Conv(_x, Between(1, 4), Window(_x, Chance(0.5) ? 1 : 3, 1));
        }
    }

    private void OddStride()
    {
        if (Size.Height % 2 == 0)
            _x = Conv(_x, Size.Channels, new WindowSpec(2, 1, Same: false));
        _x = Layer(_x, Between(2, 5), 2);
        _x = Layer(_x, Between(2, 5), 1);
    }

    private void Dilated()
    {
        var window = new WindowSpec(3, Between(1, 3), 1, 1, Between(2, 3), Between(1, 2));
        _x = Chance(0.5) ? Conv(_x, Between(2, 4), window) : Depthwise(_x, window);
        _x = Conv(_x, Between(2, 4), Window(_x, 1, 1));
    }

    private void TallKernel()
    {
        for (var round = 0; Size.Height > 6 && round < 2; round++)
            _x = Layer(_x, Between(2, 4), 2);
        var window = new WindowSpec(Size.Height + Between(1, 4), Between(1, 5), Between(1, 2), 1);
        _x = Chance(0.5) ? Conv(_x, Between(1, 3), window) : Depthwise(_x, window);
        _x = Conv(_x, Between(2, 4), Window(_x, 3, 1));
    }

    private void Pools()
    {
        _x = Pool(_x, Between(2, 4), Between(1, 2));
        _x = Chance(0.5) ? Pool(_x, 3, 1) : Layer(_x, Between(2, 5), 1);
    }

    private void Padding()
    {
        if (Chance(0.6) && Size is { Height: > 2, Width: > 2 })
            _x = Chance(0.4)
                ? Node(new MirrorPad([0, 1, 0, 0], [0, 2, 1, 0], RepeatsEdge: true), _x)
                : Node(new MirrorPad([0, 0, Between(0, 2), 0], [0, 0, 1, 0], RepeatsEdge: Chance(0.5)), _x);
        else if (Chance(0.4))
            _x = Node(new PadV2([0, Between(0, 2), 1, 0], [0, Between(0, 2), Between(0, 1), 0], Between(-128, 127)), _x);
        else
            _x = Node(new Pad([0, Between(0, 2), Between(0, 2), 0], [0, Between(0, 2), Between(0, 1), Chance(0.2) ? 1 : 0]), _x);
        _x = Chance(0.5) ? Pool(_x, 3, Between(1, 2)) : Layer(_x, Between(2, 4), 1);
    }

    private void Elementwise()
    {
        _x = Layer(_x, Between(2, 4), 1);
        _x = _random.Next(5) switch
        {
            0 => _graph.Node(new Logistic(), [_x], new TensorType(DType.Int8, default, QuantParams.PerTensor(1f / 256, -128)), Name()),
            1 => Node(new Relu(ReluKind.Relu), _x),
            2 => Node(new Mul(Full), _x, _x),
            3 => Node(new LeakyRelu(0.25f), _x),
            _ => Node(new MinMax(true), _x, Depthwise(_x, Window(_x, 3, 1))),
        };
        if (_graph.TypeOf(_x).Quant != Quant)
            _x = Node(new Quantize(), _x);
        _x = Chance(0.5) ? Layer(_x, Between(2, 4), 1) : _x;
    }

    private void SecondOutput()
    {
        _x = Layer(_x, Between(2, 4), 1);
        _outputs.Add(_x);
        _x = Layer(_x, Between(2, 4), Between(1, 2));
        if (Chance(0.4))
            _outputs.Add(Conv(_x, 2, Window(_x, 1, 1)));
    }

    /// <summary>A whole-map mean that decides about the map's channels.</summary>
    private void Gate()
    {
        _x = Layer(_x, Between(2, 4), 1);
        var gate = Conv(Node(new ReduceSum(SumKind.Mean, [1, 2], KeepDims: true), _x), Size.Channels, 1);
        _x = Node(new Mul(Full), _x, gate);
    }

    private static TensorType Type => new(DType.Int8, default, Quant);

    private static Clamp Full => Clamp.Full(DType.Int8);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private int Between(int minimum, int maximum) => _random.Next(minimum, maximum + 1);

    private int Odd() => Chance(0.7) ? 3 : 5;

    private string Name() => $"node_{_count++}";

    /// <summary>A random window; without padding where it fits, now and then.</summary>
    private WindowSpec Window(ValueId input, int kernel, int stride)
    {
        var map = _graph.TypeOf(input).Shape;
        var flat = kernel > 1 && Chance(0.2) ? Between(1, kernel) : kernel;
        return new WindowSpec(
            kernel,
            flat,
            stride,
            Chance(0.8) ? stride : 1,
            Same: stride == 1 || kernel > map[1] || flat > map[2] || Chance(0.8)
        );
    }

    private ValueId Layer(ValueId input, int filters, int stride)
    {
        var (map, window) = (_graph.TypeOf(input).Shape, Window(input, Chance(0.2) ? 5 : Between(stride, 3), stride));
        return Chance(0.5) ? Conv(input, filters, window) : Depthwise(input, window, map[3] < 4 && Chance(0.2) ? 2 : 1);
    }

    private ValueId Node(Op op, params ReadOnlySpan<ValueId> inputs) => _graph.Node(op, inputs, Type, Name());

    private ValueId Conv(ValueId input, int filters, WindowSpec window)
    {
        var map = _graph.TypeOf(input).Shape;
        return Weighted(new Conv2D(window.On(map), Full), input, [filters, window.KernelY, window.KernelX, map[3]], filters);
    }

    private ValueId Depthwise(ValueId input, WindowSpec window, int multiplier = 1)
    {
        var map = _graph.TypeOf(input).Shape;
        var filters = map[3] * multiplier;
        return Weighted(
            new DepthwiseConv2D(window.On(map), Full),
            input,
            [1, window.KernelY, window.KernelX, filters],
            filters,
            depthwise: true
        );
    }

    private ValueId Pool(ValueId input, int kernel, int stride)
    {
        var window = WindowSpec.Square(kernel, stride).On(_graph.TypeOf(input).Shape);
        return Chance(0.5) ? Node(new MaxPool2D(window, Full), input) : Node(new AveragePool2D(window, Full), input);
    }

    private ValueId Up(ValueId input, int height, int width)
    {
        var map = _graph.TypeOf(input).Shape;
        switch (_random.Next(3))
        {
            case 0:
                return Node(new ResizeNearestNeighbor(height, width, AlignCorners: false, HalfPixelCenters: Chance(0.5)), input);
            case 1:
                return Node(new ResizeBilinear(height, width, AlignCorners: Chance(0.3), HalfPixelCenters: false), input);
            default:
                var (y, x) = ((height + map[1] - 1) / map[1], (width + map[2] - 1) / map[2]);
                if ((height + y - 1) / y != map[1] || (width + x - 1) / x != map[2])
                    goto case 0;
                var kernel = Between(1, 4);
                var window = new Window2D(
                    WindowAxis.Create(height, kernel, y, 1, same: true),
                    WindowAxis.Create(width, 3, x, 1, same: true)
                );
                var filters = Between(1, 4);
                return Weighted(new TransposeConv(window, height, width, Full), input, [filters, kernel, 3, map[3]], filters);
        }
    }

    private ValueId Weighted(Op op, ValueId input, Shape shape, int filters, bool depthwise = false)
    {
        var (codes, biases) = (new sbyte[shape.ElementCount], new int[filters]);
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (sbyte)_random.Next(-127, 128);
        for (var i = 0; i < filters; i++)
            biases[i] = _random.Next(-2000, 2000);
        var taps = depthwise ? shape[1] * shape[2] : shape.ElementCount / filters;
        var weights = _graph.Constant<sbyte>(
            $"weights_{_count}",
            new TensorType(DType.Int8, shape, QuantParams.PerTensor((float)(0.011 / Math.Sqrt(taps)), 0)),
            codes
        );
        var bias = _graph.Constant<int>($"bias_{_count}", new TensorType(DType.Int32, [filters], QuantParams.None), biases);
        return Node(op, input, weights, bias);
    }
}
