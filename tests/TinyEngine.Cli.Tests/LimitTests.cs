using System.Text.Json;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Targets;

namespace TinyEngine.Cli.Tests;

/// <summary>Limits of memory: what counts against them, and what each verb does when they are passed.</summary>
public sealed class LimitTests : IDisposable
{
    private static readonly string Model = ModelFolder.TinyMobilenet.Model;

    private readonly TempFolder _folder = new();

    [Fact]
    public void Every_kernel_has_a_measured_size() =>
        KernelLibrary.Symbols.Where(kernel => !CodeEstimate.Knows(Target.CortexM7, kernel)).ShouldBeEmpty("run eng/codesize.sh");

    [Fact]
    public void Flash_counts_code_too()
    {
        using var json = JsonDocument.Parse(Tool.Run("compile", Model, "--output", _folder["net"], "--json").Out);
        var flash = json.RootElement.GetProperty("flash");
        var (total, constants) = (flash.GetProperty("totalEstimate").GetInt32(), flash.GetProperty("constants").GetInt32());
        total.ShouldBe(constants + flash.GetProperty("codeEstimate").GetInt32());
        Tool.Run("compile", Model, "--output", _folder["fits"], "--flash", $"{total}").Code.ShouldBe(0);
        var result = Tool.Run("compile", Model, "--output", _folder["over"], "--flash", $"{total - 1}");
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(
            $"error TE4002: the network needs {total:N0} bytes of flash, {total - 1:N0} are available\n    why: weights "
        );
        result.Error.ShouldContain("(estimated for a Cortex-M7; 'tinyengine verify' measures it)");
        Directory.Exists(_folder["over"]).ShouldBeFalse();
    }

    [Fact]
    public void What_is_over_a_limit_that_judges_is_written_all_the_same()
    {
        var result = Tool.Run("compile", Model, "--output", _folder["net"], "--fail-if-ram-over", "500", "--fail-if-flash-over", "4K");
        result.Code.ShouldBe(1);
        result.Error.ShouldMatch(
            @"error TE8101: the network takes \d+ bytes of RAM, \d+ more than the limit of 500\n    why: arena \d+; the stack comes on top"
        );
        result.Error.ShouldMatch(
            @"error TE8102: the network takes [\d,]+ bytes of flash, [\d,]+ more than the limit of 4,096\n"
                + @"    why: weights 225, tables \d+, code about [\d,]+ \(estimated"
        );
        result.Out.ShouldContain("arena (RAM)");
        File.Exists(_folder["net/report.json"]).ShouldBeTrue();
    }

    [Fact]
    public void Inputs_outside_the_arena_count_as_RAM() =>
        Tool.Run("compile", Sample.Model, "--output", _folder["net"], "--input-mode", "external", "--fail-if-ram-over", "1")
            .Error.ShouldContain($", inputs outside of it {Sample.InputBytes}");

    [EmulatorFact, Trait("Needs", "Emulator")]
    public void Verify_and_bench_judge_what_they_measured()
    {
        foreach (var verb in new[] { "verify", "bench" })
        {
            var result = Tool.Run(verb, Model, "--target", "cortex-m4", "--fail-if-ram-over", "600", "--fail-if-flash-over", "4K");
            result.Code.ShouldBe(1);
            result.Error.ShouldMatch(@"error TE8101: .*\n    why: on cortex-m4: arena \d+, stack \d+");
            result.Error.ShouldMatch(@"error TE8102: .*\n    why: measured on cortex-m4: weights 225, tables \d+, code [\d,]+\n");
            result.Out.ShouldContain("cortex-m4");
        }

        Tool.Run("verify", Model, "--target", "cortex-m4", "--flash", "4K").Error.ShouldContain("error TE4002: ");
    }

    [EmulatorFact, Trait("Needs", "Emulator")]
    public void The_estimate_is_near_the_measurement()
    {
        foreach (var network in new[] { "tiny_mobilenet", "inception", "unet_step", "classifier_head" })
        {
            var model = new ModelFolder($"GRAPH/{network}").Model;
            using var compiled = JsonDocument.Parse(Tool.Run("compile", model, "--output", _folder[network], "--json").Out);
            using var measured = JsonDocument.Parse(Tool.Run("bench", model, "--json").Out);
            double total = measured.RootElement.GetProperty("flash").GetProperty("total").GetInt32();
            compiled
                .RootElement.GetProperty("flash")
                .GetProperty("totalEstimate")
                .GetInt32()
                .ShouldBeInRange((int)(0.95 * total), (int)(1.1 * total) + 512, network);
        }
    }

    public void Dispose() => _folder.Dispose();
}
