using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Changes records of a model: sizes, types, quantization, constants, indices, options, codes.</summary>
internal static class RecordMutator
{
    /// <summary>A change; null when it does not apply to this model.</summary>
    internal delegate TfliteModel? Change(TfliteModel model, Random random);

    /// <summary>How often, in what, and how. Changes that leave a sound model are frequent: they reach the code generator.</summary>
    private static readonly ImmutableArray<(int Weight, string Name, Change Apply)> Changes =
    [
        (10, "a size everywhere", TensorChanges.SizeEverywhere),
        (4, "a size", TensorChanges.Size),
        (2, "rank", TensorChanges.Rank),
        (2, "element type", TensorChanges.ElementType),
        (2, "element type everywhere", TensorChanges.ElementTypeEverywhere),
        (1, "tensor flags", TensorChanges.Flags),
        (1, "an open size", TensorChanges.OpenSize),
        (3, "tensor name", TensorChanges.Name),
        (8, "quantization everywhere", QuantizationChanges.Everywhere),
        (5, "quantization", QuantizationChanges.One),
        (3, "quantization, invalid", QuantizationChanges.Invalid),
        (10, "constant", ConstantChanges.Values),
        (6, "integers of a constant", ConstantChanges.Integers),
        (3, "length of a buffer", ConstantChanges.Length),
        (8, "an option", OperatorChanges.Option),
        (3, "options table", OperatorChanges.OptionsTable),
        (3, "operands", OperatorChanges.Operands),
        (2, "results", OperatorChanges.Results),
        (2, "order of operators", OperatorChanges.Order),
        (2, "number of operators", OperatorChanges.Number),
        (3, "operator code", GraphChanges.Code),
        (2, "inputs and outputs", GraphChanges.Ports),
        (1, "buffer index", GraphChanges.BufferIndex),
        (1, "model fields", GraphChanges.Fields),
        (1, "a long chain", GraphChanges.Chain),
        (3, "a variable", StateChanges.Variable),
        (1, "signatures", StateChanges.Signatures),
        (2, "tensor flags of another graph", StateChanges.InAnotherGraph(TensorChanges.Flags)),
        (2, "an element type of another graph", StateChanges.InAnotherGraph(TensorChanges.ElementType)),
        (2, "operands of another graph", StateChanges.InAnotherGraph(OperatorChanges.Operands)),
        (2, "number of operators of another graph", StateChanges.InAnotherGraph(OperatorChanges.Number)),
        (2, "length of a buffer of another graph", StateChanges.InAnotherGraph(ConstantChanges.Length)),
        (2, "real numbers everywhere", FloatChanges.Everywhere),
        (3, "an island of real numbers", FloatChanges.Island),
        (3, "integers of 64 bits", ConstantChanges.Widen),
        (4, "custom options", OperatorChanges.CustomOptions),
    ];

    private static readonly int TotalWeight = Changes.Sum(change => change.Weight);

    /// <summary>Applies a change that fits the model.</summary>
    public static TfliteModel Mutate(TfliteModel model, Random random, List<string> changes)
    {
        const int Attempts = 10;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var pick = random.Next(TotalWeight);
            var chosen = Changes.First(change => (pick -= change.Weight) < 0);
            if (model.Subgraphs.Count == 0 || model.Graph().Tensors.Count == 0 || chosen.Apply(model, random) is not { } changed)
                continue;
            changes.Add(chosen.Name);
            return changed;
        }

        return model;
    }
}
