using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <content>Where a file contradicts itself, or holds what is not supported.</content>
internal sealed partial class TfliteImporter
{
    private bool HasOwnOptions(TfliteOperator record, BuiltinOperator code, Place place)
    {
        if (BuiltinOperatorOptions.Fits(code, record.Options.Type))
            return true;
        _bag.Add(
            Diag.BadOptions,
            place,
            $"the operator carries the options of another one (table {(int)record.Options.Type}, its own is "
                + $"{(int)BuiltinOperatorOptions.TypeOf(code)!})",
            "the file contradicts itself",
            "export the model again"
        );
        return false;
    }

    private void CheckHasNoData(int tensor, Place place, string role)
    {
        var record = _subgraph.Tensors[tensor];
        if (_model.DataOf(record).Length is > 0 and var bytes)
            _bag.Add(
                Diag.WrittenTwice,
                place,
                $"tensor {tensor} '{NameOf(tensor)}' is {role}, but buffer {record.BufferIndex} holds {bytes:N0} bytes for it",
                "a tensor is either constant or computed"
            );
    }

    private bool MatchesClaims(ImmutableArray<TensorType> inferred, ImmutableArray<TensorType> claimed, TfliteOperator record, Place place)
    {
        if (inferred.Length != claimed.Length)
        {
            _bag.Add(Diag.OutputMismatch, place, $"the operator has {inferred.Length} outputs, the file lists {claimed.Length}");
            return false;
        }

        var match = true;
        for (var o = 0; o < inferred.Length; o++)
        {
            if (inferred[o] == claimed[o])
                continue;
            match = false;
            _bag.Add(
                Diag.OutputMismatch,
                place,
                $"output {o} '{NameOf(record.Outputs[o])}' is declared {claimed[o]}, its operands give {inferred[o]}",
                "the file contradicts itself",
                "export the model again"
            );
        }

        return match;
    }

    /// <summary>Whether an operator on real numbers was refused for their type.</summary>
    private static bool HasNoFloatForm(DiagnosticBag bag) =>
        bag.Items.Any(item =>
            item.Descriptor == Diag.UnsupportedType
            || item.Descriptor == Diag.TypeMismatch
            || item.Descriptor == Diag.BadQuantization
            || item.Descriptor == Diag.QuantizationMismatch
        );

    /// <summary>A converter sets open sizes to 1; of an image, one pixel is left.</summary>
    private void WarnOfPlaceholder(int tensor)
    {
        var (shape, signature) = (_subgraph.Tensors[tensor].Shape, _subgraph.Tensors[tensor].ShapeSignature);
        if (
            shape.Count == signature.Count
            && Enumerable.Range(1, Math.Max(0, shape.Count - 1)).Any(axis => shape[axis] == 1 && signature[axis] == -1)
        )
            _bag.Add(
                Diag.PlaceholderShape,
                TensorPlace(tensor),
                $"the input is {string.Join('x', shape)}, its shape signature [{string.Join(", ", signature)}]",
                "sizes that the model leaves open (-1) were set to 1 by the converter; the network computes for this size only",
                "give the model the input sizes that it is used with, for example tf.keras.Input(shape=(96, 96, 3), batch_size=1), and "
                    + "convert it again"
            );
    }

    private void ReportUnsupported(TfliteOperatorCode code, string name, Place place)
    {
        var (id, message, why, remedy) = code.Code switch
        {
            BuiltinOperator.Custom => CustomRefusal(code.CustomCode ?? "", name),
            BuiltinOperator.If or BuiltinOperator.While => (
                Diag.UnsupportedOperator,
                $"operator {name} is not supported",
                "which graph runs, and how often, is only known while the network runs; memory and time are planned before",
                "unroll loops over a fixed number of steps, and split conditional networks into several models"
            ),
            _ when !Enum.IsDefined(code.Code) => (
                Diag.UnknownOperator,
                $"operator code {(int)code.Code} does not exist",
                "the file is damaged or newer than this tool",
                "convert the model again, or use a newer version of this tool"
            ),
            _ => (
                Diag.UnsupportedOperator,
                $"operator {name} is not supported",
                "",
                "'tinyengine ops' lists what is; replace the layer or ask for the operator"
            ),
        };
        _bag.Add(id, place, message, why, remedy);
    }

    private static (DiagnosticDescriptor Id, string Message, string Why, string Try) CustomRefusal(string custom, string name) =>
        custom switch
        {
            "ethos-u" => (
                Diag.CompiledForAccelerator,
                "the file was compiled by Vela for an Ethos-U NPU",
                "commands for the NPU have taken the place of operators and weights",
                "take the file before Vela"
            ),
            "edgetpu-custom-op" => (
                Diag.CompiledForAccelerator,
                "the file was compiled for an Edge TPU",
                "code for the TPU has taken the place of operators and weights",
                "take the file before edgetpu_compiler"
            ),
            "TFLM_DECODE" => (
                Diag.CompressedWeights,
                "the weights are compressed",
                "TFLM_DECODE unpacks each of them into RAM in every run",
                "take the file before compression"
            ),
            _ when custom.StartsWith("Flex", StringComparison.Ordinal) => (
                Diag.CustomOperator,
                $"'{name}' is an operator of TensorFlow itself",
                "it needs TensorFlow at run time (SELECT_TF_OPS)",
                "replace the layer by one that converts with supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]"
            ),
            _ => (
                Diag.CustomOperator,
                $"custom operator '{name}' is not supported",
                "its meaning is not part of the file",
                "replace the layer by builtin operators"
            ),
        };
}
