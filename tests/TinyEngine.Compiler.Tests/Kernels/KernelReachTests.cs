using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Kernels;

/// <summary>A kernel that no network gets is a kernel that nobody needs.</summary>
public class KernelReachTests
{
    [Fact]
    public void Every_kernel_is_taken_by_some_network()
    {
        var taken = Graphs().SelectMany(Kernels).Append(LoopKernels.ShiftLines).ToHashSet(StringComparer.Ordinal);
        KernelTable.All.Select(kernel => kernel.Symbol).Where(symbol => !taken.Contains(symbol)).ShouldBeEmpty();
    }

    /// <summary>The kernels of a network, for either instruction set and either goal.</summary>
    private static IEnumerable<string> Kernels(Network graph) =>
        from target in new[] { Target.Host, Target.CortexM7 }
        from goal in new[] { KernelGoal.Speed, KernelGoal.Size }
        let layers = LayerScheduler.Build(graph, target, "reach", new DiagnosticBag(), goal)
        where layers is not null
        from symbol in layers.Symbols.Concat(KernelsByRows(layers))
        select symbol;

    /// <summary>Those that only row stages take.</summary>
    private static IEnumerable<string> KernelsByRows(Schedule layers)
    {
        var selector = new KernelSelector(layers.Proofs, layers.Target, layers.Goal);
        return layers
            .Graph.Nodes.Where(node => node.Op is IEmitRows)
            .SelectMany(node => selector.SelectRows(node, layers.LayoutOf))
            .SelectMany(call => call.Symbols);
    }

    private static IEnumerable<Network> Graphs() =>
        [
            .. ConformanceCase
                .All.Select(test => Pipeline.Import(test.Read("model.tflite"), test.Path, new DiagnosticBag()))
                .OfType<Network>(),
            .. TestNetworks.All.Select(network => network.Build()),
            .. OperatorNetworks.Names.Select(OperatorNetworks.Build),
            .. Enumerable.Range(0, 60).Select(RandomOperators.Build),
            Windows(),
            PaddedBefore(),
            LeftShifts(),
            Conversions(),
        ];

    /// <summary>Depthwise windows with kernels of their own; and whole rows, as deep as wide, for which planar rows pay.</summary>
    private static Network Windows()
    {
        var net = new NetworkBuilder("windows", 1);
        foreach (var kernel in new[] { 3, 5, 7 })
        {
            foreach (var stride in new[] { 1, 2 })
            {
                var x = net.Conv2D(net.Input(25, 25, 8), 16, 1);
                net.Output(net.Conv2D(net.DepthwiseConv2D(x, WindowSpec.Square(kernel, stride, same: false)), 8, 1));
                var y = net.Conv2D(net.Input(24, 24, 8), 16, 1);
                net.Output(net.Conv2D(net.DepthwiseConv2D(y, WindowSpec.Square(kernel, stride)), 8, 1));
            }
        }

        net.Output(net.FullyConnected(net.Input([1, 600]), 4));
        net.Output(net.FullyConnected(net.Input(5, 4, 4), 4));
        net.Output(net.FullyConnected(net.Input(5, 3, 3), 4));
        return net.Build();
    }

    /// <summary>Depthwise layers of stride 2 with the odd column of padding before their rows, as networks of PyTorch have it.</summary>
    private static Network PaddedBefore()
    {
        var net = new OperatorGraph("padded_before");
        var full = Clamp.Full(DType.Int8);
        foreach (var kernel in new[] { 3, 5, 7 })
        {
            var (one, axis) = (WindowAxis.Create(24, 1, 1, 1, same: true), new WindowAxis(kernel, 2, 1, kernel / 2, (kernel / 2) - 1));
            var half = WindowAxis.Create(12, 1, 1, 1, same: true);
            var x = net.Node(
                new Conv2D(new Window2D(one, one), full),
                DType.Int8,
                default,
                net.Input(DType.Int8, 1, 24, 24, 8),
                net.Weights(16, 1, 1, 8),
                net.Bias(16)
            );
            var y = net.Node(
                new DepthwiseConv2D(new Window2D(axis, axis), full),
                DType.Int8,
                default,
                x,
                net.Weights(1, kernel, kernel, 16),
                net.Bias(16)
            );
            net.Output(net.Node(new Conv2D(new Window2D(half, half), full), DType.Int8, default, y, net.Weights(8, 1, 1, 16), net.Bias(8)));
        }

        return net.Builder.Build();
    }

    /// <summary>Layers whose output scale is far below that of their accumulators.</summary>
    private static Network LeftShifts()
    {
        var net = new OperatorGraph("left_shifts");
        var (full, fine) = (Clamp.Full(DType.Int8), new TensorType(DType.Int8, default, QuantParams.PerTensor(1e-6f, 0)));
        ValueId Map() => net.Input(DType.Int8, 1, 6, 6, 4);
        Window2D Window(int kernel) => new(WindowAxis.Create(6, kernel, 1, 1, same: true), WindowAxis.Create(6, kernel, 1, 1, same: true));
        void Layer(Op op, params ReadOnlySpan<ValueId> inputs) => net.Output(net.Builder.Node(op, inputs, fine));
        Layer(new Conv2D(Window(3), full), Map(), net.Weights(6, 3, 3, 4), net.Bias(6));
        Layer(new Conv2D(Window(1), full), Map(), net.Weights(6, 1, 1, 4), net.Bias(6));
        Layer(new DepthwiseConv2D(Window(3), full), Map(), net.Weights(1, 3, 3, 4), net.Bias(4));
        Layer(new FullyConnected(KeepDims: false, full), net.Input(DType.Int8, 1, 20), net.Weights(6, 20), net.Bias(6));
        Layer(new FullyConnected(KeepDims: false, full), Map(), net.Weights(6, 144), net.Bias(6));
        Layer(new TransposeConv(Window(3), 6, 6, full), Map(), net.Weights(6, 3, 3, 4), net.Bias(6));
        Layer(new Mul(full), Map(), Map());
        return net.Builder.Build();
    }

    private static Network Conversions()
    {
        var net = new OperatorGraph("conversions");
        foreach (
            var (from, to) in new[]
            {
                (DType.Int16, DType.Int16),
                (DType.Int32, DType.Int8),
                (DType.Int8, DType.Int32),
                (DType.Float32, DType.UInt8),
            }
        )
            net.Output(net.Node(new Quantize(), to, default, net.Input(from, 1, 30)));
        foreach (var type in new[] { DType.Int16, DType.Int32 })
            net.Output(net.Node(new Pad([0, 1, 0, 1, 0], [0, 0, 1, 0, 0]), type, default, net.Input(type, 2, 3, 2, 3, 2)));
        return net.Builder.Build();
    }
}
