namespace TinyEngine.Cli;

/// <summary>What the process tells its caller; part of the contract, never renumbered.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Diagnostics: a bad file, an unsupported operator, a network that does not fit.</summary>
    Diagnostics = 1,

    /// <summary>The command line cannot be understood.</summary>
    Usage = 2,

    /// <summary>A tool that is needed (compiler, emulator) is missing.</summary>
    ToolMissing = 3,

    /// <summary>Verification ran and found a difference.</summary>
    VerificationDiffered = 4,

    /// <summary>TinyEngine itself failed.</summary>
    Internal = 70,

    /// <summary>Stopped by Ctrl-C (128 + SIGINT, as shells count).</summary>
    Interrupted = 130,
}
