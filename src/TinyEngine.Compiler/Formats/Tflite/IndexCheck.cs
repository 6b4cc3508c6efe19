using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>Checks that every index of a model refers to something (TE1006). Collects all that do not, up to the bag's limit.</summary>
internal sealed class IndexCheck
{
    /// <summary>What an operator's input list holds for an optional input that is left out.</summary>
    private const int LeftOut = -1;

    private readonly TfliteModel _model;
    private readonly string _fileName;
    private readonly DiagnosticBag _bag;
    private int _errors;

    private IndexCheck(TfliteModel model, string fileName, DiagnosticBag bag) => (_model, _fileName, _bag) = (model, fileName, bag);

    private bool IsFull => _errors > DiagnosticBag.MaximumErrors;

    /// <summary>Whether all indices are valid.</summary>
    public static bool Passes(TfliteModel model, string fileName, DiagnosticBag bag)
    {
        var check = new IndexCheck(model, fileName, bag);
        for (var i = 0; i < model.Subgraphs.Count && !check.IsFull; i++)
            check.Subgraph(model.Subgraphs[i], $"subgraphs[{i}]");
        for (var i = 0; i < model.Signatures.Count && !check.IsFull; i++)
            check.Signature(model.Signatures[i], $"signature_defs[{i}]");
        return check._errors == 0;
    }

    private void Subgraph(TfliteSubgraph graph, string path)
    {
        var buffers = _model.Buffers.Count;
        for (var i = 0; i < graph.Tensors.Count && !IsFull; i++)
        {
            var tensor = graph.Tensors[i];
            if (!IsBelow(tensor.BufferIndex, buffers))
                Report(
                    $"{path}.tensors[{i}].buffer",
                    $"tensor '{DisplayName.Of(tensor.Name)}' has buffer {(uint)tensor.BufferIndex}, but "
                        + $"{Has("the model", buffers, "buffer")}"
                );
        }

        Tensors(graph.Inputs, graph, $"{path}.inputs", "the graph's input", optional: false);
        Tensors(graph.Outputs, graph, $"{path}.outputs", "the graph's output", optional: false);
        for (var i = 0; i < graph.Operators.Count && !IsFull; i++)
            Operator(graph.Operators[i], graph, $"{path}.operators[{i}]");
    }

    private void Signature(TfliteSignatureDef signature, string path)
    {
        var graphs = _model.Subgraphs.Count;
        if (!IsBelow(signature.Subgraph, graphs))
        {
            Report(
                $"{path}.subgraph_index",
                $"signature '{DisplayName.Of(signature.Key)}' is graph {(uint)signature.Subgraph}, but {Has("the model", graphs, "graph")}"
            );
            return;
        }

        var tensors = _model.Subgraphs[signature.Subgraph].Tensors.Count;
        foreach (var map in signature.Inputs.Items.Concat(signature.Outputs).Where(map => !IsBelow(map.Tensor, tensors)))
        {
            if (!IsFull)
                Report(
                    path,
                    $"'{DisplayName.Of(map.Name)}' of signature '{DisplayName.Of(signature.Key)}' is tensor {map.Tensor}, but "
                        + Has("its graph", tensors, "tensor")
                );
        }
    }

    private void Operator(TfliteOperator op, TfliteSubgraph graph, string path)
    {
        var name = "the operator";
        var codes = _model.OperatorCodes.Count;
        if (IsBelow(op.OpcodeIndex, codes))
            name = _model.CodeOf(op).Code.SchemaName();
        else
            Report(
                $"{path}.opcode_index",
                $"the operator has operator code {(uint)op.OpcodeIndex}, but {Has("the model", codes, "operator code")}"
            );

        Tensors(op.Inputs, graph, $"{path}.inputs", $"{name} input", optional: true);
        Tensors(op.Outputs, graph, $"{path}.outputs", $"{name} output", optional: false);
        Tensors(op.Intermediates, graph, $"{path}.intermediates", $"{name} intermediate", optional: true);
    }

    private void Tensors(EquatableArray<int> indices, TfliteSubgraph graph, string path, string what, bool optional)
    {
        for (var i = 0; i < indices.Count && !IsFull; i++)
            if (!IsBelow(indices[i], graph.Tensors.Count) && !(optional && indices[i] == LeftOut))
                Report($"{path}[{i}]", $"{what} {i} is tensor {indices[i]}, but {Has("the graph", graph.Tensors.Count, "tensor")}");
    }

    private void Report(string path, string message)
    {
        _errors++;
        _bag.Add(Diag.IndexOutOfRange, new Place(_fileName, path), message);
    }

    private static bool IsBelow(int index, int count) => (uint)index < (uint)count;

    private static string Has(string owner, int count, string what) => $"{owner} has {count} {what}{(count == 1 ? "" : "s")}";
}
