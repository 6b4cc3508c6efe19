using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Passes;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Compiler.Tests.Scheduling;
using TinyEngine.Compiler.Tests.Support;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Passes;

public class TurnPassTests
{
    private const int Seeds = 120;

    private static readonly Window2D Pointwise = new(new WindowAxis(1, 1, 1, 0, 0), new WindowAxis(1, 1, 1, 0, 0));

    [Fact]
    public void Convolution_along_a_row_of_height_1_moves_down_a_column()
    {
        var net = new NetworkBuilder("row", 1);
        var graph = net.Output(net.Conv2D(net.Input(1, 20, 3), 4, new WindowSpec(1, 5, 1, 2, 1, 1))).Build();
        PassTester.Run(new TurnHeightOne(), graph).ShouldBe(["RESHAPE", "CONV_2D", "RESHAPE"]);
        var conv = (IWindowed)PassList.Run(new TurnHeightOne(), graph).Nodes[1].Op;
        conv.Window.ShouldBe(new Window2D(new WindowAxis(5, 2, 1, 1, 2), new WindowAxis(1, 1, 1, 0, 0)));
    }

    [Theory]
    [InlineData(2, 1, 3)]
    [InlineData(1, 3, 3)]
    [InlineData(1, 1, 1)]
    public void Other_maps_and_windows_stay(int height, int kernelY, int kernelX)
    {
        var net = new NetworkBuilder("stays", 1);
        var graph = net.Output(net.Conv2D(net.Input(height, 20, 3), 4, new WindowSpec(kernelY, kernelX))).Build();
        PassTester.Run(new TurnHeightOne(), graph).ShouldBe(["CONV_2D"]);
    }

    [Fact]
    public void Nothing_is_left_between_turned_layers()
    {
        var graph = PassList.RunAll(SequenceNetworks.Activity(isDeep: true));
        graph
            .Nodes.Select(node => node.Op.Name)
            .ShouldBe(["RESHAPE", "CONV_2D", "CONV_2D", "MAX_POOL_2D", "FULLY_CONNECTED", "FULLY_CONNECTED", "SOFTMAX"]);
    }

    [Fact]
    public void Reshapes_that_relabel_the_scale_are_not_merged()
    {
        var graph = PassTester.Build(PassTester.Map, (b, x) =>
        {
            var y = b.Node(new Reshape([1, 90]), [x], PassTester.Int8([1, 90], 0.2f), "scale");
            return b.Node(new Reshape([90]), [y], PassTester.Int8([90], 0.2f), "shape");
        });
        PassTester.Run(new MergeReshapes(), graph).ShouldBe(["RESHAPE", "RESHAPE"]);
    }

    [Fact]
    public void Reshapes_one_after_the_other_are_one()
    {
        var graph = PassTester.Build(PassTester.Map, (b, x) =>
        {
            var y = b.Node(new ExpandDims(0), [x], PassTester.Int8([1, 1, 6, 5, 3]), "expanded");
            return b.Node(new Reshape([90]), [y], PassTester.Int8([90]), "shape");
        });
        PassTester.Run(new MergeReshapes(), graph).ShouldBe(["RESHAPE"]);
    }

    [Fact]
    public void Random_sequences_keep_their_bytes_in_random_stages()
    {
        var (turned, accumulated) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var source = SequenceNetworks.Random(seed);
            var graph = PassList.RunAll(source);
            byte[][] inputs = [.. source.Inputs.Select(id => SyntheticInput.Bytes(source[id].Type, (ulong)seed))];
            var expected = new Interpreter.Interpreter(source).Run(inputs);
            var plan = RandomPlan.Build(graph, seed, null, InputMode.Arena, InputMode.External);
            PlanValidator.FindMistake(plan).ShouldBeNull($"seed {seed}");
            foreach (
                var actual in (byte[][][])
                    [
                        [.. new Interpreter.Interpreter(graph).Run(inputs)],
                        RowSimulator.Run(plan, inputs),
                    ]
            )
                actual[0].AsSpan().SequenceEqual(expected[0]).ShouldBeTrue($"seed {seed}");
            turned += graph.Nodes.Any(node => node.Op is IWindowed { Window.Y.Kernel: > 1 }) ? 1 : 0;
            graph.Nodes.ShouldNotContain(node => node.Op is IWindowed && ((IWindowed)node.Op).Window.X.Kernel > 1, $"seed {seed}");
            accumulated += plan.Schedule.Steps.Count(step => step.Accumulates && plan.Schedule.NodeOf(step).Op is FullyConnected);
        }

        turned.ShouldBeGreaterThan(Seeds / 2);
        accumulated.ShouldBeGreaterThan(Seeds / 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Activity_recognition_streams_in_little_memory(bool isDeep)
    {
        var graph = Pipeline.Optimize(SequenceNetworks.Activity(isDeep));
        var options = new CompileOptions("har") { Schedule = ScheduleKind.Stream };
        var plan = Pipeline.Plan(graph, options, "har", new DiagnosticBag()).ShouldNotBeNull();
        plan.ArenaBytes.ShouldBeLessThanOrEqualTo(isDeep ? 3000 : 2000);
    }
}
