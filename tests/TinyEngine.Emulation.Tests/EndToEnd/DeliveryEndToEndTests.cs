using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Toolchain;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests.EndToEnd;

/// <summary>Networks whose outputs are delivered row by row: the interpreter's bytes, each row once and in order, under sanitizers and on
/// an emulated board.</summary>
[Trait("Needs", "Emulator")]
public sealed class DeliveryEndToEndTests(SharedVerifier shared) : IClassFixture<SharedVerifier>
{
    /// <summary>Several outputs, of which some are read again; sums, aliases, paddings as outputs; windows over everything.</summary>
    [EmulatorTheory]
    [InlineData("unet", InputMode.Stream, ScheduleKind.Stream)]
    [InlineData("unet", InputMode.External, ScheduleKind.Layers)]
    [InlineData("three_outputs", InputMode.Arena, ScheduleKind.Stream)]
    [InlineData("three_outputs", InputMode.Stream, ScheduleKind.Auto)]
    [InlineData("input_residual", InputMode.External, ScheduleKind.Stream)]
    [InlineData("long_skip", InputMode.Stream, ScheduleKind.Stream)]
    [InlineData("reshaped", InputMode.Arena, ScheduleKind.Stream)]
    [InlineData("padded", InputMode.Stream, ScheduleKind.Stream)]
    [InlineData("odd_stride2", InputMode.Stream, ScheduleKind.Stream)]
    [InlineData("residual", InputMode.Stream, ScheduleKind.Stream)]
    public async Task Rows_equal_the_interpreter(string name, InputMode inputs, ScheduleKind schedule) =>
        await Check(TestNetworks.All.Single(network => network.Name == name).Build(), inputs, schedule);

    [EmulatorFact]
    public async Task Outputs_that_no_step_makes_are_delivered_too()
    {
        var net = new NetworkBuilder("passed_on", 1);
        var input = net.Input(6, 5, 2);
        var graph = net.Output(input).Output(net.Flatten(input)).Output(net.Conv2D(input, 4, 3)).Build();
        await Check(graph, InputMode.Stream, ScheduleKind.Stream);
        await Check(graph, InputMode.External, ScheduleKind.Layers);
    }

    [EmulatorFact]
    public async Task A_value_that_is_two_outputs_is_delivered_as_both()
    {
        var net = new NetworkBuilder("twice", 1);
        var first = net.Conv2D(net.Input(6, 5, 2), 4, 3);
        var last = net.Conv2D(first, 3, 3);
        await Check(net.Output(last).Output(first).Output(last).Build(), InputMode.Stream, ScheduleKind.Stream);
    }

    /// <summary>Rows of the padding above the map are there before the first row of the input.</summary>
    [EmulatorFact]
    public async Task A_row_may_be_delivered_before_any_arrives()
    {
        var net = new NetworkBuilder("early", 1);
        var graph = net.Output(net.Pad(net.Conv2D(net.Input(6, 5, 2), 4, 3), 2, 1, 1, 0)).Build();
        using var compiled = new CompiledNetwork(
            graph,
            Target.CortexM7,
            InputMode.Stream,
            ScheduleKind.Stream,
            outputMode: OutputMode.Rows
        );
        compiled.Plan.Schedule.Stages[0].Events[0].Step.ShouldBe(1);
        await Check(graph, InputMode.Stream, ScheduleKind.Stream);
    }

    [EmulatorTheory]
    [InlineData("convolutions_int16")]
    [InlineData("mirror_pad_types")]
    [InlineData("resize_batches")]
    [InlineData("gather_computed")]
    [InlineData("recurrent")]
    public async Task Elements_and_batches_of_any_size_are_delivered(string name) =>
        await Check(OperatorNetworks.Build(name), InputMode.Arena, ScheduleKind.Stream);

    [EmulatorFact]
    public async Task A_narrow_block_delivers_whole_rows()
    {
        var net = new NetworkBuilder("narrow", 1);
        var graph = net.Output(net.Conv2D(net.DepthwiseConv2D(net.Conv2D(net.Input(20, 20, 8), 96, 1), 3), 6, 1, FusedActivation.None))
            .Build();
        using var stream = new CompiledNetwork(graph, Target.CortexM7, InputMode.Stream, ScheduleKind.Stream, outputMode: OutputMode.Rows);
        using var narrow = new CompiledNetwork(
            graph,
            Target.CortexM7,
            InputMode.Stream,
            ScheduleKind.Auto,
            stream.Plan.ArenaBytes / 2,
            outputMode: OutputMode.Rows
        );
        narrow.Plan.Schedule.Stages.ShouldContain(stage => !stage.Narrow.IsEmpty);
        Check(await shared.Verifier.VerifyAsync(narrow.Model, CompiledNetwork.Samples(graph, 2), Target.CortexM7));
    }

    [EmulatorFact]
    public async Task Patches_deliver_what_they_have_put_together()
    {
        var net = new NetworkBuilder("patched", 1);
        var first = net.Conv2D(net.Input(16, 16, 3), 6, 3);
        var graph = net.Output(first).Output(net.Conv2D(net.DepthwiseConv2D(first, 3), 4, 1)).Build();
        using var compiled = new CompiledNetwork(graph, Target.CortexM7, patch: new PatchChoice(2, 2), outputMode: OutputMode.Rows);
        Check(await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), Target.CortexM7));
    }

    /// <summary>The figures of docs/performance.md, to 2 %.</summary>
    [EmulatorFact]
    public async Task Large_maps_take_no_room()
    {
        foreach (
            var (graph, whole, rows) in new[]
            {
                (MapNetworks.Segmentation(), 47_100, 35_036),
                (MapNetworks.SuperResolution(), 38_612, 6_380),
            }
        )
        {
            using var kept = new CompiledNetwork(graph, Target.CortexM7, InputMode.Stream, ScheduleKind.Stream);
            using var delivered = new CompiledNetwork(
                graph,
                Target.CortexM7,
                InputMode.Stream,
                ScheduleKind.Stream,
                outputMode: OutputMode.Rows
            );
            kept.Plan.ArenaBytes.ShouldBeInRange(whole * 98 / 100, whole * 102 / 100, graph.Name);
            delivered.Plan.ArenaBytes.ShouldBeInRange(rows * 98 / 100, rows * 102 / 100, graph.Name);
            Check(await shared.Verifier.VerifyAsync(delivered.Model, CompiledNetwork.Samples(graph, 1), Target.CortexM7));
        }
    }

    private async Task Check(Graph.Network graph, InputMode inputs, ScheduleKind schedule)
    {
        foreach (var target in new[] { Target.Host, Target.CortexM7 })
        {
            using var compiled = new CompiledNetwork(graph, target, inputs, schedule, outputMode: OutputMode.Rows);
            Check(await shared.Verifier.VerifyAsync(compiled.Model, CompiledNetwork.Samples(graph, 2), target));
        }
    }

    private static void Check(VerificationResult result)
    {
        string.Join('\n', result.Diagnostics).ShouldBe("");
        result.Match.ShouldBeTrue();
        result.Sanitized.ShouldBeTrue();
        if (!result.Target.IsEmulated)
            return;
        result.Ram!.Value.Static.ShouldBe(0);
        result.Ram.Value.Stack!.Value.ShouldBeLessThanOrEqualTo(1024);
    }
}
