using System.CommandLine;
using System.Globalization;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using CName = TinyEngine.Compiler.CSource.CName;

namespace TinyEngine.Cli;

/// <summary>The options that say what to compile a model to; 'compile', 'plan' and 'verify' share them.</summary>
internal static class CompileArguments
{
    private const string External = "external";
    private const string ByRows = "stream";
    private const string Rows = "rows";
    private const string Small = "size";

    /// <summary>What the code is for.</summary>
    public static ChoiceOption Target { get; } =
        new("--target", [.. Compiler.Targets.Target.All.Select(target => target.Name)])
        {
            Description =
                "what the code is for: cortex-m4, cortex-m7 and cortex-m33 get kernels with SIMD instructions, all others portable "
                + "C99 kernels",
        };

    /// <summary>Instructions that kernels may use, where those of the target are too many.</summary>
    public static ChoiceOption Isa { get; } =
        new("--isa", [.. Enum.GetNames<InstructionSet>().Select(name => name.ToLowerInvariant())])
        {
            Description = "instructions that kernels may use: c99 for portable ones, dsp for SIMD too; without it all that the target has",
        };

    /// <summary>How the network is cut into steps and stages.</summary>
    public static ChoiceOption Schedule { get; } =
        new("--schedule", "auto", "layers", "stream", PatchArguments.Word)
        {
            Description =
                "layers: one operator after the other; stream: the least RAM without computing anything twice, row by row; "
                + "patches: the first operators once for each --patch; auto: the fastest that fits --sram",
        };

    /// <summary>RAM that there is for the arena.</summary>
    public static Option<long?> Sram { get; } =
        CommonOptions.ByteSize("--sram", "RAM that there is for the arena; when nothing fits, an error says where it goes");

    /// <summary>How much may be computed again.</summary>
    public static Option<double?> MaxOverhead { get; } =
        new("--max-overhead")
        {
            Description =
                "the most multiply-accumulates that auto may take to fit, as a factor: 1 computes nothing twice; without it as "
                + "many as it takes",
            HelpName = "FACTOR",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor >= 1)
                    return factor;
                result.AddError($"'{text}' is not a factor for --max-overhead: use a number from 1 on, for example 1.10");
                return null;
            },
        };

    /// <summary>Flash that there is for constants and code.</summary>
    public static Option<long?> Flash { get; } =
        CommonOptions.ByteSize("--flash", "flash that weights, tables and code may take; more is an error");

    /// <summary>What kernels are chosen for.</summary>
    public static ChoiceOption Optimize { get; } =
        new("--optimize", "speed", Small)
        {
            Description = "speed: the fastest kernel for each layer; size: few kernels of little code, for flash that is short",
        };

    /// <summary>Where the inputs live.</summary>
    public static ChoiceOption InputMode { get; } =
        new("--input-mode", "arena", External, ByRows)
        {
            Description =
                "where inputs live: in the arena, which counts them; in memory of your own, which is only read; or nowhere: rows "
                + "are pushed",
        };

    /// <summary>How the caller gets the outputs.</summary>
    public static ChoiceOption OutputMode { get; } =
        new("--output-mode", "arena", Rows)
        {
            Description =
                "how outputs are delivered: whole, in the arena; or row by row to a function of yours, so that a stage keeps no "
                + "large output",
        };

    /// <summary>Prefix of everything public.</summary>
    public static Option<string?> Name { get; } =
        new("--name") { Description = "prefix of the C names and files; by default the model's name", HelpName = "ID" };

    /// <summary>Declares all of them.</summary>
    public static void AddTo(Verb verb)
    {
        foreach (
            var option in new Option[]
            {
                Target,
                Isa,
                Schedule,
                PatchArguments.Patch,
                Sram,
                MaxOverhead,
                Optimize,
                Flash,
                InputMode,
                OutputMode,
                Name,
            }
        )
            verb.Add(option);
        BoardArguments.AddTo(verb);
        FailLimits.AddTo(verb);
    }

    /// <summary>The target that was asked for, by name or with a board, or null.</summary>
    public static Target? FindTarget(Invocation call, ChoiceOption? option = null) =>
        (call.Get(option ?? Target) is { } name ? Compiler.Targets.Target.Find(name) : call.Board?.Core) is { } target
            ? Within(call, target)
            : null;

    /// <summary>A target with the instructions that were asked for, if it has them.</summary>
    public static Target Within(Invocation call, Target target) =>
        InstructionsOf(call) is { } set && target.Has(set) ? target.UpTo(set) : target;

    /// <summary>Finds instructions that were asked for and that the target does not have.</summary>
    /// <returns>Whether there are none; otherwise an error was reported.</returns>
    public static bool CheckInstructions(Invocation call, ChoiceOption option)
    {
        var target = FindTarget(call, option) ?? Compiler.Targets.Target.CortexM7;
        if (InstructionsOf(call) is not { } set || target.Has(set))
            return true;
        var others = Compiler.Targets.Target.All.Where(other => other.Has(set));
        call.Diagnostics.Add(
            Diag.InstructionsMissing,
            new Place(call.Get(option) is null ? call.Board!.Name : target.Name),
            $"{target} has no instructions of the set {Word(set)}",
            $"its sets are {string.Join(", ", target.InstructionSets.Select(Word))}; {Word(set)} have {string.Join(", ", others)}",
            "leave --isa out: kernels then use what the target has"
        );
        return false;
    }

    private static InstructionSet? InstructionsOf(Invocation call) =>
        call.Get(Isa) is { } word ? Enum.Parse<InstructionSet>(word, ignoreCase: true) : null;

    private static string Word(InstructionSet set) => set.ToString().ToLowerInvariant();

    /// <summary>RAM that there is, as the call or its board says, or null.</summary>
    public static long? FindSram(Invocation call) => call.Get(Sram) ?? call.Board?.ArenaBytes;

    /// <summary>Flash that there is, as the call or its board says, or null.</summary>
    public static long? FindFlash(Invocation call) => call.Get(Flash) ?? call.Board?.FlashBytes;

    /// <summary>Where the inputs live.</summary>
    public static InputMode FindInputMode(Invocation call) =>
        call.Get(InputMode) switch
        {
            External => Compiler.Scheduling.InputMode.External,
            ByRows => Compiler.Scheduling.InputMode.Stream,
            _ => Compiler.Scheduling.InputMode.Arena,
        };

    /// <summary>How the caller gets the outputs.</summary>
    private static OutputMode FindOutputMode(Invocation call) =>
        call.Get(OutputMode) == Rows ? Compiler.Scheduling.OutputMode.Rows : Compiler.Scheduling.OutputMode.Arena;

    /// <summary>How the network is cut.</summary>
    public static ScheduleKind FindSchedule(Invocation call) =>
        call.Get(Schedule) switch
        {
            "layers" => ScheduleKind.Layers,
            "stream" => ScheduleKind.Stream,
            PatchArguments.Word => ScheduleKind.Patches,
            _ => ScheduleKind.Auto,
        };

    /// <summary>What a call asks for, apart from the sample to carry along.</summary>
    /// <param name="call">The call.</param>
    /// <param name="name">Prefix of the C names.</param>
    /// <param name="target">What the code is for.</param>
    public static CompileOptions Read(Invocation call, string name, Target target) =>
        new(name)
        {
            Target = target,
            Goal = call.Get(Optimize) == Small ? KernelGoal.Size : KernelGoal.Speed,
            Interface = new InterfaceModes(FindInputMode(call), FindOutputMode(call)),
            Schedule = FindSchedule(call),
            Patch = call.Get(PatchArguments.Patch) ?? default,
            SramBytes = FindSram(call),
            MaxOverhead = call.Get(MaxOverhead) ?? double.PositiveInfinity,
            Version = CommandLine.Version,
        };

    /// <summary>The options of a call that decide about the plan, as they were typed, to repeat them in a command.</summary>
    public static string Repeat(Invocation call) =>
        string.Concat(
            new Option[] { Isa, Schedule, PatchArguments.Patch, InputMode, OutputMode, Sram, MaxOverhead, Optimize }
                .Select(option => (option.Name, Text: call.TextOf(option)))
                .Where(given => given.Text is not null)
                .Select(given => $" {given.Name} {given.Text}")
        );

    /// <summary>The prefix: the one asked for, or one made from the network's name.</summary>
    /// <returns>The prefix, or null after an error was reported.</returns>
    public static string? FindName(Invocation call, Graph.Network graph)
    {
        if (call.Get(Name) is not { } name)
            return CName.Prefix(graph.Name);
        if (CName.WhyNotPrefix(name) is not { } reason)
            return name;
        call.Diagnostics.Add(
            Diag.BadName,
            Place.None,
            $"'{name}' cannot be the name of the network: {reason}",
            "the name becomes part of C identifiers and file names",
            $"choose another --name, for example {CName.Prefix(name)}"
        );
        return null;
    }
}
