using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Interpreter;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Scheduling.Stages;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>The row contract holds: an output row depends on no input row but those that the operator names.</summary>
public class RowContractTests
{
    public static TheoryData<string> Cases =>
        [
            .. ConformanceCase
                .All.Where(test => Import(test) is { Nodes: [{ Op: IRowOperator } node] } graph && graph.WhyWholeTensors(node) is null)
                .Select(test => test.Path),
        ];

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
            for (var o = 0; o < actual.Length; o++)
                Row(actual[o], types.Outputs[o], row).ShouldBe(Row(expected[o], types.Outputs[o], row), $"row {row}");
        }
    }

    /// <summary>No operator is a barrier by accident: its kernels work row by row, or it says why they do not. What it says is what the
    /// reference says.</summary>
    [Theory]
    [MemberData(nameof(Every))]
    public void Every_operator_streams_or_says_why_not(string path)
    {
        var graph = Import(ConformanceCase.All.Single(c => c.Path == path))!;
        foreach (var target in new[] { Target.Host, Target.CortexM7 })
        {
            var layers = LayerScheduler.Build(graph, target, "model", new DiagnosticBag())!;
            foreach (var (node, step) in graph.Nodes.Zip(layers.Steps))
            {
                var reason = graph.WhyWholeTensors(node);
                (RowFlow.Of(graph, node, step.Calls) is null).ShouldBe(
                    reason is not null,
                    $"{node.Op.Name} {node.Op.Attributes}: {reason ?? "no reason"}"
                );
                (node.Op is IRowOperator).ShouldBe(
                    !OperatorTable.Of(node.Op.GetType()).Rows.StartsWith("no", StringComparison.Ordinal),
                    node.Op.Name
                );
                if (OperatorTable.Of(node.Op.GetType()).Rows == "yes" && reason is not null)
                    graph
                        .TypesOf(node)
                        .Inputs.Concat(graph.TypesOf(node).Outputs)
                        .ShouldContain(type => type.Shape.ToNhwc().N > 1, $"{node.Op.Name}: {reason}");
                if (OperatorTable.Of(node.Op.GetType()).Rows is var rows && rows.StartsWith("no: ", StringComparison.Ordinal))
                    reason.ShouldBe(rows[4..]);
            }
        }
    }

    public static TheoryData<string> Every => [.. ConformanceCase.All.Select(test => test.Path)];

    private static Network? Import(ConformanceCase test) => Pipeline.Import(test.Read("model.tflite"), "model.tflite", new DiagnosticBag());

    private static byte[][] Run(Network graph, byte[][] inputs) => [.. new Interpreter.Interpreter(graph).Run(inputs)];

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
