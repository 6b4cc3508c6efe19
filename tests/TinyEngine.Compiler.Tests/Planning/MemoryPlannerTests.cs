using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Planning;

public class MemoryPlannerTests
{
    [Fact]
    public void An_output_that_the_last_operator_reads_is_kept()
    {
        var net = new OperatorGraph("kept");
        var type = new TensorType(DType.Int8, [1, 6], QuantParams.PerTensor(0.05f, -7));
        var middle = net.Builder.Node(new Quantize(), [net.Input(DType.Int8, 1, 6)], type with { Quant = QuantParams.PerTensor(0.1f, 3) });
        var last = net.Builder.Node(new Quantize(), [middle], type);
        net.Output(middle).Output(last);
        Plan(net.Builder.Build()).ShouldNotBeNull();
    }

    [Fact]
    public void An_input_may_be_an_output()
    {
        var net = new OperatorGraph("through");
        var (first, second) = (net.Input(DType.Int8, 12), net.Input(DType.Int8, 60));
        net.Output(first);
        Plan(net.Builder.Build()).ShouldNotBeNull();
        net.Output(second);
        Plan(net.Builder.Build()).ShouldNotBeNull();
    }

    /// <summary>A row of which every column reads all: replaying that took the square of its length.</summary>
    [Fact]
    public void Long_rows_with_a_repeated_operand_are_planned_quickly()
    {
        var net = new OperatorGraph("wide");
        net.Output(
            net.Node(
                new AddSub(AddSubKind.Sub, Clamp.Full(DType.Int8)),
                DType.Int8,
                [1, 2, 1 << 18, 3],
                net.Input(DType.Int8, 1, 2, 1 << 18, 3),
                net.Input(DType.Int8, 1, 2, 1 << 18, 1)
            )
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        Plan(net.Builder.Build()).ShouldNotBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100 << 20);
    }

    private static MemoryPlan? Plan(Network graph)
    {
        var bag = new DiagnosticBag();
        var plan = Pipeline.Plan(graph, new CompileOptions("net"), "net.tflite", bag);
        string.Join('\n', bag.Items).ShouldBe("");
        return plan;
    }
}
