using System.Collections.Immutable;
using System.CommandLine;
using TinyEngine.Cli.Verbs;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Several models that were compiled to one library.</summary>
/// <param name="Library">The generated files.</param>
/// <param name="Networks">The networks, in the order of the models.</param>
internal sealed record CompiledLibrary(CLibrary Library, ImmutableArray<CompiledNetwork> Networks)
{
    private const string SharedArena = "shared";

    /// <summary>Where the networks compute.</summary>
    public static ChoiceOption Arena { get; } =
        new("--arena", "separate", SharedArena)
        {
            Description =
                "of several networks. separate: each has an arena of its own; shared: all have one of the largest, and run one at a time",
        };

    /// <summary>What goes to flash, code estimated: kernels that several networks use count once.</summary>
    public EstimatedFlash Flash { get; } =
        new(CodeEstimate.BytesOf(Library.Networks), Library.Networks.Sum(network => network.WeightBytes + network.TableBytes));

    /// <summary>The folder, for messages.</summary>
    public static string NameOf(string folder) =>
        CName.Prefix(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))));

    /// <summary>Compiles the models of a call; reports what is wrong with any of them.</summary>
    /// <param name="target">What for.</param>
    /// <param name="withSamples">Whether each network carries a random sample.</param>
    /// <param name="call">The options, and what stands in the way.</param>
    /// <returns>The library, or null after errors were reported.</returns>
    public static CompiledLibrary? Compile(Target target, bool withSamples, Invocation call)
    {
        var name = NameOf(call.Required(CommonOptions.Output));
        var arena = call.Get(Arena) == SharedArena ? ArenaSharing.Shared : ArenaSharing.Separate;
        var loaded = Each(call.Required(CommonOptions.Models), call, LoadedModel.Load);
        ReportNames(name, loaded, call.Diagnostics);
        if (arena == ArenaSharing.Shared)
            ReportState(loaded, call.Diagnostics);
        var requests = Each(loaded, call, (model, own) => Request.Of(model, name, target, withSamples, own));
        var networks = Each(requests, call, (request, own) => request.Compile(target, own));
        foreach (var model in loaded)
        {
            if (!model.Dumps.Write(call, model.Name))
                return null;
        }

        if (call.Diagnostics.HasErrors)
            return null;
        var sram = CompileArguments.FindSram(call);
        if (arena == ArenaSharing.Separate && sram is { } bytes && networks.Sum(network => (long)network.Plan.ArenaBytes) > bytes)
            networks = Smaller(requests, networks, bytes, target, call);
        var library = new CompiledLibrary(
            CLibrary.Of(name, [.. networks.Select(network => network.Sources)], CommandLine.Version, arena),
            [.. networks]
        );
        return LibraryLimits.Hold(library, [.. requests.Select(request => request.Options)], call) ? library : null;
    }

    /// <summary>Does the same for each of several things; errors with one do not keep the others from being looked at.</summary>
    private static ImmutableArray<TResult> Each<T, TResult>(IEnumerable<T> items, Invocation call, Func<T, Invocation, TResult?> act)
        where TResult : class
    {
        var results = ImmutableArray.CreateBuilder<TResult>();
        foreach (var item in items)
        {
            using var own = call.ForOneModel();
            if (act(item, own) is { } result)
                results.Add(result);
            foreach (var diagnostic in own.Diagnostics.Items)
                call.Diagnostics.Add(diagnostic);
        }

        return results.ToImmutable();
    }

    /// <summary>The networks again, in plans that fit together where there are such plans.</summary>
    private static ImmutableArray<CompiledNetwork> Smaller(
        ImmutableArray<Request> requests,
        ImmutableArray<CompiledNetwork> networks,
        long sram,
        Target target,
        Invocation call
    )
    {
        if (requests[0].Options.Schedule != ScheduleKind.Auto)
            return networks;
        var fronts = networks.Select(network =>
            network.Plans.Front.Where(point => point.MacsRatio <= requests[0].Options.MaxOverhead).ToImmutableArray()
        );
        if (ArenaShares.Fastest(fronts, sram, plan => PlanInstructions.Of(plan).Total) is not { } plans)
            return networks;
        return Each(
            requests.Zip(plans, (request, plan) => request with { Options = request.Options with { SramBytes = plan.ArenaBytes } }),
            call,
            (request, own) => request.Compile(target, own)
        );
    }

    private static void ReportNames(string library, ImmutableArray<LoadedModel> models, DiagnosticBag bag)
    {
        var owners = CLibrary.FilesOfLibrary(library).ToDictionary(file => file, _ => "the library", StringComparer.OrdinalIgnoreCase);
        foreach (var model in models)
        {
            var taken = CLibrary.FilesOfNetwork(model.Name).FirstOrDefault(owners.ContainsKey);
            if (taken is not null)
            {
                bag.Add(
                    Diag.SameName,
                    new Place(model.Path),
                    $"this network would be called '{model.Name}', and {taken}.c belongs to {owners[taken]} already",
                    "files, symbols and macros of each network begin with its name, which is made from the model's",
                    "rename the model file, or compile it into a folder of its own with --name"
                );
            }

            foreach (var file in CLibrary.FilesOfNetwork(model.Name))
                owners.TryAdd(file, $"'{model.Path}'");
        }
    }

    private static void ReportState(ImmutableArray<LoadedModel> models, DiagnosticBag bag)
    {
        foreach (var model in models.Where(model => model.Graph.Values.Any(value => value.Kind == ValueKind.Variable)))
        {
            bag.Add(
                Diag.StateInSharedArena,
                new Place(model.Path),
                $"'{model.Name}' keeps state in its arena",
                "another network that runs in the same arena would destroy it",
                "use --arena separate"
            );
        }
    }

    /// <summary>A model with what is asked for it.</summary>
    private sealed record Request(LoadedModel Model, CompileOptions Options)
    {
        public static Request? Of(LoadedModel model, string library, Target target, bool withSample, Invocation call)
        {
            var options = CompileArguments.Read(call, model.Name, target) with { Library = library };
            if (!withSample)
                return new Request(model, options);
            return SampleFiles.RandomSelfTest(model, call) is { } sample ? new Request(model, options with { SelfTest = sample }) : null;
        }

        public CompiledNetwork? Compile(Target target, Invocation call) => CompiledNetwork.Compile(Model, target, Options, call);
    }
}
