using System.Collections.Immutable;

namespace TinyEngine.Toolchain.Processes;

/// <summary>One program to run.</summary>
/// <param name="FileName">Full path of the program.</param>
/// <param name="Arguments">Arguments, passed as they are: no shell looks at them.</param>
/// <param name="WorkingDirectory">Where it runs.</param>
/// <param name="Timeout">Longest time it may take; then its whole process tree is killed.</param>
internal sealed record ProcessRequest(string FileName, ImmutableArray<string> Arguments, string WorkingDirectory, TimeSpan Timeout)
{
    /// <summary>Characters of each output stream that are kept; the rest is read and dropped.</summary>
    public int OutputLimit { get; init; } = 1 << 20;

    /// <summary>Environment of the program beyond PATH, TMPDIR and the C locale, which it always gets; nothing else is inherited.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The command as a person would type it.</summary>
    public string CommandLine => string.Join(' ', Arguments.Insert(0, FileName).Select(Quote));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_=+./,:@%".Contains(c))
            ? argument
            : $"'{argument.Replace("'", "'\\''")}'";
}

/// <summary>How a program ended and what it said.</summary>
/// <param name="ExitCode">Exit code; 128 + n after signal n.</param>
/// <param name="TimedOut">Whether it was killed because its time was over.</param>
/// <param name="Output">Beginning of standard output.</param>
/// <param name="Error">Beginning of standard error.</param>
internal sealed record ProcessResult(int ExitCode, bool TimedOut, string Output, string Error)
{
    /// <summary>Whether it ended by itself with exit code 0.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
