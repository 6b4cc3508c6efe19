using TinyEngine.Compiler.Interpreter;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>The row contract holds: an output row depends on no input row but those that the operator names.</summary>
public class RowContractTests
{
    public static TheoryData<string> Cases => [.. ConformanceCase.All
        .Where(test => Import(test) is { Nodes: [{ Op: IRowOperator op } node] } graph && op.HasRows(graph.TypesOf(node)))
        .Select(test => test.Path)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Other_rows_do_not_matter(string path)
    {
        var test = ConformanceCase.All.Single(c => c.Path == path);
        var graph = Import(test)!;
        var node = graph.Nodes[0];
        var types = graph.TypesOf(node);
        var op = (IRowOperator)node.Op;
        var inputs = test.SampleInputs(0);
        var expected = Run(graph, inputs);
        for (var row = 0; row < types.Outputs[0].Shape.ToNhwc().Height; row++)
        {
            byte[][] disturbed = [.. inputs.Select(bytes => bytes.ToArray())];
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                var input = graph.Inputs.IndexOf(node.Inputs[i]);
                if (input >= 0 && node.Inputs.Items.Count(id => id == node.Inputs[i]) == 1)
                    DisturbOutside(disturbed[input], types.Inputs[i], op.InputRows(i, row, types));
            }

            var actual = Run(graph, disturbed);
            Row(actual, types.Outputs[0], row).ShouldBe(Row(expected, types.Outputs[0], row), $"row {row}");
        }
    }

    private static Graph.Graph? Import(ConformanceCase test) => Pipeline.Import(test.Read("model.tflite"), "model.tflite", new DiagnosticBag());

    private static byte[] Run(Graph.Graph graph, byte[][] inputs) => new Interpreter.Interpreter(graph).Run(inputs)[0];

    private static byte[] Row(byte[] bytes, TensorType type, int row)
    {
        var rowBytes = type.ByteSize / type.Shape.ToNhwc().Height;
        return bytes.AsSpan(row * rowBytes, rowBytes).ToArray();
    }

    private static void DisturbOutside(byte[] bytes, TensorType type, RowRange rows)
    {
        var rowBytes = type.ByteSize / type.Shape.ToNhwc().Height;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i / rowBytes < rows.Start || i / rowBytes >= rows.End)
                bytes[i] ^= 0x5A;
        }
    }
}
