using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record UnidirectionalSequenceLstm : IMapTflite
{
    // Fields of TFLite's UnidirectionalSequenceLSTMOptions.
    private const int ActivationField = 0,
        CellClipField = 1,
        ProjectionClipField = 2,
        TimeMajorField = 3,
        DiagonalField = 5;

    private const int FileOperands = 24;

    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [new(BuiltinOperator.UnidirectionalSequenceLstm, FromTflite, ToTflite)];

    /// <summary>Our operands among the file's: input, 8 weights, 4 biases, 2 states.</summary>
    private static readonly int[] FromFile = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 18, 19];

    /// <summary>The file's operands among ours; −1 for those that are absent.</summary>
    private static readonly int[] ToFile = [.. Enumerable.Range(0, FileOperands).Select(operand => Array.IndexOf(FromFile, operand))];

    private static ImportedOp? FromTflite(TfliteNode node)
    {
        if (!node.CheckOperands(1, FileOperands))
            return null;
        for (var operand = 0; operand < node.InputCount; operand++)
        {
            if (node.Has(operand) && ToFile[operand] < 0)
            {
                var feature = operand switch
                {
                    < 12 => "peephole connections are",
                    < 18 => "a projection is",
                    _ => "layer normalization is",
                };
                return node.Error(Diag.UnsupportedAttribute, $"{feature} not supported (operand {operand})", "", "use a plain LSTM layer");
            }
        }

        foreach (var operand in FromFile)
        {
            if (!node.Has(operand))
                return node.Error(
                    Diag.OperandCount,
                    $"operand {operand} is required but absent",
                    operand is 1 or 5 ? "coupled input and forget gates are not supported" : ""
                );
            if (operand is > 0 and < 18 && node.ConstantTensor(operand, "weights and biases") is null)
                return null;
            if (operand >= 18 && node.IsConstant(operand))
                return node.Error(
                    Diag.UnsupportedAttribute,
                    $"the state (operand {operand}) is a constant",
                    "it must be a variable tensor"
                );
        }

        var activation = (FusedActivation)node.Options.Byte(ActivationField);
        if (activation != FusedActivation.Tanh)
            return node.Error(Diag.UnsupportedAttribute, $"activation {activation} is not supported", "TANH is");
        if (node.Options.Bool(DiagonalField))
            return node.Error(Diag.UnsupportedAttribute, "diagonal recurrent weights are not supported");
        // Negative limits mean none, as 0 does; a projection's limit has no meaning without one.
        return new ImportedOp(
            new UnidirectionalSequenceLstm(node.Options.Bool(TimeMajorField), Math.Max(0, node.Options.Float(CellClipField))),
            [.. FromFile]
        );
    }

    private static TfliteExport ToTflite(Op op, OpTypes types)
    {
        var lstm = (UnidirectionalSequenceLstm)op;
        var options = new TfliteOptions(BuiltinOptionsType.UnidirectionalSequenceLstm)
            .With(ActivationField, (byte)FusedActivation.Tanh)
            .With(CellClipField, lstm.CellClip)
            .With(ProjectionClipField, 0f)
            .With(TimeMajorField, lstm.TimeMajor);
        // What the gates' activations take, and the hidden state, which is the output as there is no projection.
        var gate = new TensorType(DType.Int16, [types.Inputs[Biases].Shape[0]], QuantParams.PerTensor(1f / 4096, 0));
        return new TfliteExport(options, [.. ToFile], []) { Intermediates = [gate, gate, gate, gate, types.Inputs[OutputState]] };
    }
}
