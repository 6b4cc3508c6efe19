using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>What stands above tensors and operators.</summary>
internal static class GraphChanges
{
    private static readonly ImmutableArray<BuiltinOperator> Supported = [.. TfliteTable.Codes];

    private static readonly string?[] CustomNames =
    [
        null,
        "Special\nOp",
        "ethos-u",
        "edgetpu-custom-op",
        "TFLM_DECODE",
        "FlexErf",
        "SignalWindow",
        "SignalPCAN",
        "TFLite_Detection_PostProcess",
    ];

    /// <summary>Another operator: one that is supported, one that is not, one that does not exist, a custom one.</summary>
    public static TfliteModel? Code(TfliteModel model, Random random)
    {
        if (model.OperatorCodes.Count == 0)
            return null;
        var index = random.Next(model.OperatorCodes.Count);
        var code = random.Next(6) switch
        {
            0 => new TfliteOperatorCode((BuiltinOperator)random.Next(-5, 300)),
            1 => new TfliteOperatorCode(BuiltinOperator.Custom, CustomNames[random.Next(CustomNames.Length)]),
            2 => model.OperatorCodes[index] with { Version = random.Next(-1, 20) },
            _ => new TfliteOperatorCode(Supported[random.Next(Supported.Length)]),
        };
        return model with { OperatorCodes = model.OperatorCodes.Set(index, code) };
    }

    /// <summary>The graph's inputs and outputs.</summary>
    public static TfliteModel? Ports(TfliteModel model, Random random)
    {
        var graph = model.Graph();
        int Tensor() => random.Next(-1, graph.Tensors.Count + 1);
        return model.WithGraph(
            random.Next(4) switch
            {
                0 => graph with { Inputs = graph.Inputs.Shuffled(random, Tensor) },
                1 => graph with { Inputs = [] },
                2 => graph with { Outputs = [] },
                _ => graph with { Outputs = graph.Outputs.Shuffled(random, Tensor) },
            }
        );
    }

    /// <summary>The buffer of a tensor.</summary>
    public static TfliteModel? BufferIndex(TfliteModel model, Random random)
    {
        var (index, tensor) = TensorChanges.Pick(model, random);
        return model.WithTensor(index, tensor with { BufferIndex = random.Next(-1, model.Buffers.Count + 2) });
    }

    /// <summary>Fields of the model and their number.</summary>
    public static TfliteModel? Fields(TfliteModel model, Random random) =>
        random.Next(8) switch
        {
            0 => model with { Version = random.Next(-1, 6) },
            1 => model with { Description = "d\n*/" },
            2 => model with { Subgraphs = [.. model.Subgraphs.Items, model.Graph()] },
            3 => model with { Subgraphs = [] },
            4 => model with { OperatorCodes = new(model.OperatorCodes.Items.RemoveAt(0)) },
            5 when model.Buffers.Count > 1 => model with { Buffers = new(model.Buffers.Items.RemoveAt(random.Next(model.Buffers.Count))) },
            6 => model with { Buffers = model.Buffers.Set(0, new TfliteBuffer(new byte[] { 1, 2, 3, 4 })) },
            _ => model.WithGraph(model.Graph() with { Name = "x\n/*" }),
        };

    /// <summary>The last operator's result goes through a chain of the same operator: many operators, many tensors, much memory.</summary>
    public static TfliteModel? Chain(TfliteModel model, Random random)
    {
        var graph = model.Graph();
        if (graph.Operators.Count == 0 || graph.Operators[^1] is not { Outputs: [var last] } op || (uint)last >= (uint)graph.Tensors.Count)
            return null;
        var length = random.Next(40) switch
        {
            0 => ImportLimits.Operators + 1,
            1 => random.Next(150),
            _ => random.Next(1, 40),
        };
        var (tensors, operators) = (graph.Tensors.Items.ToBuilder(), graph.Operators.Items.ToBuilder());
        for (var link = 0; link < length; link++)
        {
            tensors.Add(graph.Tensors[last] with { Name = $"link{link}" });
            operators.Add(
                op with
                {
                    Inputs = op.Inputs.Count == 0 ? op.Inputs : op.Inputs.Set(0, operators[^1].Outputs[0]),
                    Outputs = [tensors.Count - 1],
                }
            );
        }

        return model.WithGraph(
            graph with
            {
                Tensors = new(tensors.ToImmutable()),
                Operators = new(operators.ToImmutable()),
                Outputs = [tensors.Count - 1],
            }
        );
    }
}
