using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;

namespace TinyEngine.Calibration;

/// <content>Operators whose kernels take whole tensors element by element.</content>
internal static partial class CalibrationNetworks
{
    private static Network RareElements(int part)
    {
        var (net, random) = StartOperators($"rare{part}");
        for (var branch = 0; branch < 4; branch++)
        {
            int[] shape = [random.Between(2, 6), random.Between(3, 8), random.Between(4, 20)];
            ValueId Plain(DType type) => net.Input(new TensorType(type, Shape.Create(shape), QuantParams.None));
            void Add(Op op, DType type, params ReadOnlySpan<ValueId> inputs) =>
                net.Output(
                    net.Builder.Node(
                        op,
                        inputs,
                        type is DType.Int8 or DType.Int16 ? OperatorGraph.Type(type, 1) : new TensorType(type, [1], QuantParams.None)
                    )
                );
            if (part == 0)
            {
                for (var function = UnaryFunction.Abs; function <= UnaryFunction.Clamp; function++)
                    Add(new Unary(function), DType.Float32, Plain(DType.Float32));
                Add(new Unary(UnaryFunction.Abs), DType.Int16, net.Input(DType.Int16, shape));
                Add(new AddN(), DType.Int8, [.. Enumerable.Range(0, 2 + branch).Select(_ => net.Input(DType.Int8, shape))]);
            }
            else if (part == 1)
            {
                foreach (var function in Enum.GetValues<BinaryFunction>())
                {
                    Add(
                        new Binary(function),
                        DType.Float32,
                        Plain(DType.Float32),
                        net.Builder.Constant<float>("real", new TensorType(DType.Float32, [1], QuantParams.None), [0.7f])
                    );
                    Add(
                        new Binary(function),
                        DType.Int32,
                        Plain(DType.Int32),
                        net.Builder.Constant<int>("divisor", new TensorType(DType.Int32, [1], QuantParams.None), [7])
                    );
                }

                Add(new Binary(BinaryFunction.Minimum), DType.Int16, net.Input(DType.Int16, shape), net.Input(DType.Int16, shape));
                Add(new Binary(BinaryFunction.Maximum), DType.Int16, net.Input(DType.Int16, shape), net.Input(DType.Int16, shape));
                Add(
                    new Binary(BinaryFunction.SquaredDifference),
                    DType.Int16,
                    net.Input(DType.Int16, shape),
                    net.Input(DType.Int16, shape)
                );
                Add(new Binary(BinaryFunction.SquaredDifference), DType.Int8, net.Input(DType.Int8, shape), net.Input(DType.Int8, shape));
                Add(
                    new Binary(BinaryFunction.Div),
                    DType.Int8,
                    net.Input(DType.Int8, shape),
                    net.Builder.Constant<sbyte>("code", OperatorGraph.Type(DType.Int8, 1), [55])
                );
            }
            else if (part == 4)
            {
                AddSignals(net, 8 + (12 * branch));
                Add(new LeakyRelu(0.1f), DType.Int16, net.Input(DType.Int16, shape));
                ValueId Reals(params ReadOnlySpan<int> sizes) =>
                    net.Input(new TensorType(DType.Float32, Shape.Create(sizes), QuantParams.None));
                var boxes = 10 * (branch + 1);
                var real = new TensorType(DType.Float32, [1], QuantParams.None);
                var anchors = net.Builder.Constant<float>(
                    $"anchors{branch}",
                    new TensorType(DType.Float32, [boxes, 4], QuantParams.None),
                    [.. Enumerable.Range(0, 4 * boxes).Select(i => i % 4 < 2 ? i : 1f)]
                );
                var detection = new DetectionPostProcess(2 + branch, 3 + branch, -9, 0.5f, [10, 10, 5, 5]);
                foreach (
                    var output in net.Builder.Node(
                        detection,
                        [Reals(1, boxes, 4), Reals(1, boxes, 4 + branch), anchors],
                        [real, real, real, real]
                    )
                )
                    net.Output(output);
            }
            else if (part == 3)
            {
                ValueId Indices(params ReadOnlySpan<int> sizes) =>
                    net.Input(new TensorType(DType.Int32, Shape.Create(sizes), QuantParams.None));
                Add(new GatherNd(), DType.Int8, net.Input(DType.Int8, shape), Indices(3 + branch, 1 + (branch % 3)));
                Add(
                    new DynamicUpdateSlice(),
                    DType.Int8,
                    net.Input(DType.Int8, shape),
                    net.Input(DType.Int8, 2, 2 + branch, 3),
                    Indices(3)
                );
                Add(new CumSum(branch % 3, false, branch % 2 > 0), DType.Int8, net.Input(DType.Int8, shape));
                Add(new CumSum(branch % 3, true, false), DType.Float32, Plain(DType.Float32));
                Add(new RealSoftmax(1), DType.Float32, Plain(DType.Float32));
                Add(new LogSoftmax(), DType.Float32, Plain(DType.Float32));
                Add(new RealSum(SumKind.Mean, [branch % 3], KeepDims: true), DType.Float32, Plain(DType.Float32));
                Add(new RealSum(SumKind.Sum, [0, 2], KeepDims: false), DType.Float32, Plain(DType.Float32));
                Add(new ArgMinMax(branch % 2 > 0, branch % 3), DType.Int32, Plain(DType.Float32));
                Add(new ArgMinMax(branch % 2 == 0, branch % 3), DType.Int32, Plain(DType.Float32));
                net.Output(
                    net.Builder.Node(
                        new LogSoftmax(),
                        [net.Input(DType.Int8, shape)],
                        new TensorType(DType.Int8, [1], QuantParams.PerTensor(1f / 16, 127))
                    )
                );
                var axis = WindowAxis.Create(8, 2 + (branch % 2), 1 + (branch % 3), 1, same: branch > 1);
                Add(
                    new L2Pool2D(new Window2D(axis, axis), FusedActivation.None),
                    DType.Float32,
                    net.Input(new TensorType(DType.Float32, [1, 8, 8, 2 + branch], QuantParams.None))
                );
            }
            else
            {
                foreach (var type in new[] { DType.Float32, DType.Int32, DType.Int64 })
                    Add(new Comparison((Relation)branch), DType.Bool, Plain(type), Plain(type));
                Add(new Comparison((Relation)branch), DType.Bool, net.Input(DType.Int8, shape), net.Input(DType.Int8, shape));
                Add(new Select(), DType.Int8, Plain(DType.Bool), net.Input(DType.Int8, shape), net.Input(DType.Int8, shape));
                Add(new Cast(), DType.Int32, net.Input(DType.Int8, shape));
                Add(new Cast(), DType.Float32, Plain(DType.Int32));
            }
        }

        return net.Builder.Build();
    }

    /// <summary>Steps of audio front ends on a number of channels.</summary>
    private static void AddSignals(OperatorGraph net, int count)
    {
        TensorType Type(DType type, params ReadOnlySpan<int> shape) => new(type, Shape.Create(shape), QuantParams.None);
        ValueId Shorts(params ReadOnlySpan<short> values) => net.Builder.Constant("table", Type(DType.Int16, values.Length), values);
        void Add(Signal op, TensorType[] outputs, params ReadOnlySpan<ValueId> inputs)
        {
            foreach (var output in net.Builder.Node(op, inputs, [.. outputs]))
                net.Output(output);
        }

        var (samples, channels) = (net.Input(Type(DType.Int16, 2 * count)), net.Input(Type(DType.UInt32, count)));
        var (int16, uint32) = (Type(DType.Int16, 1), Type(DType.UInt32, 1));
        Add(new Signal(SignalKind.Window, [12]), [int16], samples, net.Input(Type(DType.Int16, 2 * count)));
        Add(new Signal(SignalKind.Energy, [0, count]), [uint32], samples);
        Add(new Signal(SignalKind.FftAutoScale, []), [int16, Type(DType.Int32)], samples);
        Add(
            new Signal(SignalKind.FilterBank, [count / 4]),
            [Type(DType.UInt64, 1)],
            channels,
            Shorts(new short[4]),
            Shorts(new short[4]),
            Shorts(new short[(count / 4) + 1]),
            Shorts(new short[(count / 4) + 1]),
            Shorts([.. Enumerable.Repeat((short)4, (count / 4) + 1)])
        );
        Add(new Signal(SignalKind.FilterBankSquareRoot, []), [uint32], net.Input(Type(DType.UInt64, count)), net.Input(Type(DType.Int32)));
        Add(
            new Signal(SignalKind.FilterBankSpectralSubtraction, [410, 15974, 983, 15401, 10, 14, 819, 0, count]),
            [uint32, uint32],
            channels,
            net.Builder.Variable($"noise{count}", Type(DType.UInt32, count))
        );
        Add(new Signal(SignalKind.Pcan, [6]), [uint32], channels, net.Input(Type(DType.UInt32, count)), Shorts(new short[125]));
        Add(new Signal(SignalKind.FilterBankLog, [1600, 3]), [int16], channels);
    }
}
