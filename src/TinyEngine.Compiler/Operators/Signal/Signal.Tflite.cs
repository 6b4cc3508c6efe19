using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Signal : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } = [.. Enum.GetValues<SignalKind>().Select(Of)];

    private static TfliteMapping Of(SignalKind kind) =>
        new(BuiltinOperator.Custom, node => FromTflite(node, kind), (op, types) => ToTflite((Signal)op, kind))
        {
            CustomCode = SignalForm.All[(int)kind].Name,
        };

    private static ImportedOp? FromTflite(TfliteNode node, SignalKind kind)
    {
        var form = SignalForm.All[(int)kind];
        if (!node.CheckOperands(form.Inputs.Length, form.Inputs.Length))
            return null;
        var options = form.Options.IsEmpty ? null : FlexBufferMap.Read(node.Options.Custom.AsSpan());
        var values = new int[form.Options.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (
                options?.Number(form.Options[i]) is not { } value
                || value is < int.MinValue or > int.MaxValue
                || value != Math.Floor(value)
            )
                return node.Error(
                    Diag.BadOptions,
                    $"the custom options have no integer '{form.Options[i]}'",
                    "the operator means nothing without it",
                    "make the model again: the library of the front end writes its options"
                );
            values[i] = (int)value;
        }

        if (kind == SignalKind.FilterBank && !HasTables(node))
            return null;
        return ImportedOp.FirstOperands(new Signal(kind, [.. values]), form.Inputs.Length) with
        {
            States = form.HasState ? [node.Input(0)] : [],
        };
    }

    /// <summary>Whether the tables of a filter bank are constants and stay inside of spectrum and weights; reports what is wrong.</summary>
    private static bool HasTables(TfliteNode node)
    {
        if (
            node.ConstantTensor(3, "starts") is not { } starts
            || node.ConstantTensor(4, "weights' starts") is not { } at
            || node.ConstantTensor(5, "widths") is not { } widths
        )
            return false;
        if (new[] { starts, at, widths }.Any(table => table.Type.DType != DType.Int16))
            return true; // a message about types follows
        var (bins, weights) = (
            node.Input(0).Shape.ElementCount,
            Math.Min(node.Input(1).Shape.ElementCount, node.Input(2).Shape.ElementCount)
        );
        for (var i = 0; i < Math.Min(starts.As<short>().Length, Math.Min(at.As<short>().Length, widths.As<short>().Length)); i++)
        {
            var (start, from, width) = (starts.As<short>()[i], at.As<short>()[i], widths.As<short>()[i]);
            if (width <= 0 || (start >= 0 && from >= 0 && start + width <= bins && from + width <= weights))
                continue;
            node.Error(
                Diag.BadOptions,
                $"channel {i} takes {width} bins from {start} on with weights from {from} on",
                $"there are {bins} bins and {weights} weights"
            );
            return false;
        }

        return true;
    }

    private static TfliteExport? ToTflite(Signal op, SignalKind kind)
    {
        if (op.Kind != kind)
            return null;
        var form = op.Form;
        var options = form.Options.Select((name, i) => (name, name == "clamping" ? op.Options[i] != 0 : (object)op.Options[i])).ToArray();
        return TfliteExport.Plain(
            options.Length == 0 ? TfliteOptions.None : TfliteOptions.None with { Custom = [.. FlexBufferMap.Write(options)] },
            form.Inputs.Length
        );
    }
}
