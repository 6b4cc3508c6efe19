using System.Collections.Immutable;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Graphs of one or a few operators whose generated code takes a way that no conformance case takes.</summary>
public static class OperatorNetworks
{
    private static readonly Dictionary<string, Action<OperatorGraph>> Makers = new()
    {
        ["transpose_conv_tall"] = TransposeConvTall,
        ["transpose_conv_stride1"] = TransposeConvStride1,
        ["mirror_pad_types"] = MirrorPadTypes,
        ["resize_batches"] = ResizeBatches,
        ["vectors_across_axes"] = VectorsAcrossAxes,
        ["reduced_groups"] = ReducedGroups,
        ["gather_computed"] = GatherComputed,
        ["gather_input"] = GatherInput,
        ["rectifiers_int16"] = RectifiersInt16,
        ["convolutions_int16"] = ConvolutionsInt16,
        ["broadcast_rows"] = BroadcastRows,
        ["recurrent"] = Recurrent,
    };

    /// <summary>Names of all.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Makers.Keys];

    /// <summary>Builds a graph; it is always the same.</summary>
    public static Network Build(string name)
    {
        var graph = new OperatorGraph(name);
        Makers[name](graph);
        return graph.Builder.Build();
    }

    /// <summary>The network <c>recurrent</c> with states that start from bytes of their own: some all different, some all the
    /// same.</summary>
    public static Network WithInitialState()
    {
        var graph = new OperatorGraph("recurrent_initial");
        Recurrent(
            graph,
            [.. Enumerable.Range(0, 8).Select(i => (byte)(i * 29))],
            [7, 7, 7, 7],
            [.. Enumerable.Range(60, 30).Select(i => (byte)i)]
        );
        return graph.Builder.Build();
    }

    /// <summary>More kernel rows than fit a list on the stack; the stride leaves most of them empty, for some output rows all.</summary>
    private static void TransposeConvTall(OperatorGraph net)
    {
        var x = net.TransposeConv(net.Input(DType.Int8, 1, 3, 4, 3), 5, 17, 2, stride: 3, height: 23, width: 12);
        net.Output(net.TransposeConv(x, 2, 1, 1, stride: 2, height: 46, width: 23));
    }

    private static void TransposeConvStride1(OperatorGraph net)
    {
        var x = net.TransposeConv(net.Input(DType.Int8, 1, 6, 7, 4), 6, 3, 3, stride: 1, height: 6, width: 7);
        var window = new Window2D(WindowAxis.Create(6, 3, 1, 1, same: true), WindowAxis.Create(7, 3, 1, 1, same: true));
        net.Output(
            net.Node(new DepthwiseConv2D(window, Clamp.Full(DType.Int8)), DType.Int8, [1, 6, 7, 6], x, net.Weights(1, 3, 3, 6), net.Bias(6))
        );
    }

    private static void MirrorPadTypes(OperatorGraph net)
    {
        net.Output(
            net.Node(
                new MirrorPad([0, 2, 1, 3], [0, 1, 2, 2], RepeatsEdge: true),
                DType.Int16,
                [1, 7, 6, 8],
                net.Input(DType.Int16, 1, 4, 3, 3)
            )
        );
        net.Output(
            net.Node(
                new MirrorPad([0, 2, 1, 0], [0, 1, 0, 0], RepeatsEdge: false),
                DType.Int16,
                [1, 7, 4, 3],
                net.Input(DType.Int16, 1, 4, 3, 3)
            )
        );
        net.Output(
            net.Node(
                new MirrorPad([1, 0, 1, 1, 2], [0, 0, 1, 0, 1], RepeatsEdge: false),
                DType.Int8,
                [3, 2, 5, 3, 6],
                net.Input(DType.Int8, 2, 2, 3, 2, 3)
            )
        );
        net.Output(net.Node(new MirrorPad([3], [1], RepeatsEdge: false), DType.Int8, [9], net.Input(DType.Int8, 5)));
    }

    private static void ResizeBatches(OperatorGraph net)
    {
        net.Output(net.Node(new ResizeBilinear(5, 7, false, true), DType.Int8, [2, 5, 7, 3], net.Input(DType.Int8, 2, 3, 4, 3)));
        net.Output(net.Node(new ResizeBilinear(3, 2, true, false), DType.Int8, [2, 3, 2, 3], net.Input(DType.Int8, 2, 3, 4, 3)));
        net.Output(net.Node(new ResizeNearestNeighbor(5, 7, false, false), DType.Int16, [2, 5, 7, 3], net.Input(DType.Int16, 2, 3, 4, 3)));
    }

    private static void VectorsAcrossAxes(OperatorGraph net)
    {
        var layer = new FullyConnected(false, Clamp.Full(DType.Int8));
        net.Output(net.Node(layer, DType.Int8, [4, 5], net.Input(DType.Int8, 4, 3, 4), net.Weights(5, 12), net.Bias(5)));
        var wide = new FullyConnected(false, Clamp.Full(DType.Int16));
        net.Output(net.Node(wide, DType.Int16, [4, 5], net.Input(DType.Int16, 4, 3, 4), net.Weights(5, 12)));
        net.Output(net.Node(wide, DType.Int16, [6, 3], net.Input(DType.Int16, 2, 3, 4), net.Weights(3, 4), net.Bias(3)));
    }

    private static void ReducedGroups(OperatorGraph net)
    {
        net.Output(
            net.Node(
                new ReduceSum(SumKind.Mean, [0, 2, 4, 6], true),
                DType.Int8,
                [1, 3, 1, 2, 1, 3, 1],
                net.Input(DType.Int8, 2, 3, 2, 2, 3, 3, 2)
            )
        );
        net.Output(net.Node(new ReduceSum(SumKind.Sum, [1, 2], false), DType.Int16, [1, 6], net.Input(DType.Int16, 1, 5, 4, 6)));
        net.Output(net.Node(new ReduceMinMax(true, [0, 1, 2], false), DType.Int8, [4], net.Input(DType.Int8, 3, 2, 5, 4)));
    }

    /// <summary>Indices that are computed and always lie inside.</summary>
    private static void GatherComputed(OperatorGraph net)
    {
        var picks = net.Builder.Node(
            new ArgMinMax(true, 1),
            [net.Input(DType.Int8, 4, 6)],
            new TensorType(DType.Int32, [4], QuantParams.None)
        );
        net.Output(net.Node(new Gather(1, 0), DType.Int16, [2, 4, 3], net.Input(DType.Int16, 2, 6, 3), picks));
    }

    /// <summary>An index that the caller gives.</summary>
    private static void GatherInput(OperatorGraph net)
    {
        var (data, index) = (net.Input(DType.Int8, 6), net.Builder.Input("index", new TensorType(DType.Int32, [1], QuantParams.None)));
        net.Output(net.Node(new Gather(0, 0), DType.Int8, [1], data, index));
    }

    private static void RectifiersInt16(OperatorGraph net)
    {
        foreach (
            var (kind, scale) in new[] { (ReluKind.Relu, 0.0007f), (ReluKind.Relu6, OperatorGraph.Scale16), (ReluKind.ReluN1To1, 0.002f) }
        )
            net.Output(
                net.Builder.Node(
                    new Relu(kind),
                    [net.Input(DType.Int16, 2, 3, 5)],
                    new TensorType(DType.Int16, [2, 3, 5], QuantParams.PerTensor(scale, 0))
                )
            );
    }

    /// <summary>A small network of 16-bit maps, so that windows, overlap and reductions meet.</summary>
    private static void ConvolutionsInt16(OperatorGraph net)
    {
        var full = Clamp.Full(DType.Int16);
        var same = new Window2D(WindowAxis.Create(12, 3, 1, 1, same: true), WindowAxis.Create(9, 3, 1, 1, same: true));
        var half = new Window2D(WindowAxis.Create(12, 2, 2, 1, same: false), WindowAxis.Create(9, 2, 2, 1, same: false));
        var input = net.Input(DType.Int16, 1, 12, 9, 3);
        var x = net.Node(new Conv2D(same, full), DType.Int16, [1, 12, 9, 6], input, net.Weights(6, 3, 3, 3));
        var y = net.Node(new DepthwiseConv2D(same, full), DType.Int16, [1, 12, 9, 6], x, net.Weights(1, 3, 3, 6));
        x = net.Node(new AddSub(AddSubKind.Add, full), DType.Int16, [1, 12, 9, 6], x, y);
        x = net.Node(new MaxPool2D(half, full), DType.Int16, [1, 6, 4, 6], x);
        x = net.Node(new Mul(full), DType.Int16, [1, 6, 4, 6], x, net.Node(new Logistic(), DType.Int16, [1, 6, 4, 6], x));
        net.Output(net.Node(new ReduceSum(SumKind.Mean, [1, 2], false), DType.Int16, [1, 6], x));
    }

    /// <summary>Both operands repeat the same rows.</summary>
    private static void BroadcastRows(OperatorGraph net)
    {
        net.Output(
            net.Node(new MinMax(false), DType.Int8, [2, 3, 4, 5], net.Input(DType.Int8, 2, 1, 4, 5), net.Input(DType.Int8, 1, 3, 4, 1))
        );
        var column = net.Input(DType.Int8, 2, 1, 4, 1);
        net.Output(net.Node(new Prelu(), DType.Int8, [2, 3, 4, 5], net.Input(DType.Int8, 2, 3, 4, 5), column));
    }

    /// <summary>Three states of three types, live through the whole run and from run to run.</summary>
    private static void Recurrent(OperatorGraph net) => Recurrent(net, [], [], []);

    private static void Recurrent(OperatorGraph net, byte[] cellStart, byte[] outputStart, byte[] memoryStart)
    {
        var builder = net.Builder;
        var output = OperatorGraph.Type(DType.Int8, 1, 7, 4);
        var cell = builder.Variable("cell", new TensorType(DType.Int16, [1, 4], QuantParams.PerTensor(1f / 2048, 0)), cellStart);
        var lstm = builder.Node(
            new UnidirectionalSequenceLstm(TimeMajor: false, CellClip: 5),
            [
                net.Input(DType.Int8, 1, 7, 3),
                .. Enumerable.Range(0, 4).Select(_ => net.Weights(4, 3)),
                .. Enumerable.Range(0, 4).Select(_ => net.Weights(4, 4)),
                .. Enumerable.Range(0, 4).Select(_ => net.Bias(4)),
                builder.Variable("output", OperatorGraph.Type(DType.Int8, 1, 4), outputStart),
                cell,
            ],
            output
        );
        var flat = builder.Node(new Reshape([1, 28]), [lstm], OperatorGraph.Type(DType.Int8, 1, 28));
        var x = net.Node(
            new Svdf(2),
            DType.Int8,
            [1, 3],
            flat,
            net.Weights(6, 28),
            net.Weights(6, 5),
            builder.Variable("memory", OperatorGraph.Type(DType.Int8, 1, 30), memoryStart),
            net.Bias(3)
        );
        net.Output(x).Output(lstm);
    }
}
