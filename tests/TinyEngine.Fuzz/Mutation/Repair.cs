using System.Globalization;
using System.Text.RegularExpressions;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Gives outputs the shapes that the importer derives, so that a change of sizes becomes another sound model.</summary>
internal static partial class Repair
{
    private const int MaximumRounds = 12;

    /// <summary>Follows what the importer says about outputs (TE2005) until it says nothing more about them.</summary>
    public static TfliteModel Outputs(TfliteModel model, List<string> changes)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var bag = new DiagnosticBag();
            if (IsBeyondRepair(model, bag))
                return model;
            var mismatches = bag.Items.Where(item => item.Descriptor == Diag.OutputMismatch).ToList();
            if (mismatches.Count == 0)
                return model;
            var repaired = mismatches.Aggregate(model, Apply);
            if (repaired == model)
                return model;
            changes.Add("outputs repaired");
            model = repaired;
        }

        return model;
    }

    private static bool IsBeyondRepair(TfliteModel model, DiagnosticBag bag)
    {
        try
        {
            return TfliteReader.Read(TfliteWriter.Write(model), "repair", bag) is null
                || TfliteImporter.Import(model, "repair", bag) is not null;
        }
        catch (Exception)
        {
            return true; // the judge will meet the same and report it
        }
    }

    private static TfliteModel Apply(TfliteModel model, Diagnostic mismatch)
    {
        var (place, message) = (OperatorIndex().Match(mismatch.Place.Detail), Claim().Match(mismatch.Message));
        if (!place.Success || !message.Success)
            return model;
        var graph = model.Subgraphs[0];
        var tensor = graph.Operators[Number(place)].Outputs[Number(message)];
        var shape = message.Groups["shape"].Value;
        int[] sizes = shape == "scalar" ? [] : [.. shape.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        return model.WithTensor(tensor, graph.Tensors[tensor] with { Shape = [.. sizes] });
    }

    private static int Number(Match match) => int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^op (?<index>\d+) ", RegexOptions.ExplicitCapture)]
    private static partial Regex OperatorIndex();

    [GeneratedRegex(
        @"^output (?<index>\d+) .*, its operands give \w+ (?<shape>[\dx]+|scalar)",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Claim();
}
