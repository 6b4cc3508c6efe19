using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Operators with rows read no row outside the window that they declare: changing any other row changes nothing.</summary>
public class MovedRowTests
{
    public static TheoryData<string> Cases => ConformanceTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_outside_the_window_do_not_matter(string path)
    {
        var graph = Pipeline.Import(TestFiles.Read($"conformance/{path}/model.tflite"), "model.tflite", new DiagnosticBag())!;
        foreach (var node in graph.Nodes)
        {
            var types = graph.TypesOf(node);
            if (node.Op is not IRowOperator rows || !rows.HasRows(types))
                continue;
            var random = new Random(5);
            var inputs = node.Inputs.Select(id => graph[id].IsConstant ? graph[id].Constant : RandomTensor(graph[id].Type, random)).ToImmutableArray();
            var before = Evaluate(node.Op, inputs, types);
            for (var i = 0; i < inputs.Length; i++)
            {
                if (!graph[node.Inputs[i]].IsConstant)
                    CheckInput(node.Op, rows, types, inputs, i, before, random);
            }
        }
    }

    private static void CheckInput(Op op, IRowOperator rows, OpTypes types, ImmutableArray<Tensor> inputs, int input, byte[] before, Random random)
    {
        var height = types.Inputs[input].Shape.ToNhwc().Height;
        var outHeight = types.Outputs[0].Shape.ToNhwc().Height;
        var (rowBytes, outRowBytes) = (types.Inputs[input].ByteSize / height, types.Outputs[0].ByteSize / outHeight);
        for (var row = 0; row < height; row++)
        {
            var bytes = inputs[input].Bytes.ToArray();
            random.NextBytes(bytes.AsSpan(row * rowBytes, rowBytes));
            var after = Evaluate(op, inputs.SetItem(input, new Tensor(types.Inputs[input], bytes)), types);
            for (var y = 0; y < outHeight; y++)
            {
                var window = rows.InputRows(input, y, types);
                window.Clip(height).ShouldBe(window, $"{op.Name} row {y} of input {input}");
                var same = before.AsSpan(y * outRowBytes, outRowBytes).SequenceEqual(after.AsSpan(y * outRowBytes, outRowBytes));
                (same || (row >= window.Start && row < window.End)).ShouldBeTrue($"{op.Name}: row {y} reads row {row} of input {input} outside {window}");
            }
        }
    }

    private static Tensor RandomTensor(TensorType type, Random random)
    {
        var bytes = new byte[type.ByteSize];
        random.NextBytes(bytes);
        return new Tensor(type, bytes);
    }

    private static byte[] Evaluate(Op op, ImmutableArray<Tensor> inputs, OpTypes types)
    {
        var bytes = new byte[types.Outputs[0].ByteSize];
        op.Evaluate(new EvaluationContext(inputs, [(types.Outputs[0], bytes)], Place.None));
        return bytes;
    }
}
