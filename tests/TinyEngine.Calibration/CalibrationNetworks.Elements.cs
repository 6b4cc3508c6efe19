using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;

namespace TinyEngine.Calibration;

/// <content>Vectors, and operators that take elements one by one.</content>
internal static partial class CalibrationNetworks
{
    private static Network Vectors()
    {
        var (net, random) = Start("vectors", 1);
        for (var branch = 0; branch < 30; branch++)
            net.Output(net.FullyConnected(net.Input([1, random.Between(10, 300)]), random.Between(20, 160)));
        return net.Build();
    }

    /// <summary>Vectors that are maps, added up row by row; portable kernels take any sizes, the others words.</summary>
    private static Network MapVectors()
    {
        var (net, random) = Start("map_vectors", 1);
        for (var branch = 0; branch < 30; branch++)
        {
            var map = net.Input(random.Between(2, 40), random.Between(1, 4), 4 * random.Between(1, 16));
            net.Output(net.FullyConnected(map, random.Between(1, 100)));
        }

        return net.Build();
    }

    private static Network Elements()
    {
        var (net, random) = Start("elements", 1);
        for (var branch = 0; branch < 10; branch++)
        {
            var (height, width, channels) = (random.Between(3, 10), random.Between(2, 20), random.Between(3, 40));
            var (x, y) = (net.Input(height, width, channels), net.Input(height, width, channels));
            var gate = net.Input(1, 1, channels);
            net.Output(net.Add(x, y))
                .Output(net.Mul(x, gate))
                .Output(net.Mul(x, y))
                .Output(net.Sub(x, y))
                .Output(net.Add(x, y, FusedActivation.Relu))
                .Output(net.Logistic(x));
            net.Output(net.Transpose(x, 0, 3, 1, 2))
                .Output(net.Apply(new ReduceSum(SumKind.Mean, [3], KeepDims: false), net.TypeOf(x).Quant, x))
                .Output(net.Apply(new ReduceSum(SumKind.Mean, [2], KeepDims: false), net.TypeOf(x).Quant, x));
            net.Output(net.GlobalMean(x))
                .Output(net.MaxPool2D(x, 2))
                .Output(net.AveragePool2D(x, WindowSpec.Square(2, 2)))
                .Output(net.MaxPool2D(x, 3));
            net.Output(net.AveragePool2D(x, new WindowSpec(height, width, Same: false)));
        }

        // Output scales far from the operands' make additions that the linear kernel does not compute.
        for (var branch = 0; branch < 40; branch++)
        {
            var (x, y) = (net.Input(random.Between(3, 10), random.Between(2, 20), random.Between(3, 40)), default(ValueId));
            y = net.Requantize(x, QuantParams.PerTensor((float)random.Real(0.001, 0.02), random.Between(-20, 20)));
            net.Output(
                net.Apply(
                    new AddSub(AddSubKind.Add, Clamp.Full(DType.Int8)),
                    QuantParams.PerTensor((float)random.Real(0.005, 0.03), random.Between(-20, 20)),
                    x,
                    y
                )
            );
        }

        for (var branch = 0; branch < 8; branch++)
        {
            var (height, width) = (random.Between(3, 10), random.Between(4, 20));
            var x = net.Input(height, width, 4 * random.Between(1, 10));
            net.Output(net.ResizeNearest(x, 2 * height, 2 * width))
                .Output(net.Pad(x, random.Between(0, 2), random.Between(0, 2), random.Between(0, 2), random.Between(0, 2)));
        }

        for (var branch = 0; branch < 8; branch++)
            net.Output(net.Softmax(net.Input([random.Between(1, 4), random.Between(2, 200)])));
        return net.Build();
    }

    /// <summary>To and from float32.</summary>
    private static Network Conversions()
    {
        var (graph, quant) = (new GraphBuilder("conversions"), QuantParams.PerTensor(0.05f, 3));
        foreach (var count in new[] { 40, 100, 300, 1000 })
        {
            graph.Output(
                graph.Node(
                    new Quantize(),
                    [graph.Input($"real{count}", new TensorType(DType.Float32, [1, count], QuantParams.None))],
                    new TensorType(DType.Int8, default, quant)
                )
            );
            graph.Output(
                graph.Node(
                    new Dequantize(),
                    [graph.Input($"code{count}", new TensorType(DType.Int8, [1, count], quant))],
                    new TensorType(DType.Float32, default, QuantParams.None)
                )
            );
        }

        return graph.Build();
    }

    /// <summary>Sums with the kernel that follows the reference step by step.</summary>
    private static KernelCall ExactSum(KernelCall call, string kernel) =>
        call with
        {
            Kernel = kernel,
            Params = new CParams(
                "te_add_s8_params",
                [
                    .. call.Params!.Fields.Where(field => field.Name is "in0" or "in1" or "out" or "channels" or "clampMin" or "clampMax"),
                    new CField("zeroPoint0", -7),
                    new CField("zeroPoint1", -7),
                    new CField("zeroPointOut", 4),
                    new CField("multiplier0", 1 << 30),
                    new CField("exponent0", 0),
                    new CField("multiplier1", 1_500_000_000),
                    new CField("exponent1", -1),
                    new CField("multiplierOut", 1_200_000_000),
                    new CField("exponentOut", -18),
                ]
            ),
        };

    private static Network Sums()
    {
        var (net, random) = StartOperators("sums");
        for (var branch = 0; branch < 24; branch++)
        {
            int[] shape = [1, random.Between(2, 6), random.Between(4, 20), random.Between(2, 40)];
            net.Output(
                net.Node(
                    new AddSub(AddSubKind.Add, branch % 3 == 0 ? new Clamp(-100, 90) : Clamp.Full(DType.Int8)),
                    DType.Int8,
                    default,
                    net.Input(DType.Int8, shape),
                    net.Input(DType.Int8, Second(random, branch, shape))
                )
            );
        }

        return net.Builder.Build();
    }

    private static Network Products()
    {
        var (net, random) = StartOperators("products");
        for (var branch = 0; branch < 24; branch++)
        {
            int[] shape = [1, random.Between(2, 6), random.Between(4, 20), random.Between(2, 40)];
            net.Output(
                net.Node(
                    new Mul(branch % 3 == 0 ? new Clamp(-100, 90) : Clamp.Full(DType.Int8)),
                    DType.Int8,
                    default,
                    net.Input(DType.Int8, shape),
                    net.Input(DType.Int8, Second(random, branch, shape))
                )
            );
        }

        return net.Builder.Build();
    }

    private static Network Comparisons()
    {
        var (net, random) = StartOperators("comparisons");
        for (var branch = 0; branch < 20; branch++)
        {
            int[] shape = [1, random.Between(2, 6), random.Between(4, 20), random.Between(2, 40)];
            var (x, y) = (net.Input(DType.Int8, shape), net.Input(DType.Int8, Second(random, branch, shape)));
            net.Output(net.Node(new MinMax(true), DType.Int8, default, x, y))
                .Output(net.Node(new MinMax(false), DType.Int8, default, x, y));
            net.Output(net.Node(new Prelu(), DType.Int8, default, x, y));
        }

        return net.Builder.Build();
    }

    /// <summary>The second operand of most pairs is whole, of others a pixel or a column.</summary>
    private static int[] Second(SplitMix64 random, int branch, int[] shape) =>
        branch % 5 != 4 ? shape
        : random.Between(0, 1) == 0 ? [1, 1, 1, shape[3]]
        : [1, shape[1], shape[2], 1];

    /// <summary>From one type to another, of all that there are kernels for but those of <see cref="Conversions"/>.</summary>
    private static Network Retypings()
    {
        var (net, random) = StartOperators("retypings");
        (DType From, DType To)[] pairs =
        [
            (DType.Float32, DType.UInt8),
            (DType.Float32, DType.Int16),
            (DType.Int16, DType.Int16),
            (DType.Int16, DType.Int32),
            (DType.Int16, DType.Int8),
            (DType.Int32, DType.Int16),
            (DType.Int32, DType.Int8),
            (DType.Int8, DType.Int16),
            (DType.Int8, DType.Int32),
        ];
        foreach (var (from, to) in pairs)
        {
            for (var shape = 0; shape < 8; shape++)
                net.Output(Convert(net, new Quantize(), from, to, random.Between(60, 900)));
        }

        for (var shape = 0; shape < 8; shape++)
        {
            net.Output(Convert(net, new Dequantize(), DType.UInt8, DType.Float32, random.Between(60, 900)));
            net.Output(Convert(net, new Dequantize(), DType.Int16, DType.Float32, random.Between(60, 900)));
        }

        return net.Builder.Build();
    }

    private static ValueId Convert(OperatorGraph net, Op op, DType from, DType to, int count)
    {
        static QuantParams Quant(DType type) =>
            type switch
            {
                DType.Float32 => QuantParams.None,
                DType.Int8 => QuantParams.PerTensor(0.05f, 3),
                DType.UInt8 => QuantParams.PerTensor(0.04f, 120),
                _ => QuantParams.PerTensor(0.001f, 0),
            };
        return net.Builder.Node(op, [net.Input(new TensorType(from, [1, count], Quant(from)))], new TensorType(to, default, Quant(to)));
    }
}
