using System.CommandLine;
using TinyEngine.Compiler;
using TinyEngine.Compiler.Import;
using TinyEngine.Compiler.Passes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>The options that say which part of a model is meant, and what its caller gives and gets.</summary>
internal static class GraphArguments
{
    private static readonly Option<string?> Signature = new("--signature")
    {
        Description = "the signature whose graph is meant; without it the first graph ('tinyengine inspect' lists signatures)",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Inputs = Tensors("--inputs", "begin at these tensors in place of the graph's inputs");

    private static readonly Option<string[]> Outputs = Tensors(
        "--outputs",
        "end at these tensors in place of the graph's outputs; what only leads elsewhere is not looked at"
    );

    private static readonly Option<bool> Int8Io = new("--int8-io")
    {
        Description = "leave out QUANTIZE and DEQUANTIZE at the edges: you give and get codes, whose scale the header tells",
    };

    private static readonly Option<bool> NhwcInputs = new("--nhwc-inputs")
    {
        Description = "leave out a TRANSPOSE that only turns an image from NCHW: you give NHWC",
    };

    /// <summary>Declares those that say which part of a model is meant.</summary>
    public static void AddTo(Verb verb)
    {
        foreach (var option in new Option[] { Signature, Inputs, Outputs })
            verb.Add(option);
    }

    /// <summary>Declares those that change what the caller gives and gets.</summary>
    public static void AddEdgesTo(Verb verb)
    {
        verb.Add(Int8Io);
        verb.Add(NhwcInputs);
    }

    /// <summary>Builds the graph of a file, or the part of it that is meant.</summary>
    /// <returns>The graph, or null after errors were reported.</returns>
    public static Network? Import(ReadOnlyMemory<byte> file, string path, Invocation call) =>
        Pipeline.Import(
            file,
            path,
            call.Diagnostics,
            new ImportOptions
            {
                Signature = call.Get(Signature),
                Inputs = [.. call.Required(Inputs)],
                Outputs = [.. call.Required(Outputs)],
            }
        );

    /// <summary>Drops the operators at the edges that the call names; warns when there are none.</summary>
    public static NetworkEdges Drop(Network network, string path, Invocation call)
    {
        var (codes, channelsLast) = (call.Get(Int8Io), call.Get(NhwcInputs));
        if (!codes && !channelsLast)
            return NetworkEdges.None(network);
        var edges = NetworkEdges.Drop(network, codes, channelsLast);
        if (codes && NetworkEdges.Drop(network, codes, channelsLast: false).IsNone)
            call.Diagnostics.Add(
                Diag.NothingToDrop,
                new Place(path),
                "--int8-io changes nothing: no input is only quantized, and no output is only dequantized",
                "inputs and outputs are what the network computes with, or several operators read them",
                "leave the option out"
            );
        if (channelsLast && NetworkEdges.Drop(network, codes: false, channelsLast).IsNone)
            call.Diagnostics.Add(
                Diag.NothingToDrop,
                new Place(path),
                "--nhwc-inputs changes nothing: no input is only turned from NCHW to NHWC",
                "no input is read by one TRANSPOSE with permutation 0,2,3,1 alone",
                "leave the option out"
            );
        return edges;
    }

    private static Option<string[]> Tensors(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "TENSOR,...",
            CustomParser = result =>
            {
                string[] names = [.. result.Tokens.SelectMany(token => token.Value.Split(','))];
                if (names.Any(tensor => tensor.Length == 0))
                    result.AddError($"{name} takes names of tensors, with commas between them");
                return names;
            },
            DefaultValueFactory = _ => [],
        };
}
