using System.CommandLine;

namespace TinyEngine.Cli;

/// <summary>Help that teaches: what a verb does, what it takes, examples to copy, exit codes.</summary>
internal static class HelpPage
{
    /// <summary>Meaning of the exit codes, shared by every page.</summary>
    private const string ExitCodes = """
        Exit codes
          0   done
          1   diagnostics: a bad file, an unsupported operator, an input of the wrong size, an unwritable folder
          2   the command line cannot be understood
          3   a tool is missing (the message names the package to install)
          4   verification differed
          70  internal error: our bug, the message says what to send us
        """;

    /// <summary>Writes the page of a verb, or of the tool.</summary>
    public static ExitCode Write(Terminal terminal, Verb? verb)
    {
        if (verb is null)
            WriteTool(terminal.Out);
        else
            WriteVerb(terminal.Out, verb);
        return ExitCode.Done;
    }

    private static void WriteTool(TextWriter output)
    {
        var verbs = VerbTable.All;
        output.WriteLine(
            """
            TinyEngine reads a quantized .tflite network and computes exactly what TensorFlow Lite Micro's reference kernels compute.

            Usage: tinyengine VERB [arguments] [options]

            Verbs
            """
        );
        WriteColumns(output, verbs.Select(verb => ($"{verb.Name} {Arguments(verb)}".TrimEnd(), verb.Description!)));
        output.WriteLine("\nOptions of every verb");
        WriteColumns(
            output,
            [.. new Option[] { CommonOptions.Help, CommonOptions.Verbose }.Select(Describe), Describe(CommonOptions.Version)]
        );
        output.WriteLine("\nExamples");
        WriteExamples(output, verbs.SelectMany(verb => verb.Examples.Take(1)));
        output.WriteLine($"\n{ExitCodes}");
        output.WriteLine("\nResults go to standard output, messages to standard error. 'tinyengine help VERB' tells more about a verb.");
    }

    private static void WriteVerb(TextWriter output, Verb verb)
    {
        output.WriteLine($"{verb.Name}: {verb.Description}");
        var required = verb.Options.Where(option => option.Required).Select(option => $" {option.Name} {option.HelpName}");
        output.WriteLine(
            $"\nUsage: tinyengine {verb.Name} {Arguments(verb)}{string.Concat(required)} [options]".Replace(
                "  ",
                " ",
                StringComparison.Ordinal
            )
        );
        if (verb.About.Length > 0)
            output.WriteLine($"\n{verb.About}");
        if (verb.Arguments.Count > 0)
        {
            output.WriteLine("\nArguments");
            WriteColumns(output, verb.Arguments.Select(argument => (argument.Name, argument.Description!)));
        }

        output.WriteLine("\nOptions");
        WriteColumns(output, verb.Options.Append(CommonOptions.Verbose).Append(CommonOptions.Help).Select(Describe));
        output.WriteLine("\nExamples");
        WriteExamples(output, verb.Examples);
        output.WriteLine($"\n{ExitCodes}");
    }

    private static string Arguments(Verb verb) =>
        string.Join(
            ' ',
            verb.Arguments.Select(argument =>
                argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]"
                : argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..."
                : argument.Name
            )
        );

    private static (string Left, string Right) Describe(Option option) =>
        (
            $"{string.Join(", ", option.Aliases.Where(alias => alias != "-?").Order().Append(option.Name))} {option.HelpName}".TrimEnd(),
            option.Description!
        );

    private static void WriteColumns(TextWriter output, IEnumerable<(string Left, string Right)> rows)
    {
        var list = rows.ToList();
        var width = list.Max(row => row.Left.Length);
        foreach (var (left, right) in list)
            output.WriteLine($"  {left.PadRight(width)}   {right}");
    }

    private static void WriteExamples(TextWriter output, IEnumerable<Example> examples)
    {
        foreach (var example in examples)
            output.WriteLine($"  tinyengine {example.Command}\n      {example.About}");
    }
}
