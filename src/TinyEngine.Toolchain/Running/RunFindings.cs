using System.Globalization;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Building;
using TinyEngine.Toolchain.Processes;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Running;

/// <summary>Explains why a run did not come to its end.</summary>
internal static class RunFindings
{
    private const int LastWords = 300;

    /// <summary>The diagnostic of a run; null when nothing is wrong with it.</summary>
    public static Diagnostic? Explain(
        BuiltProgram program,
        CompiledModel model,
        Target target,
        ProcessResult result,
        HarnessReport report,
        TimeSpan timeout
    )
    {
        var place = new Place(model.Name, target.Name);
        if (result.TimedOut)
        {
            return new Diagnostic(
                Diag.RunTimeout,
                place,
                string.Create(CultureInfo.InvariantCulture, $"the run did not finish within {timeout.TotalSeconds:0.#} s"),
                report.Samples.IsEmpty ? "not one sample came to its end" : $"{report.Samples.Length} samples came to their end"
            );
        }
        if (report.Finding is { Event: "sanitizer" or "signal" } || SanitizerText.Mentions(result.Error))
            return SanitizerText.Explain(place, model, result.Error, report.Finding);
        if (report.Finding is { } finding)
            return OfEvent(place, program, model, finding);
        if (report.Done && result.Succeeded && report.Samples.Length > 0)
            return null;
        var said = result.Error.Trim();
        if (said.Length == 0)
            said = result.Output.Trim();
        return new Diagnostic(
            Diag.RunFailed,
            place,
            $"the {(target.IsEmulated ? "emulator" : "program")} ended with exit code {result.ExitCode} and no result",
            said.Length > LastWords ? said[..LastWords] + "..." : said
        );
    }

    private static Diagnostic OfEvent(Place place, BuiltProgram program, CompiledModel model, HarnessLine finding)
    {
        var (sample, index) = (finding["sample"], finding["index"]);
        return finding.Event switch
        {
            "canary" => new Diagnostic(
                Diag.ArenaOverrun,
                place,
                $"sample {sample} overwrote byte {index} of the arena, which lies {(index < 0 ? "before its start" : "past its end")}"
            ),
            "input-modified" => new Diagnostic(
                Diag.InputModified,
                place,
                $"sample {sample} wrote to an input or beside it",
                "external inputs belong to the caller and may lie in flash"
            ),
            "status" => new Diagnostic(Diag.RunFailed, place, $"{Entry(model)} returned {index} for sample {sample}"),
            "output-missing" => new Diagnostic(
                Diag.RunFailed,
                place,
                $"{Entry(model)} did not {(model.Interface.Outputs == OutputMode.Rows ? "hand over all rows of" : "set")} output {index} "
                    + $"for sample {sample}"
            ),
            "row-order" => new Diagnostic(
                Diag.RunFailed,
                place,
                $"{model.Name} handed over rows of output {index} out of order in sample {sample}"
            ),
            "push" => new Diagnostic(Diag.RunFailed, place, $"{model.Name}_push_rows returned {index} for sample {sample}"),
            "chunks" => new Diagnostic(
                Diag.RunFailed,
                place,
                $"output {index} of sample {sample} depends on how many rows are pushed at a time",
                $"{model.Name}_push_rows must take any number of rows"
            ),
            "early-finish" => new Diagnostic(Diag.RunFailed, place, $"{model.Name}_finish returned {index} although rows were missing"),
            "too-many-rows" => new Diagnostic(
                Diag.RunFailed,
                place,
                $"{model.Name}_push_rows returned {index} for more rows than the input has"
            ),
            "negative-rows" => new Diagnostic(
                Diag.RunFailed,
                place,
                $"{model.Name}_push_rows returned {index} for a negative number of rows"
            ),
            "stack-overflow" => new Diagnostic(
                Diag.StackOverflow,
                place,
                "the stack of 32 KB overflowed",
                "generated code needs 1 KB at most" + Where(program, finding)
            ),
            "fault" => new Diagnostic(Diag.Fault, place, FaultText(finding) + Where(program, finding)),
            _ => new Diagnostic(Diag.RunFailed, place, $"the harness stopped: {finding.Event}, sample {sample}, index {index}"),
        };
    }

    /// <summary>The function that returns the outputs.</summary>
    private static string Entry(CompiledModel model) => $"{model.Name}_{(model.Interface.Inputs == InputMode.Stream ? "finish" : "run")}";

    private static string Where(BuiltProgram program, HarnessLine finding)
    {
        var address = (uint)finding["pc"];
        var function = address == 0 || program.Map is null ? "" : program.Map.FunctionAt(address);
        return function.Length > 0 ? $" in {function}" : "";
    }

    /// <summary>The Configurable Fault Status Register of Armv7-M in words. Source: Armv7-M Architecture Reference Manual,
    /// B3.2.15.</summary>
    internal static string FaultText(HarnessLine finding)
    {
        var cfsr = finding["cfsr"];
        var address = string.Create(CultureInfo.InvariantCulture, $"0x{finding["address"]:x8}");
        return cfsr switch
        {
            _ when (cfsr & 0x1) != 0 => "instruction fetch from memory that holds no code",
            _ when (cfsr & 0x2) != 0 => $"write to read-only memory or forbidden access at {address}",
            _ when (cfsr & 0x100) != 0 => "instruction fetch from an address without memory",
            _ when (cfsr & 0x8200) == 0x8200 => $"access to {address}, where there is no memory",
            _ when (cfsr & 0x600) != 0 => "access to an address without memory",
            _ when (cfsr & 0x10000) != 0 => "undefined instruction",
            _ when (cfsr & 0x20000) != 0 => "jump to an address that is not Thumb code",
            _ when (cfsr & 0x80000) != 0 => "floating-point instruction without a floating-point unit",
            _ when (cfsr & 0x1000000) != 0 => "unaligned access",
            _ when (cfsr & 0x2000000) != 0 => "division by zero",
            _ => string.Create(CultureInfo.InvariantCulture, $"hard fault (CFSR 0x{cfsr:x8}, HFSR 0x{finding["hfsr"]:x8})"),
        };
    }
}
