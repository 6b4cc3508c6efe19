using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;

namespace TinyEngine.Calibration;

/// <content>Operators that networks of images do not have.</content>
internal static partial class CalibrationNetworks
{
    private static IEnumerable<CalibrationNetwork> Operators()
    {
        foreach (var kernel in new[] { "te_add_s8__dsp", "te_add_s8__c99", "te_sub_s8__dsp", "te_sub_s8__c99" })
            yield return new($"sums_{kernel[3..]}", InstructionSet.Dsp, Sums) { Replace = call => ExactSum(call, kernel) };
        yield return new("linear_sums", InstructionSet.Dsp, Sums);
        yield return new("portable_linear_sums", InstructionSet.C99, Sums);
        yield return new("pools", InstructionSet.Dsp, Pools);
        yield return new("portable_pools", InstructionSet.C99, Pools);
        foreach (var product in KernelTable.All.Where(kernel => (kernel.Operator, kernel.Types) == ("mul", "s8")))
        {
            yield return new($"products_{product.Symbol}", InstructionSet.Dsp, Products, kernel =>
                KernelTable.Of(kernel) is { Operator: "mul", Types: "s8" } ? product.Symbol : kernel
            );
        }

        yield return new("comparisons", InstructionSet.Dsp, Comparisons);
        yield return new("retypings", InstructionSet.Dsp, Retypings);
        yield return new("wide_layers", InstructionSet.Dsp, WideLayers);
        yield return new("wide_layers_acc32", InstructionSet.Dsp, WideLayers, kernel =>
            KernelTable.TryOf(kernel.Replace("__c99", "_acc32__c99", StringComparison.Ordinal))?.Symbol ?? kernel
        );
        yield return new("wide_spreads", InstructionSet.Dsp, WideSpreads);
        yield return new("wide_elements", InstructionSet.Dsp, WideElements) { HasEvenCodes = true };
        yield return new("wide_pools", InstructionSet.Dsp, WidePools);
        yield return new("copies", InstructionSet.Dsp, Copies);
        yield return new("borders", InstructionSet.Dsp, Borders);
        yield return new("joins", InstructionSet.Dsp, Joins);
        yield return new("picks", InstructionSet.Dsp, Picks);
        yield return new("mirrors", InstructionSet.Dsp, Mirrors);
        yield return new("reductions", InstructionSet.Dsp, Reductions) { HasEvenCodes = true };
        yield return new("spreads", InstructionSet.Dsp, Spreads);
        yield return new("spreads_any", InstructionSet.Dsp, Spreads, PortableAnyShift);
        yield return new("matrices", InstructionSet.Dsp, Matrices);
        yield return new("weights_as_inputs", InstructionSet.Dsp, WeightsAsInputs);
        yield return new("memories", InstructionSet.Dsp, Memories);
        for (var part = 0; part < 5; part++)
        {
            var own = part;
            yield return new($"rare{own}", InstructionSet.Dsp, () => RareElements(own));
        }
    }

    private static (OperatorGraph Net, SplitMix64 Random) StartOperators(string name) => (new OperatorGraph(name), new SplitMix64(101));

    /// <summary>What reduces tensors other than to averages, and what scales vectors.</summary>
    private static Network Reductions()
    {
        var (net, random) = StartOperators("reductions");
        for (var branch = 0; branch < 20; branch++)
        {
            var (height, width, channels) = (random.Between(2, 8), random.Between(3, 12), random.Between(3, 32));
            var x = net.Input(DType.Int8, 1, height, width, channels);
            foreach (var takesLarger in new[] { false, true })
            {
                net.Output(
                    net.Builder.Node(
                        new ArgMinMax(takesLarger, 1 + (branch % 3)),
                        [x],
                        new TensorType(DType.Int32, default, QuantParams.None)
                    )
                );
                net.Output(
                    net.Node(
                        new ReduceMinMax(
                            takesLarger,
                            (branch % 4) switch
                            {
                                0 => [3],
                                1 => [2],
                                2 => [1, 3],
                                _ => [1, 2],
                            },
                            KeepDims: false
                        ),
                        DType.Int8,
                        default,
                        x
                    )
                );
            }

            net.Output(
                net.Builder.Node(new L2Normalization(), [x], new TensorType(DType.Int8, default, QuantParams.PerTensor(1f / 128, 0)))
            );
            var beta = 1 << (branch % 4);
            net.Output(
                net.Builder.Node(new Softmax(beta), [x], new TensorType(DType.Int8, default, QuantParams.PerTensor(1f / 256, -128)))
            );
            net.Output(
                net.Builder.Node(new Softmax(beta), [x], new TensorType(DType.Int16, default, QuantParams.PerTensor(1f / 65536, -32768)))
            );
        }

        return net.Builder.Build();
    }

    private static Network Spreads()
    {
        var (net, random) = StartOperators("spreads");
        for (var branch = 0; branch < 24; branch++)
        {
            var (height, width, channels, filters, stride) = (
                random.Between(1, 5),
                random.Between(1, 8),
                random.Between(1, 10),
                random.Between(1, 8),
                random.Between(1, 3)
            );
            var (kernelHeight, kernelWidth) = (random.Between(stride, 4), random.Between(stride, 5));
            var x = net.Input(DType.Int8, 1, height, width, channels);
            net.Output(
                branch % 2 == 0
                    ? net.TransposeConv(x, filters, kernelHeight, kernelHeight, stride, height * stride, width * stride)
                    : net.TransposeConv(
                        x,
                        filters,
                        kernelHeight,
                        kernelWidth,
                        stride,
                        ((height - 1) * stride) + kernelHeight,
                        ((width - 1) * stride) + kernelWidth
                    )
            );
        }

        return net.Builder.Build();
    }

    private static Network Matrices()
    {
        var (net, random) = StartOperators("matrices");
        for (var branch = 0; branch < 48; branch++)
        {
            var type = branch % 2 == 0 ? DType.Int8 : DType.Int16;
            var (batch, rows, depth, columns, left, right) = (
                random.Between(1, 3),
                random.Between(2, 8),
                random.Between(2, 40),
                random.Between(2, 10),
                random.Between(0, 1) > 0,
                random.Between(0, 1) > 0
            );
            var a = left ? net.Input(type, batch, depth, rows) : net.Input(type, batch, rows, depth);
            var b = right ? net.Input(type, batch, columns, depth) : net.Input(type, batch, depth, columns);
            net.Output(net.Node(new BatchMatMul(left, right), type, default, a, b));
        }

        return net.Builder.Build();
    }

    private static Network WeightsAsInputs()
    {
        var (net, random) = StartOperators("weights_as_inputs");
        for (var branch = 0; branch < 24; branch++)
        {
            var (vectors, depth, outputs) = (random.Between(1, 6), random.Between(2, 60), random.Between(1, 12));
            var op = new GeneralFullyConnected(false, Clamp.Full(DType.Int8));
            net.Output(net.Node(op, DType.Int8, default, net.Input(DType.Int8, vectors, depth), net.Input(DType.Int8, outputs, depth)));
        }

        return net.Builder.Build();
    }

    private static Network Memories()
    {
        var (net, random) = StartOperators("memories");
        var builder = net.Builder;
        for (var branch = 0; branch < 24; branch++)
        {
            var (rank, units, features, memory) = (
                random.Between(1, 3),
                random.Between(1, 12),
                random.Between(2, 60),
                random.Between(2, 12)
            );
            var type = branch % 2 == 0 ? DType.Int8 : DType.Int16;
            var times =
                type == DType.Int8
                    ? net.Weights(rank * units, memory)
                    : builder.Constant<short>(
                        $"times{branch}",
                        new TensorType(type, [rank * units, memory], QuantParams.PerTensor(0.001f, 0)),
                        [.. Enumerable.Range(0, rank * units * memory).Select(_ => (short)random.Between(-2000, 2000))]
                    );
            net.Output(
                net.Node(
                    new Svdf(rank),
                    DType.Int8,
                    default,
                    net.Input(DType.Int8, 1, features),
                    net.Weights(rank * units, features),
                    times,
                    builder.Variable($"state{branch}", OperatorGraph.Type(type, 1, rank * units * memory)),
                    net.Bias(units)
                )
            );
        }

        for (var branch = 0; branch < 16; branch++)
        {
            var (batches, steps, features, cells) = (
                random.Between(1, 2),
                random.Between(1, 6),
                random.Between(1, 30),
                random.Between(1, 16)
            );
            var output = new TensorType(DType.Int8, default, QuantParams.PerTensor(1f / 128, random.Between(-5, 5)));
            net.Output(
                builder.Node(
                    new UnidirectionalSequenceLstm(TimeMajor: false, CellClip: branch % 4 == 0 ? 5 : 0),
                    [
                        net.Input(DType.Int8, batches, steps, features),
                        .. Enumerable.Range(0, 4).Select(_ => net.Weights(cells, features)),
                        .. Enumerable.Range(0, 4).Select(_ => net.Weights(cells, cells)),
                        .. Enumerable.Range(0, 4).Select(_ => net.Bias(cells)),
                        builder.Variable($"output{branch}", output with { Shape = [batches, cells] }),
                        builder.Variable(
                            $"cell{branch}",
                            new TensorType(DType.Int16, [batches, cells], QuantParams.PerTensor(1f / 2048, 0))
                        ),
                    ],
                    output
                )
            );
        }

        for (var branch = 0; branch < 24; branch++)
        {
            var (rows, channels) = (random.Between(1, 20), random.Between(1, 80));
            var variable = builder.Variable($"rows{branch}", OperatorGraph.Type(DType.Int8, 1, rows, 1, channels));
            var added = net.Input(DType.Int8, 1, random.Between(1, rows), 1, channels);
            net.Output(
                net.Node(new Relu(ReluKind.Relu), DType.Int8, default, net.Node(new UpdateVariable(), DType.Int8, default, variable, added))
            );
        }

        return builder.Build();
    }
}
