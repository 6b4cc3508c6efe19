using System.CommandLine;
using TinyEngine.Compiler.Planning;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;
using CName = TinyEngine.Compiler.CSource.CName;

namespace TinyEngine.Cli;

/// <summary>The options that say what to compile a model to; 'compile' and 'verify' share them.</summary>
internal static class CompileArguments
{
    private const string External = "external";

    /// <summary>What the code is for.</summary>
    public static ChoiceOption Target { get; } = new("--target", [.. Toolchain.Target.Known.Select(target => target.Name)])
    {
        Description = "what the code is for: cortex-m4 and cortex-m7 get kernels with SIMD instructions, all others portable C99 kernels",
    };

    /// <summary>How the network is cut into steps.</summary>
    public static ChoiceOption Schedule { get; } = new("--schedule", "auto", "layers")
    {
        Description = "how the network is cut into steps; auto is layers for now: one operator after the other",
        Refused = new Dictionary<string, string> { ["stream"] = "is not available yet", ["patches"] = "is not available yet" },
    };

    /// <summary>RAM that there is for the arena.</summary>
    public static Option<long?> Sram { get; } = CommonOptions.ByteSize("--sram", "RAM that the arena may take; more is an error that says where it goes");

    /// <summary>Flash that there is for constants and code.</summary>
    public static Option<long?> Flash { get; } = CommonOptions.ByteSize("--flash", "flash that weights, tables and code may take; more is an error");

    /// <summary>Where the inputs live.</summary>
    public static ChoiceOption InputMode { get; } = new("--input-mode", "arena", External)
    {
        Description = "where inputs live: in the arena, which counts them, or in memory of your own, which is only read",
        Refused = new Dictionary<string, string> { ["stream"] = "is not available yet" },
    };

    /// <summary>Prefix of everything public.</summary>
    public static Option<string?> Name { get; } = new("--name") { Description = "prefix of the C names and files; by default the model's name", HelpName = "ID" };

    /// <summary>Declares all of them.</summary>
    public static void AddTo(Verb verb)
    {
        foreach (var option in new Option[] { Target, Schedule, Sram, Flash, InputMode, Name })
            verb.Add(option);
        BoardArguments.AddTo(verb);
        FailLimits.AddTo(verb);
    }

    /// <summary>The target that was asked for, by name or with a board, or null.</summary>
    public static Target? FindTarget(Invocation call) => call.Get(Target) is { } name ? Toolchain.Target.Find(name) : call.Board?.Core;

    /// <summary>RAM that there is, as the call or its board says, or null.</summary>
    public static long? FindSram(Invocation call) => call.Get(Sram) ?? call.Board?.ArenaBytes;

    /// <summary>Flash that there is, as the call or its board says, or null.</summary>
    public static long? FindFlash(Invocation call) => call.Get(Flash) ?? call.Board?.FlashBytes;

    /// <summary>Where the inputs live.</summary>
    public static InputMode FindInputMode(Invocation call) =>
        call.Get(InputMode) == External ? Compiler.Planning.InputMode.External : Compiler.Planning.InputMode.Arena;

    /// <summary>The prefix: the one asked for, or one made from the network's name.</summary>
    /// <returns>The prefix, or null after an error was reported.</returns>
    public static string? FindName(Invocation call, Graph.Graph graph)
    {
        if (call.Get(Name) is not { } name)
            return CName.Prefix(graph.Name);
        if (CName.WhyNotPrefix(name) is not { } reason)
            return name;
        call.Diagnostics.Add(
            Diag.BadName, Place.None, $"'{name}' cannot be the name of the network: {reason}", "the name becomes part of C identifiers and file names",
            $"choose another --name, for example {CName.Prefix(name)}");
        return null;
    }
}
