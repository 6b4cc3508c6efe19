using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Report.Html;
using TinyEngine.Toolchain.Verification;
using static System.FormattableString;

namespace TinyEngine.Report.Sections;

/// <summary>What the network needs, at a glance, and what goes in and comes out.</summary>
internal static class SummarySection
{
    private const int NameLength = 48;

    /// <summary>Writes the section.</summary>
    public static void Write(HtmlWriter html, CSources sources, ReportSubject subject, StepInstructions predicted)
    {
        var plan = sources.Plan;
        using (html.Element("dl", $"class=\"facts\""))
        {
            WriteRam(html, plan, subject);
            WriteFlash(html, sources, subject);
            WriteWork(html, plan, subject, predicted);
            WriteProof(html, subject.Verification);
        }

        WriteTensors(html, plan);
        WriteSettings(html, sources, subject);
    }

    private static void WriteRam(HtmlWriter html, MemoryPlan plan, ReportSubject subject)
    {
        var stack = subject.Verification?.Counted?.Ram is { Stack: { } measured } ram
            ? Invariant(
                $"; stack {measured:N0} B measured{(ram.StackBound is { } bound ? Invariant($", {bound:N0} B at most for any input") : "")}"
            )
            : "; the stack comes on top";
        WriteFact(
            html,
            "Arena (RAM)",
            plan.ArenaBytes,
            "B",
            Markup.Of($"{Optimality(plan)}{stack}{Budget("RAM", plan.ArenaBytes, subject.SramLimitBytes)}")
        );
    }

    private static void WriteFlash(HtmlWriter html, CSources sources, ReportSubject subject)
    {
        if (subject.Verification?.Counted?.Flash is { } flash)
        {
            var parts = Markup.Of(
                $"weights {flash.Weights:N0} B, tables {flash.Tables:N0} B, code {flash.Code:N0} B, "
                    + $"measured{Budget("flash", flash.Total, subject.FlashLimitBytes)}"
            );
            WriteFact(html, "Flash", flash.Total, "B", parts);
            return;
        }

        var code = CodeEstimate.BytesOf(sources);
        var sum = sources.WeightBytes + sources.TableBytes + code;
        var about = Markup.Of(
            $"weights {sources.WeightBytes:N0} B, tables {sources.TableBytes:N0} B, code about {code:N0} B "
                + $"(estimate){Budget("flash", sum, subject.FlashLimitBytes)}"
        );
        WriteFact(html, "Flash, about", sum, "B", about);
    }

    private static void WriteWork(HtmlWriter html, MemoryPlan plan, ReportSubject subject, StepInstructions predicted)
    {
        var (macs, extra) = (plan.Schedule.Graph.CountMacs(), plan.Schedule.ExtraMacs);
        var again = extra > 0 ? Invariant($", {extra:N0} of them again to save RAM") : "";
        var time = subject.Time.Length > 0 ? Markup.Of($"<span class=\"budget\">{subject.Time}</span>") : Markup.None;
        if (subject.Verification?.Counted is { Instructions: { } instructions } counted)
            WriteFact(
                html,
                "Work of one run",
                instructions,
                "instructions",
                Markup.Of($"counted on an emulated {counted.Target}{Ratio(instructions)}{time}")
            );
        else
            WriteFact(
                html,
                "Work of one run, about",
                predicted.Total,
                "instructions",
                Markup.Of($"predicted for a {predicted.Core}{Ratio(predicted.Total)}{time}")
            );

        string Ratio(long count) =>
            macs > 0
                ? Invariant($", {(double)count / macs:F2} per multiply-accumulate ({macs + extra:N0} of these, padded taps counted{again})")
                : "";
    }

    private static void WriteProof(HtmlWriter html, Verification? verification)
    {
        using var fact = html.Element("div");
        html.Line($"<dt>Bit-exactness</dt>");
        if (verification is null)
        {
            html.Line($"<dd><span class=\"big\">not proved</span></dd>");
            html.Line(
                $"<dd class=\"note\">nothing was run; 'tinyengine verify' with --output or --report proves it and fills this in</dd>"
            );
            return;
        }

        html.Line(
            $"<dd><span class=\"big{(verification.Match ? "" : " bad")}\">{(verification.Match ? "proved" : "not exact")}</span></dd>"
        );
        var inputs = verification.Inputs == "files" ? "given" : "random";
        var expected = verification.Expectation == "files" ? "the given outputs" : "the interpreter's outputs";
        html.Line(
            $"<dd class=\"note\">{verification.Samples:N0} {inputs} sample{(verification.Samples == 1 ? "" : "s")}, every output "
                + $"compared with {expected}</dd>"
        );
        foreach (var result in verification.Results)
            html.Line(
                $"<dd class=\"note\">{(result.Match ? "✓" : "✗")} {result.Target}{(result.Target.IsEmulated ? ", emulated" : "")}: "
                    + $"{Outcome(result)}</dd>"
            );
    }

    private static string Outcome(VerificationResult result) =>
        result.Status switch
        {
            VerificationStatus.Passed => "equal"
                + (
                    !result.Sanitized ? ""
                    : result.Target.IsEmulated ? "; on this machine too, under sanitizers"
                    : ", under sanitizers"
                ),
            VerificationStatus.Differed => Invariant($"differs by up to {result.MaxAbsDiff}"),
            VerificationStatus.ToolMissing => "a tool is missing",
            _ => "failed",
        };

    private static Markup Optimality(MemoryPlan plan) =>
        plan.IsOptimal
            ? Markup.Of($"as small as these buffers allow: their lower bound is {plan.LowerBoundBytes:N0} B")
            : Markup.Of($"these buffers need at least {plan.LowerBoundBytes:N0} B");

    private static void WriteFact(HtmlWriter html, string name, long number, string unit, Markup note)
    {
        using var fact = html.Element("div");
        html.Line($"<dt>{name}</dt>");
        html.Line($"<dd><data class=\"big\" value=\"{number}\">{number:N0}</data> {unit}</dd>");
        html.Line($"<dd class=\"note\">{note}</dd>");
    }

    private static Markup Budget(string what, long used, long? limit)
    {
        if (limit is not { } available)
            return Markup.None;
        var share = available > 0 ? 100.0 * used / available : 100;
        var fits = used <= available;
        var verdict = fits
            ? Invariant($"{share:0.0} % of {available:N0} B, {available - used:N0} B left")
            : Invariant($"{used - available:N0} B more than the {available:N0} B there are");
        var range = Markup.Of(
            $"""aria-valuemin="0" aria-valuemax="{available}" aria-valuenow="{Math.Min(used, available)}" aria-valuetext="{verdict}" """
        );
        var bar = Markup.Of($"""<span style="inline-size:{Wording.Percent(Math.Min(share, 100))}"></span>""");
        return Markup.Of(
            $"""<span class="budget{(fits ? "" : " over")}"><span class="track" role="meter" aria-label="{what} budget" {range}>"""
                + $"{bar}</span> {verdict}</span>"
        );
    }

    private static void WriteTensors(HtmlWriter html, MemoryPlan plan)
    {
        var graph = plan.Schedule.Graph;
        html.Line($"<h3 id=\"tensors-heading\">Inputs and outputs</h3>");
        html.Line($"<p class=\"note\">real number = scale · (code − zero point)</p>");
        using var region = html.Element("div", $"class=\"scroll\" role=\"region\" aria-labelledby=\"tensors-heading\" tabindex=\"0\"");
        using var table = html.Element("table", $"aria-labelledby=\"tensors-heading\"");
        using (html.Element("thead"))
        {
            html.Line(
                $"""
                <tr><th scope="col">Role</th><th scope="col">Tensor</th><th scope="col">Type</th><th scope="col" class="num">Bytes</th>
                <th scope="col" class="num">Scale</th><th scope="col" class="num">Zero point</th><th scope="col">Lives in</th></tr>
                """
            );
        }

        using var body = html.Element("tbody");
        foreach (var (index, id) in graph.Inputs.Index())
            WriteTensor(html, $"input {index}", graph[id], Home(plan, graph[id]));
        foreach (var (index, id) in graph.Outputs.Index())
            WriteTensor(html, $"output {index}", graph[id], Home(plan, graph[id]));
    }

    private static string Home(MemoryPlan plan, Value value) =>
        plan.Offsets[value.Id.Index] switch
        {
            _ when plan.Schedule.Delivers(value.Id) && (plan.Schedule.IsRing(value.Id) || plan.Schedule.Scattered.Contains(value.Id)) =>
                "the arena, some rows",
            { } offset => Invariant($"arena at {offset:N0}"),
            null when value.IsConstant => "constants",
            null => "the caller's memory",
        };

    private static void WriteTensor(HtmlWriter html, string role, Value value, string home)
    {
        var quant = value.Type.Quant;
        var (scale, zero) =
            !quant.IsQuantized ? ("–", "–")
            : quant.IsPerTensor ? (Invariant($"{quant.Scale:G9}"), Invariant($"{quant.ZeroPoint}"))
            : (quant.ToString(), "per slice");
        html.Line(
            $"""
            <tr><th scope="row" class="nowrap">{role}</th><td>{Wording.Name(
                value.Name,
                NameLength
            )}</td><td class="nowrap">{Wording.TypeAndShape(value.Type)}</td>
            <td class="num">{value.Type.ByteSize:N0}</td><td class="num">{scale}</td><td class="num">{zero}</td>
            <td class="nowrap">{home}</td></tr>
            """
        );
    }

    private static void WriteSettings(HtmlWriter html, CSources sources, ReportSubject subject)
    {
        var schedule = sources.Plan.Schedule;
        using var list = html.Element("dl", $"class=\"settings\"");
        void Write(string name, string value) => html.Line($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        Write("Network", schedule.Graph.Name);
        Write("Target", subject.Target);
        Write("Schedule", schedule.Name);
        Write(
            "Kernels",
            schedule.Target.Has(InstructionSet.Dsp) ? "SIMD of the DSP extension, portable where there is none" : "portable C99"
        );
        Write(
            "Inputs are kept",
            sources.Plan.Interface.Inputs switch
            {
                InputMode.External => "by the caller, only read",
                InputMode.Stream => "nowhere: rows are pushed one by one",
                _ => "in the arena",
            }
        );
        Write(
            "Outputs are delivered",
            sources.Plan.Interface.Outputs == OutputMode.Rows ? "row by row, as they are computed" : "whole, in the arena"
        );
        Write("C interface", $"{sources.Name}.h");
    }
}
