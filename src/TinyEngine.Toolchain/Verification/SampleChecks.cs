using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Toolchain.Verification;

/// <summary>Checks samples against a model before anything is built.</summary>
internal static class SampleChecks
{
    /// <summary>Reports every input or expectation whose number or size is wrong.</summary>
    public static void Check(CompiledModel model, IReadOnlyList<Sample> samples, DiagnosticBag bag)
    {
        if (samples.Count == 0)
            bag.Add(Diag.InputCount, new Place(model.Name), "there is no sample to run", "", "give at least one input file per input");
        for (var k = 0; k < samples.Count; k++)
        {
            var place = new Place(model.Name, $"sample {k}");
            CheckList(place, "input", model.Inputs, samples[k].Inputs, Diag.InputCount, Diag.InputSize, bag);
            if (samples[k].Expected.Count > 0)
                CheckList(place, "expected output", model.Outputs, samples[k].Expected, Diag.ExpectedMismatch, Diag.ExpectedMismatch, bag);
        }
    }

    private static void CheckList(
        Place place,
        string what,
        IReadOnlyList<ModelPort> ports,
        IReadOnlyList<ReadOnlyMemory<byte>> given,
        DiagnosticDescriptor count,
        DiagnosticDescriptor size,
        DiagnosticBag bag
    )
    {
        if (given.Count != ports.Count)
        {
            bag.Add(count, place, $"{given.Count} {what}s given, the model has {ports.Count}");
            return;
        }
        for (var i = 0; i < ports.Count; i++)
        {
            if (given[i].Length != ports[i].Bytes)
                bag.Add(size, place, $"{what} {i} '{ports[i].Name}' has {given[i].Length} bytes, the model needs {ports[i].Bytes}");
        }
    }
}
