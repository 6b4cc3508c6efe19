using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Reads tensors, raw or as NumPy saves them, and checks that they are what a network expects.</summary>
internal static class InputTensors
{
    /// <summary>Reads one file for each graph input.</summary>
    /// <returns>Their bytes, or null after errors were reported.</returns>
    public static ImmutableArray<byte[]>? Read(Network graph, string model, IReadOnlyList<string> files, DiagnosticBag bag) =>
        Read(graph, graph.Inputs, "input", Diag.InputCount, Diag.InputSize, model, files, bag);

    /// <summary>Reads one file for each graph output: expected results.</summary>
    /// <returns>Their bytes, or null after errors were reported.</returns>
    public static ImmutableArray<byte[]>? ReadExpected(Network graph, string model, IReadOnlyList<string> files, DiagnosticBag bag) =>
        Read(graph, graph.Outputs, "output", Diag.ExpectedMismatch, Diag.ExpectedMismatch, model, files, bag);

    private static ImmutableArray<byte[]>? Read(
        Network graph,
        ImmutableArray<ValueId> ids,
        string what,
        DiagnosticDescriptor wrongCount,
        DiagnosticDescriptor wrongSize,
        string model,
        IReadOnlyList<string> files,
        DiagnosticBag bag
    )
    {
        if (files.Count != ids.Length)
        {
            bag.Add(
                wrongCount,
                new Place(model),
                $"the model has {Count(ids.Length, what)}, {Count(files.Count, "file")} given",
                string.Join("; ", ids.Select((id, i) => $"{what} {i} is {Describe(graph[id])}")),
                $"give one file per {what}, a raw tensor or .npy, in this order"
            );
            return null;
        }

        var errors = bag.ErrorCount;
        var tensors = ImmutableArray.CreateBuilder<byte[]>(files.Count);
        for (var i = 0; i < files.Count; i++)
        {
            var value = graph[ids[i]];
            if (InputFile.Read(files[i], int.MaxValue - 64, bag) is not { } bytes)
                continue;
            if (NpyFile.Is(files[i]))
            {
                if (NpyFile.Read(bytes, files[i], value.Type, $"{what} {i} '{value.Name}'", bag) is { } elements)
                    tensors.Add(elements);
                continue;
            }

            if (bytes.Length == value.Type.ByteSize)
            {
                tensors.Add(bytes);
                continue;
            }

            bag.Add(
                wrongSize,
                new Place(files[i]),
                $"the file has {bytes.Length:N0} bytes, {what} {i} '{value.Name}' needs {value.Type.ByteSize:N0}",
                $"{what} {i} is {Describe(value)}: {value.Type.Shape.ElementCount:N0} elements of "
                    + $"{Count(value.Type.DType.ByteSize(), "byte")}",
                Remedy(bytes, value.Type)
            );
        }

        return bag.ErrorCount > errors ? null : tensors.DrainToImmutable();
    }

    private static string Describe(Value value) => $"'{value.Name}', {value.Type.DType.Name()} {value.Type.Shape}";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Remedy(byte[] bytes, TensorType type) =>
        NpyFile.HasMagic(bytes) ? "the file is one of NumPy's: let its name end in .npy"
        : bytes.Length == (long)type.Shape.ElementCount * sizeof(float) && type.DType.ByteSize() == 1 && type.Quant.IsPerTensor
            ? $"the file looks like float32: quantize it first, q = round(x / {type.Quant.Scale:G9}) + {type.Quant.ZeroPoint}"
        : "write the tensor raw: little-endian elements, row-major, without a header; or as .npy with np.save";
}
