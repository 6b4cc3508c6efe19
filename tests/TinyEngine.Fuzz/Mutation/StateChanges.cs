using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Variables, further graphs and signatures.</summary>
internal static class StateChanges
{
    private static readonly string[] SharedNames = ["", "state", "state", "other", "*/\n", "größe"];

    /// <summary>A change of a graph that is not the first, such as one that initializes variables.</summary>
    /// <param name="change">What is done to it as if it were the first.</param>
    public static RecordMutator.Change InAnotherGraph(RecordMutator.Change change) =>
        (model, random) =>
        {
            if (model.Subgraphs.Count < 2)
                return null;
            var index = random.Next(1, model.Subgraphs.Count);
            TfliteModel Swapped(TfliteModel of) =>
                of with
                {
                    Subgraphs = of.Subgraphs.Set(0, of.Subgraphs[index]).Set(index, of.Subgraphs[0]),
                };
            var swapped = Swapped(model);
            return
                swapped.Graph().Tensors.Count > 0
                && change(swapped, random) is { } changed
                && changed.Subgraphs.Count == model.Subgraphs.Count
                ? Swapped(changed)
                : null;
        };

    /// <summary>A variable that keeps what an operator computes for the next run; now and then with an initializer.</summary>
    public static TfliteModel? Variable(TfliteModel model, Random random)
    {
        var graph = model.Graph();
        var computed = graph.Operators.Items.SelectMany(op => op.Outputs.Items).Where(IsTensor).ToList();
        if (computed.Count == 0)
            return null;
        var kept = computed[random.Next(computed.Count)];
        var (tensors, operators) = (graph.Tensors.Items.ToBuilder(), graph.Operators.Items.ToBuilder());
        var handle = new TfliteTensor("handle", [], TfliteTensorType.Resource);
        tensors.Add(handle);
        tensors.Add(graph.Tensors[kept] with { Name = "read", BufferIndex = 0 });
        var codes = model.OperatorCodes.Items.ToBuilder();
        int Code(BuiltinOperator code)
        {
            codes.Add(new TfliteOperatorCode(code));
            return codes.Count - 1;
        }

        var options = new TfliteOptions(BuiltinOptionsType.VarHandle).With(1, SharedNames[random.Next(SharedNames.Length)]);
        var named = new TfliteOperator(Code(BuiltinOperator.VarHandle), [], [graph.Tensors.Count], options);
        var read = new TfliteOperator(
            Code(BuiltinOperator.ReadVariable),
            [graph.Tensors.Count],
            [graph.Tensors.Count + 1],
            TfliteOptions.None
        );
        var assign = new TfliteOperator(Code(BuiltinOperator.AssignVariable), [graph.Tensors.Count, kept], [], TfliteOptions.None);
        var reader = random.Next(operators.Count);
        if (operators[reader].Inputs.Count > 0)
            operators[reader] = operators[reader] with { Inputs = operators[reader].Inputs.Set(0, graph.Tensors.Count + 1) };
        operators.InsertRange(0, [named, read]);
        operators.Insert(random.Next(4) == 0 ? random.Next(operators.Count + 1) : operators.Count, assign);
        var subgraphs = model.Subgraphs.Items;
        if (random.Next(3) == 0)
        {
            var start = new TfliteOptions(BuiltinOptionsType.CallOnce).With(0, random.Next(6) == 0 ? random.Next(-1, 9) : subgraphs.Length);
            operators.Insert(random.Next(2), new TfliteOperator(Code(BuiltinOperator.CallOnce), [], [], start));
            subgraphs = subgraphs.Add(
                new TfliteSubgraph(
                    "start",
                    [handle, graph.Tensors[random.Next(graph.Tensors.Count)]],
                    [],
                    [],
                    [named with { Outputs = [0] }, assign with { Inputs = [0, 1] }]
                )
            );
        }

        return (model with { OperatorCodes = new(codes.ToImmutable()), Subgraphs = new(subgraphs) }).WithGraph(
            graph with
            {
                Tensors = new(tensors.ToImmutable()),
                Operators = new(operators.ToImmutable()),
            }
        );

        bool IsTensor(int tensor) => (uint)tensor < (uint)graph.Tensors.Count;
    }

    /// <summary>Signatures that name graphs and tensors, there or not.</summary>
    public static TfliteModel? Signatures(TfliteModel model, Random random)
    {
        TfliteTensorMap Map() => new("x", random.Next(-1, model.Graph().Tensors.Count + 1));
        var signature = new TfliteSignatureDef(
            random.Next(4) == 0 ? "" : $"serve{random.Next(3)}",
            random.Next(4) == 0 ? random.Next(-1, 3) : 0,
            [Map()],
            [Map(), Map()]
        );
        return model with { Signatures = [.. model.Signatures.Items, signature] };
    }
}
