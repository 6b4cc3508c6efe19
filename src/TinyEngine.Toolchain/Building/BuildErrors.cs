using System.Globalization;
using System.Text.RegularExpressions;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Toolchain.Building;

/// <summary>Turns what a compiler or linker said into diagnostics.</summary>
internal static partial class BuildErrors
{
    /// <summary>Files of one build whose errors are reported.</summary>
    public const int MaximumFiles = 5;

    private const int MaximumLines = 3;
    private const int MaximumText = 2000;

    /// <summary>The diagnostic of a source that does not compile.</summary>
    public static Diagnostic OfCompiler(Place place, Target target, CompileResult result, TimeSpan timeout)
    {
        var failure = result.Failure!;
        if (failure.TimedOut)
            return TimedOut(place, $"the compiler of {Path.GetFileNameWithoutExtension(result.Object)}.c", timeout);
        if (target.IsEmulated && MissingLibraryHeader().IsMatch(failure.Error))
            return LibraryMissing(place);
        return Failed(place, ErrorLines(failure.Error), failure, "run " + Shorten(result.Command));
    }

    /// <summary>The diagnostic of a program that does not link.</summary>
    public static Diagnostic OfLinker(Place place, Target target, ProcessResult failure, TimeSpan timeout)
    {
        if (failure.TimedOut)
            return TimedOut(place, "the linker", timeout);
        if (target.IsEmulated && failure.Error.Contains("cannot find -lc", StringComparison.Ordinal))
            return LibraryMissing(place);
        var lines = failure
            .Error.Split('\n')
            .Select(l => LinkerPrefix().Replace(l, "").Trim())
            .Where(l => l.Length > 0 && !l.StartsWith("collect2:", StringComparison.Ordinal))
            .ToList();
        if (target.IsEmulated && lines.Find(l => DoesNotFit().IsMatch(l)) is { } tooLarge)
        {
            return new Diagnostic(
                Diag.ProgramTooLarge,
                place,
                $"the program does not fit {target.Machine}: {tooLarge}",
                "the board has 4 MB for code and weights and 4 MB of RAM, of which the harness needs about 100 KB",
                "verify on the host target, or compile for less memory"
            );
        }
        var interesting = lines
            .Where(l => l.Contains("undefined reference", StringComparison.Ordinal) || l.Contains("error", StringComparison.Ordinal))
            .ToList();
        return Failed(place, interesting.Count > 0 ? interesting : lines, failure, "");
    }

    private static Diagnostic Failed(Place place, List<string> lines, ProcessResult failure, string attempt)
    {
        var first = lines.Count > 0 ? lines[0] : $"the compiler ended with exit code {failure.ExitCode}";
        var rest = string.Join("; ", lines.Skip(1).Take(MaximumLines - 1));
        return new Diagnostic(Diag.BuildFailed, place, Shorten(first), Shorten(rest), attempt);
    }

    private static Diagnostic TimedOut(Place place, string what, TimeSpan timeout) =>
        new(
            Diag.BuildTimeout,
            place,
            string.Create(CultureInfo.InvariantCulture, $"{what} did not finish within {timeout.TotalSeconds:0} s")
        );

    private static Diagnostic LibraryMissing(Place place) =>
        new(
            Diag.ArmLibraryMissing,
            place,
            "the C library of arm-none-eabi-gcc was not found",
            "kernels use memcpy and memset",
            "install it, on Debian or Ubuntu: sudo apt-get install libnewlib-arm-none-eabi"
        );

    // "/folder/file.c:12:5: error: text": the file name is enough for a reader.
    private static List<string> ErrorLines(string text) =>
        [.. text.Split('\n').Select(l => l.Trim()).Where(l => ErrorLine().IsMatch(l)).Select(l => Folders().Replace(l, "")).Distinct()];

    private static string Shorten(string text) => text.Length <= MaximumText ? text : text[..MaximumText] + "...";

    [GeneratedRegex(@"\b(fatal )?error: ")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^\S*[/\\]")]
    private static partial Regex Folders();

    [GeneratedRegex(@"^\S*ld(\.exe)?: ")]
    private static partial Regex LinkerPrefix();

    [GeneratedRegex(@"overflowed by|will not fit|is full")]
    private static partial Regex DoesNotFit();

    [GeneratedRegex(@"error: (string|stdint|sys/\w+|machine/\w+|_ansi|newlib)\.h: No such file")]
    private static partial Regex MissingLibraryHeader();
}
