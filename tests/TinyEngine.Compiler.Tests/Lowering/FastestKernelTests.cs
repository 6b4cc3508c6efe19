using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Lowering;

/// <summary>Which of several kernels is taken. Depthwise layers have tests of their own.</summary>
public class FastestKernelTests
{
    /// <summary>Windows of 3 x 3 taps of 3 channels have code of their own in the kernel for four pixels.</summary>
    [Theory]
    [InlineData(3, 3, 2, "te_conv2d_s8_x4__dsp")]
    [InlineData(3, 5, 1, "te_conv2d_s8_x5__dsp")]
    [InlineData(16, 3, 1, "te_conv2d_s8_x5__dsp")]
    public void Convolutions_take_as_many_pixels_at_a_time_as_is_fastest(int channels, int kernel, int stride, string expected)
    {
        var net = new NetworkBuilder("convolution", 1);
        Kernel(net.Output(net.Conv2D(net.Input(80, 80, channels), 16, WindowSpec.Square(kernel, stride)))).ShouldBe(expected);
    }

    [Theory]
    [InlineData(1024, 2, "te_fully_connected_s8_few__dsp", 0)]
    [InlineData(1024, 100, "te_fully_connected_s8__dsp", 2048)]
    [InlineData(256, 2, "te_fully_connected_s8__dsp", 512)]
    public void A_long_vector_is_widened_only_where_its_outputs_are_many(int inputs, int outputs, string expected, int scratchBytes)
    {
        var net = new NetworkBuilder("fully_connected", 1);
        var call = Call(net.Output(net.FullyConnected(net.Input([1, inputs]), outputs)));
        call.Kernel.ShouldBe(expected);
        (call.Scratch?.Bytes ?? 0).ShouldBe(scratchBytes);
    }

    [Fact]
    public void Where_size_counts_one_kernel_serves_all_windows()
    {
        var net = new NetworkBuilder("small", 1);
        Kernel(net.Output(net.Conv2D(net.Input(80, 80, 16), 16, WindowSpec.Square(3))), KernelGoal.Size).ShouldBe("te_conv2d_s8__dsp");
    }

    private static string Kernel(NetworkBuilder net, KernelGoal goal = KernelGoal.Speed) => Call(net, goal).Kernel;

    private static KernelCall Call(NetworkBuilder net, KernelGoal goal = KernelGoal.Speed) =>
        LayerScheduler
            .Build(net.Build(), Target.CortexM7, "test", new DiagnosticBag(), goal)!
            .Steps.ShouldHaveSingleItem()
            .Calls.ShouldHaveSingleItem();
}
