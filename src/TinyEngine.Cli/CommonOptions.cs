using System.CommandLine;
using System.Globalization;

namespace TinyEngine.Cli;

/// <summary>Arguments and options that several verbs share, each declared once.</summary>
internal static class CommonOptions
{
    /// <summary>The model to work on.</summary>
    public static Argument<string> Model { get; } = new("MODEL") { Description = "a quantized .tflite file" };

    /// <summary>The models to work on.</summary>
    public static Argument<string[]> Models { get; } =
        new("MODEL") { Description = "a quantized .tflite file; of several, one library is made", Arity = ArgumentArity.OneOrMore };

    /// <summary>Input tensors.</summary>
    public static Option<string[]> Input { get; } =
        new("--input")
        {
            Description = "raw little-endian tensors or .npy files, one per graph input, in the model's order",
            HelpName = "FILE...",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };

    /// <summary>Where results go.</summary>
    public static Option<string> Output { get; } =
        new("--output")
        {
            Description = "folder for the results; made when missing",
            HelpName = "DIR",
            Required = true,
        };

    /// <summary>One JSON object instead of tables.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "print one JSON object on standard output" };

    /// <summary>Intermediate results of the stages.</summary>
    public static Option<string?> Dump { get; } =
        new("--dump") { Description = "write the graph after each stage as text: 01-import.txt, ...", HelpName = "DIR" };

    /// <summary>Compile everything, also what was compiled before.</summary>
    public static Option<bool> NoCache { get; } =
        new("--no-cache") { Description = "compile all C anew instead of using objects that earlier runs kept" };

    /// <summary>What compiles the generated C.</summary>
    public static ChoiceOption Compiler { get; } =
        new("--compiler", "gcc", Clang)
        {
            Description = "what compiles the generated C, gcc by default; GCC's linker and C library serve boards either way",
        };

    private const string Clang = "clang";

    /// <summary>Whether clang compiles the generated C.</summary>
    public static bool UsesClang(Invocation call) => call.Get(Compiler) == Clang;

    /// <summary>Stack traces of internal errors.</summary>
    public static Option<bool> Verbose { get; } =
        new("--verbose") { Description = "show the stack trace of an internal error", Recursive = true };

    /// <summary>Help of the verb.</summary>
    public static Option<bool> Help { get; } = new("--help", "-h", "-?") { Description = "show help", Recursive = true };

    /// <summary>Version of the tool.</summary>
    public static Option<bool> Version { get; } = new("--version") { Description = "show the version" };

    /// <summary>An option that takes a number of bytes: <c>65536</c>, <c>64K</c> or <c>1M</c>, with K = 1024.</summary>
    public static Option<long?> ByteSize(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "BYTES",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (ParseByteSize(text) is { } bytes)
                    return bytes;
                result.AddError($"'{text}' is not a size for {name}: use bytes or K and M, for example 65536, 64K or 1M");
                return null;
            },
        };

    /// <summary>Reads a number of bytes; null when it is not one.</summary>
    internal static long? ParseByteSize(string text)
    {
        var (digits, unit) = text switch
        {
            [.. var head, 'K' or 'k'] => (head, 1L << 10),
            [.. var head, 'M' or 'm'] => (head, 1L << 20),
            _ => (text, 1L),
        };
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1L << 40
            ? number * unit
            : null;
    }
}
