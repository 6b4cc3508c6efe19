using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using TinyEngine.Compiler.Emission;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Cli;

/// <summary>Samples to verify with.</summary>
/// <param name="Samples">Inputs and expected outputs.</param>
/// <param name="Inputs">Where the inputs come from: <c>files</c> or <c>random</c>.</param>
/// <param name="Expectation">Where the expected outputs come from: <c>files</c> or <c>interpreter</c>.</param>
internal sealed record SampleSet(ImmutableArray<Sample> Samples, string Inputs, string Expectation);

/// <summary>The options that give samples, and how they are read.</summary>
internal static partial class SampleFiles
{
    /// <summary>Seed of inputs that nobody gave.</summary>
    public const ulong Seed = 1;

    private static readonly Option<string[]> Expect = new("--expect")
    {
        Description = "expected outputs, one raw tensor or .npy file per graph output; without it the interpreter's outputs are expected",
        HelpName = "FILE...",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Folder = new("--samples")
    {
        Description =
            "a folder of samples in place of --input and --expect: in{K}_{I}.bin and out{K}_{I}.bin (or .npy), K = sample, I = input or "
            + "output",
        HelpName = "DIR",
    };

    private static readonly Option<bool> KeepState = new("--keep-state")
    {
        Description = "the samples are steps of one run: state is reset before the first only",
    };

    /// <summary>Declares the options.</summary>
    public static void AddTo(Verb verb)
    {
        foreach (var option in new Option[] { CommonOptions.Input, Expect, Folder, KeepState })
            verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (Given(result, Folder) && (Given(result, CommonOptions.Input) || Given(result, Expect)))
                result.AddError("--samples stands in place of --input and --expect: give one or the other");
            else if (Given(result, Expect) && !Given(result, CommonOptions.Input))
                result.AddError("--expect without --input: give the inputs that lead to these outputs");
        });
    }

    /// <summary>Whether the samples are steps of one run.</summary>
    public static bool KeepsState(Invocation call) => call.Get(KeepState);

    /// <summary>Reads the samples that a call asks for; without any, makes an input up.</summary>
    /// <returns>The samples, or null after errors were reported.</returns>
    public static SampleSet? Read(LoadedModel model, Invocation call)
    {
        var bag = call.Diagnostics;
        if (call.Get(Folder) is { } folder)
            return ReadFolder(model, folder, call);
        var files = call.Required(CommonOptions.Input);
        if (files.Length == 0)
            return Random(model, call);
        if (InputTensors.Read(model.Source, model.Path, files, bag) is not { } inputs)
            return null;
        if (call.Required(Expect) is not { Length: > 0 } expect)
            return Complete(model, [inputs], [], "files", call);
        return InputTensors.ReadExpected(model.Source, model.Path, expect, bag) is { } expected
            ? Complete(model, [inputs], [expected], "files", call)
            : null;
    }

    /// <summary>One sample that looks random, with the outputs of the interpreter.</summary>
    /// <returns>The sample, or null after errors were reported.</returns>
    public static SampleSet? Random(LoadedModel model, Invocation call) =>
        Complete(model, [RandomInput.Make(model.Source, Seed)], [], "random", call);

    /// <summary>A random sample for a network to carry along.</summary>
    /// <returns>The sample, or null after errors were reported.</returns>
    public static SelfTestSample? RandomSelfTest(LoadedModel model, Invocation call) =>
        Random(model, call) is { } random ? new SelfTestSample([.. random.Samples[0].Inputs], [.. random.Samples[0].Expected]) : null;

    private static SampleSet? ReadFolder(LoadedModel model, string folder, Invocation call)
    {
        var bag = call.Diagnostics;
        List<string> names;
        try
        {
            names = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            bag.Add(Diag.FileNotReadable, new Place(folder), $"the folder cannot be read: {InputFile.Reason(exception)}");
            return null;
        }

        var numbers = names
            .Select(name => InputName().Match(name))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups["sample"].Value, CultureInfo.InvariantCulture))
            .Distinct()
            .Order()
            .ToList();
        if (numbers.Count == 0)
        {
            bag.Add(
                Diag.InputCount,
                new Place(folder),
                "the folder holds no sample",
                "inputs are called in{K}_{I}.bin or in{K}_{I}.npy, for example in0_0.bin for input 0 of sample 0"
            );
            return null;
        }

        ReportSurplus(model, folder, names, numbers, bag);
        ReportTwins(folder, names, bag);
        var hasExpectations = names.Any(name => OutputName().IsMatch(name));
        var inputs = new List<ImmutableArray<byte[]>>();
        var expected = ImmutableArray.CreateBuilder<ImmutableArray<byte[]>>();
        foreach (var k in numbers)
        {
            string[] Files(string prefix, int count) =>
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(i => $"{prefix}{k}_{i}.npy")
                        .Select(npy => Path.Combine(folder, names.Contains(npy) ? npy : Path.ChangeExtension(npy, ".bin"))),
                ];
            if (InputTensors.Read(model.Source, model.Path, Files("in", model.Source.Inputs.Length), bag) is { } tensors)
                inputs.Add(tensors);
            if (
                hasExpectations
                && InputTensors.ReadExpected(model.Source, model.Path, Files("out", model.Source.Outputs.Length), bag) is { } outputs
            )
                expected.Add(outputs);
        }

        return bag.HasErrors ? null : Complete(model, inputs, expected.DrainToImmutable(), "files", call);
    }

    /// <summary>A file that looks like a tensor but belongs to no input or output would go unused, and nobody would notice.</summary>
    private static void ReportSurplus(LoadedModel model, string folder, List<string> names, List<int> numbers, DiagnosticBag bag)
    {
        var (inputs, outputs) = (model.Source.Inputs.Length, model.Source.Outputs.Length);
        var used = numbers.SelectMany(k =>
            Enumerable.Range(0, inputs).Select(i => $"in{k}_{i}").Concat(Enumerable.Range(0, outputs).Select(o => $"out{k}_{o}"))
        );
        foreach (
            var name in names
                .Where(name => InputName().IsMatch(name) || OutputName().IsMatch(name))
                .ExceptBy(used, name => Path.GetFileNameWithoutExtension(name))
                .Order(StringComparer.Ordinal)
        )
        {
            bag.Add(
                name.StartsWith("in", StringComparison.Ordinal) ? Diag.InputCount : Diag.ExpectedMismatch,
                new Place(Path.Combine(folder, name)),
                "the file belongs to no sample of the model",
                $"the model has {inputs} input{(inputs == 1 ? "" : "s")} and {outputs} output{(outputs == 1 ? "" : "s")}; outputs "
                    + "need the inputs of their sample",
                "remove the file, or check that this is the right model"
            );
        }
    }

    /// <summary>Of two files for one tensor, nobody would know which was read.</summary>
    private static void ReportTwins(string folder, List<string> names, DiagnosticBag bag)
    {
        foreach (
            var name in names
                .Where(name => NpyFile.Is(name) && (InputName().IsMatch(name) || OutputName().IsMatch(name)))
                .Where(name => names.Contains(Path.ChangeExtension(name, ".bin")))
                .Order(StringComparer.Ordinal)
        )
        {
            bag.Add(
                Diag.InputCount,
                new Place(Path.Combine(folder, name)),
                $"the file stands beside {Path.ChangeExtension(name, ".bin")}",
                "both would be the same tensor of the same sample",
                "remove one of them"
            );
        }
    }

    /// <summary>Puts samples together; missing expectations are computed.</summary>
    private static SampleSet? Complete(
        LoadedModel model,
        IReadOnlyList<ImmutableArray<byte[]>> inputs,
        ImmutableArray<ImmutableArray<byte[]>> expected,
        string source,
        Invocation call
    )
    {
        static ReadOnlyMemory<byte> Bytes(byte[] tensor) => tensor;
        var expectation = expected.Length > 0 ? "files" : "interpreter";
        if (expected.IsEmpty)
        {
            if (Expectations.Compute(model.Source, inputs, KeepsState(call), call.Diagnostics) is not { } computed)
                return null;
            expected = computed;
        }

        return new SampleSet(
            [
                .. inputs.Zip(expected, (given, wanted) =>
                    new Sample([.. model.GivenInputs(given).Select(Bytes)], [.. model.GivenOutputs(wanted).Select(Bytes)])
                ),
            ],
            source,
            expectation
        );
    }

    private static bool Given(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    [GeneratedRegex(@"^in(?<sample>\d{1,6})_\d+\.(bin|npy)$", RegexOptions.ExplicitCapture)]
    private static partial Regex InputName();

    [GeneratedRegex(@"^out\d{1,6}_\d+\.(bin|npy)$", RegexOptions.ExplicitCapture)]
    private static partial Regex OutputName();
}
