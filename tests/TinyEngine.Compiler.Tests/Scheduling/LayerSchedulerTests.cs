using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Scheduling;

public class LayerSchedulerTests
{
    [Fact]
    public void A_state_that_is_no_variable_is_refused()
    {
        var net = new OperatorGraph("svdf");
        var state = net.Input(DType.Int8, 1, 30);
        net.Output(net.Node(new Svdf(2), DType.Int8, [1, 3], net.Input(DType.Int8, 1, 8), net.Weights(6, 8), net.Weights(6, 5), state));
        Refusal(net).ShouldBe("TE5004: its state is not a variable tensor");
    }

    [Fact]
    public void A_copy_of_too_many_axes_is_refused()
    {
        var net = new OperatorGraph("transpose");
        net.Output(
            net.Node(new Transpose([6, 5, 4, 3, 2, 1, 0]), DType.Int8, [2, 2, 2, 2, 2, 2, 2], net.Input(DType.Int8, 2, 2, 2, 2, 2, 2, 2))
        );
        Refusal(net).ShouldBe("TE5004: the copy has more than 6 axes");
    }

    private static string Refusal(OperatorGraph net)
    {
        var bag = new DiagnosticBag();
        LayerScheduler.Build(net.Builder.Build(), Target.Host, "net.tflite", bag).ShouldBeNull();
        var error = bag.Items.ShouldHaveSingleItem();
        return $"{error.Id}: {error.Why}";
    }
}
