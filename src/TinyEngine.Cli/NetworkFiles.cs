using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using TinyEngine.Cli.Verbs;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Emission.Packages;
using TinyEngine.Compiler.Planning;
using TinyEngine.Report;

namespace TinyEngine.Cli;

/// <summary>Writes what people get of a network: its folder, with report.json and report.html; or these two alone.</summary>
internal static class NetworkFiles
{
    private const string PageExtension = ".html";

    /// <summary>Where to put the reports alone.</summary>
    public static Option<string?> Report { get; } =
        new("--report")
        {
            Description = "also write a page with what was measured, step by step, and the same as JSON beside it: FILE.html and FILE.json",
            HelpName = "FILE.html",
            CustomParser = result =>
            {
                var file = result.Tokens[0].Value;
                if (!file.EndsWith(PageExtension, StringComparison.OrdinalIgnoreCase) || Path.GetFileNameWithoutExtension(file).Length == 0)
                    result.AddError($"'{file}' is not the name of a page for --report: use one that ends in {PageExtension}");
                return file;
            },
        };

    /// <summary>Writes a network's folder.</summary>
    /// <param name="network">The network.</param>
    /// <param name="package">Its form.</param>
    /// <param name="folder">Where.</param>
    /// <param name="verification">What was measured; null for nothing.</param>
    /// <param name="call">Receives the reason when it cannot be written.</param>
    /// <returns>What was written, or null after an error was reported.</returns>
    public static CompileReport? WriteFolder(
        CompiledNetwork network,
        Package package,
        string folder,
        Verification? verification,
        Invocation call
    )
    {
        var packed = package.Files(new PackageSubject(CLibrary.Of(network.Sources), PackageVersion));
        var front = Front(network, verification);
        var report = Describe(network, verification, front, call) with
        {
            Package = package.Kind,
            Files = [.. packed.Keys.Append(GeneratedFolder.ReportName).Append(HtmlReport.FileName).Order(StringComparer.Ordinal)],
        };
        List<OutputFile> files =
        [
            .. packed.Select(file => Text(file.Key, file.Value)),
            Text(GeneratedFolder.ReportName, Json(report)),
            Text(HtmlReport.FileName, Page(network, verification, front, call)),
        ];
        return GeneratedFolder.Write(folder, files, call)
            ? report with
            {
                File = network.Model.Path,
                OutputFolder = folder,
                PlanOptions = CompileArguments.Repeat(call),
            }
            : null;
    }

    /// <summary>Writes the folder of several networks.</summary>
    /// <returns>What was written, or null after an error was reported.</returns>
    public static LibraryReport? WriteFolder(CompiledLibrary library, Package package, string folder, Invocation call)
    {
        var packed = package.Files(new PackageSubject(library.Library, PackageVersion));
        var networks = library.Networks.Select(network => (Network: network, Front: Front(network, null))).ToList();
        var pages = networks.Select(entry => Text(PageOf(entry.Network), Page(entry.Network, null, entry.Front, call))).ToList();
        var names = packed.Keys.Append(GeneratedFolder.ReportName).Concat(pages.Select(page => page.Name));
        var reports = networks.Select(entry =>
            Describe(entry.Network, null, entry.Front, call) with
            {
                Package = package.Kind,
                Files = [PageOf(entry.Network)],
            }
        );
        var report = LibraryReport.Of(library, package.Kind, [.. reports]) with
        {
            Board = call.Board?.Name,
            SramBytes = CompileArguments.FindSram(call),
            FlashBytes = CompileArguments.FindFlash(call),
            Diagnostics = JsonDiagnostic.From(call.Diagnostics),
            Files = [.. names.Order(StringComparer.Ordinal)],
        };
        List<OutputFile> files =
        [
            .. packed.Select(file => Text(file.Key, file.Value)),
            Text(GeneratedFolder.ReportName, JsonOutput.Text(report, CompileJson.Default.LibraryReport) + "\n"),
            .. pages,
        ];
        return GeneratedFolder.Write(folder, files, call) ? report with { OutputFolder = folder } : null;
    }

    private static string PackageVersion => CommandLine.Version.Split('-')[0];

    private static string PageOf(CompiledNetwork network) => $"{network.Sources.Name}_{HtmlReport.FileName}";

    /// <summary>Writes the reports of <c>--report</c>, when it was given.</summary>
    /// <returns>False after an error was reported.</returns>
    public static bool WriteReport(CompiledNetwork network, Verification verification, Invocation call)
    {
        if (call.Get(Report) is not { } file)
            return true;
        var front = Front(network, verification);
        var (page, json) = (Path.GetFileName(file), Path.GetFileNameWithoutExtension(file) + ".json");
        var report = Describe(network, verification, front, call) with { Files = [page, json] };
        var folder = Path.GetDirectoryName(file) is { Length: > 0 } parent ? parent : ".";
        return OutputFiles.Write(folder, [Text(page, Page(network, verification, front, call)), Text(json, Json(report))], call);
    }

    private static CompileReport Describe(
        CompiledNetwork network,
        Verification? verification,
        ImmutableArray<PlanPoint> front,
        Invocation call
    ) =>
        CompileReport.Of(network, front, verification, call.Board) with
        {
            Board = call.Board?.Name,
            SramBytes = CompileArguments.FindSram(call),
            FlashBytes = CompileArguments.FindFlash(call),
            Time = TimeEstimate.Of(call.Board, verification?.Counted?.Instructions),
            Diagnostics = JsonDiagnostic.From(call.Diagnostics),
        };

    private static string Page(CompiledNetwork network, Verification? verification, ImmutableArray<PlanPoint> front, Invocation call) =>
        HtmlReport.Write(
            network.Sources,
            new ReportSubject(
                network.Model.Source.Name,
                call.Board is { } board ? $"{network.Target.Name}, {board.Title}" : network.Target.Name
            )
            {
                Front = front,
                Verification = verification,
                Time = TimeEstimate.Of(call.Board, verification?.Counted?.Instructions)?.Text ?? "",
                Diagnostics = call.Diagnostics.Items,
                SramLimitBytes = CompileArguments.FindSram(call),
                FlashLimitBytes = CompileArguments.FindFlash(call),
                Version = CommandLine.Version,
            }
        );

    /// <summary>The plans that there are. A folder of whole tensors alone does not wait for the search.</summary>
    private static ImmutableArray<PlanPoint> Front(CompiledNetwork network, Verification? verification) =>
        verification is null && network.Plan.Schedule is { Stages.IsEmpty: true, Patches: null } ? [] : network.Plans.Front;

    private static string Json(CompileReport report) => JsonOutput.Text(report, CompileJson.Default.CompileReport) + "\n";

    private static OutputFile Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
