using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>Which of a file's graphs is meant: that of a signature, or the first.</summary>
internal static class TfliteGraphs
{
    /// <summary>Finds it.</summary>
    /// <param name="model">Records of the file.</param>
    /// <param name="place">The file.</param>
    /// <param name="bag">Receives an error when there is none.</param>
    /// <param name="signature">Name of the signature; null for the first graph.</param>
    public static TfliteSubgraph? Find(TfliteModel model, Place place, DiagnosticBag bag, string? signature)
    {
        if (model.Subgraphs.Count == 0)
        {
            bag.Add(Diag.SubgraphCount, place, "the model has no graph", "there is nothing to run", "export the model again");
            return null;
        }

        if (signature is null)
            return model.Subgraphs[0];
        if (model.Signatures.Items.FirstOrDefault(known => known.Key == signature) is { } found)
            return model.Subgraphs[found.Subgraph];
        bag.Add(
            Diag.UnknownSignature,
            place,
            $"the model has no signature '{DisplayName.Of(signature)}'",
            model.Signatures.Count == 0
                ? "it has none"
                : $"it has {string.Join(", ", model.Signatures.Items.Select(known => $"'{DisplayName.Of(known.Key)}'"))}",
            model.Signatures.Count == 0 ? "leave --signature out" : "name one of these"
        );
        return null;
    }
}
