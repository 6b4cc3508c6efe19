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
        if (
            record.Options.Type == BuiltinOptionsType.None
            || BuiltinOperatorOptions.TypeOf(code) is not { } own
            || record.Options.Type == own
        )
            return true;
        _bag.Add(
            Diag.BadOptions,
            place,
            $"the operator carries the options of another one (table {(int)record.Options.Type}, its own is {(int)own})",
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

    private void ReportUnsupported(TfliteOperatorCode code, string name, Place place)
    {
        if (code.Code == BuiltinOperator.Custom)
            _bag.Add(
                Diag.CustomOperator,
                place,
                $"custom operator '{name}' is not supported",
                "its meaning is not part of the file",
                "replace the layer by builtin operators"
            );
        else if (!Enum.IsDefined(code.Code))
            _bag.Add(
                Diag.UnknownOperator,
                place,
                $"operator code {(int)code.Code} does not exist",
                "the file is damaged or newer than this tool"
            );
        else if (code.Code is BuiltinOperator.If or BuiltinOperator.While)
            _bag.Add(
                Diag.UnsupportedOperator,
                place,
                $"operator {name} is not supported",
                "which graph runs, and how often, is only known while the network runs; memory and time are planned before",
                "unroll loops over a fixed number of steps, and split conditional networks into several models"
            );
        else
            _bag.Add(
                Diag.UnsupportedOperator,
                place,
                $"operator {name} is not supported",
                @try: "'tinyengine ops' lists what is; replace the layer or ask for the operator"
            );
    }
}
