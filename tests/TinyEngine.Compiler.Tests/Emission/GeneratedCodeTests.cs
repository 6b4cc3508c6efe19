using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Emission;

/// <summary>The generated C of small networks as reviewed text. With <c>TINYENGINE_UPDATE_SNAPSHOTS=1</c> the files are rewritten
/// instead.</summary>
public class GeneratedCodeTests
{
    [Theory]
    [InlineData("pointwise", InstructionSet.Dsp, InputMode.Arena)]
    [InlineData("two_inputs", InstructionSet.C99, InputMode.External)]
    [InlineData("unet", InstructionSet.Dsp, InputMode.Arena)]
    [InlineData("reshaped", InstructionSet.C99, InputMode.Arena)]
    public void Source_and_header_are_as_reviewed(string name, InstructionSet isa, InputMode inputMode)
    {
        var sources = Emit(name, isa, inputMode);
        foreach (var file in new[] { "net.h", "net.c" })
            CheckSnapshot($"{name}.{file}", sources.Files[file]);
    }

    [Fact]
    public void Outputs_row_by_row_are_as_reviewed()
    {
        var sources = Emit("unet", InstructionSet.Dsp, InputMode.Stream, ScheduleKind.Stream, OutputMode.Rows);
        foreach (var file in new[] { "net.h", "net.c" })
            CheckSnapshot($"unet_rows.{file}", sources.Files[file]);
    }

    [Fact]
    public void The_same_network_gives_the_same_files()
    {
        var (first, second) = (
            Emit("residual", InstructionSet.Dsp, InputMode.Arena),
            Emit("residual", InstructionSet.Dsp, InputMode.Arena)
        );
        second.Files.Keys.ShouldBe(first.Files.Keys);
        foreach (var (file, text) in first.Files)
            second.Files[file].ShouldBe(text, file);
    }

    [Fact]
    public void Only_the_kernels_in_use_are_copied()
    {
        var kernels = Emit("pointwise", InstructionSet.Dsp, InputMode.Arena).Files["net_kernels.c"];
        kernels.ShouldContain("void te_conv2d_s8_k1x1");
        kernels.ShouldNotContain("void te_dwconv2d");
    }

    private static void CheckSnapshot(string file, string text)
    {
        var path = $"snapshots/{file}";
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_SNAPSHOTS") == "1")
            TestFiles.Write(path, text);
        text.ShouldBe(System.Text.Encoding.UTF8.GetString(TestFiles.Read(path)));
    }

    private static CSources Emit(
        string name,
        InstructionSet isa,
        InputMode inputMode,
        ScheduleKind schedule = ScheduleKind.Auto,
        OutputMode outputMode = OutputMode.Arena
    )
    {
        var options = new CompileOptions("net")
        {
            Target = Target.CortexM7.UpTo(isa),
            Interface = new InterfaceModes(inputMode, outputMode),
            Schedule = schedule,
            Version = "0.0.0",
        };
        var graph = Pipeline.Optimize(TestNetworks.All.Single(n => n.Name == name).Build());
        return Pipeline.Emit(Pipeline.Plan(graph, options, name, new DiagnosticBag())!, options);
    }
}
