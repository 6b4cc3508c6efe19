using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>An operand of an operator in a file.</summary>
/// <param name="Name">Tensor name.</param>
/// <param name="Type">Its checked type.</param>
/// <param name="Constant">Its bytes, when the file holds them.</param>
internal sealed record TfliteOperand(string Name, TensorType Type, Tensor? Constant);

/// <summary>What an operator's import sees of the file: operands, results, options, and a place for errors.</summary>
/// <param name="inputs">Operands; null where the file leaves an optional one out.</param>
/// <param name="outputs">Declared types of the results; at least one.</param>
/// <param name="options">The options table; reads give the schema's default where a field is absent.</param>
/// <param name="site">Place and sink for errors.</param>
internal sealed class TfliteNode(
    ImmutableArray<TfliteOperand?> inputs,
    ImmutableArray<TensorType> outputs,
    TfliteOptions options,
    OpSite site
)
{
    /// <summary>Number of operands, absent optional ones included.</summary>
    public int InputCount => inputs.Length;

    /// <summary>Declared types of the results.</summary>
    public ImmutableArray<TensorType> Outputs => outputs;

    /// <summary>Declared type of the first result.</summary>
    public TensorType Output => outputs[0];

    /// <summary>The options table.</summary>
    public TfliteOptions Options => options;

    /// <summary>Whether an operand is there.</summary>
    public bool Has(int operand) => operand < inputs.Length && inputs[operand] is not null;

    /// <summary>Whether an operand is there and the file holds its bytes.</summary>
    public bool IsConstant(int operand) => operand < inputs.Length && inputs[operand]?.Constant is not null;

    /// <summary>Type of an operand that is there.</summary>
    public TensorType Input(int operand) => inputs[operand]!.Type;

    /// <summary>Whether the number of operands lies in a range and all the required ones are there; reports an error otherwise.</summary>
    public bool CheckOperands(int minimum, int maximum)
    {
        if (inputs.Length < minimum || inputs.Length > maximum)
        {
            var expected = minimum == maximum ? $"{minimum}" : $"{minimum} to {maximum}";
            site.Error(Diag.OperandCount, $"{inputs.Length} operands, expected {expected}");
            return false;
        }

        for (var i = 0; i < minimum; i++)
        {
            if (inputs[i] is null)
            {
                site.Error(Diag.OperandCount, $"operand {i} is required but absent");
                return false;
            }
        }

        return true;
    }

    /// <summary>The integers of a constant operand (int32 or int64); reports an error and returns null when it is not constant.</summary>
    /// <param name="operand">Index of the operand.</param>
    /// <param name="what">What the operand is, for the message: <c>paddings</c>, <c>axes</c>...</param>
    public int[]? ConstantInts(int operand, string what)
    {
        if (ConstantTensor(operand, what) is not { } constant)
            return null;
        if (constant.Type.DType is not (DType.Int32 or DType.Int64))
        {
            site.Error(
                Diag.UnsupportedType,
                $"{what} '{inputs[operand]!.Name}' are {constant.Type.DType.Name()}, expected int32",
                @try: "export the model again: converters write indices and sizes as int32 or int64"
            );
            return null;
        }

        var wide = constant.ToInt64();
        if (wide.Any(v => v is < int.MinValue or > int.MaxValue))
        {
            site.Error(Diag.UnsupportedAttribute, $"{what} '{inputs[operand]!.Name}' hold a value that does not fit int32");
            return null;
        }

        return [.. wide.Select(v => (int)v)];
    }

    /// <summary>A constant operand; reports an error and returns null when it is computed at run time.</summary>
    public Tensor? ConstantTensor(int operand, string what)
    {
        if (inputs[operand]!.Constant is { } constant)
            return constant;
        site.Error(
            Diag.ConstantRequired,
            $"{what} '{inputs[operand]!.Name}' must be a constant",
            "sizes must be known when the code is generated",
            "export the model with fixed input shapes, so that the converter folds this operand"
        );
        return null;
    }

    /// <summary>An axis counted from the front; negative axes count from the back.</summary>
    /// <param name="axis">Axis as the file has it.</param>
    /// <param name="rank">Number of axes.</param>
    public int? Axis(int axis, int rank)
    {
        if (axis >= -rank && axis < rank)
            return axis < 0 ? axis + rank : axis;
        Error(Diag.UnsupportedAttribute, $"axis {axis} does not exist", $"the tensor has {rank} axes");
        return null;
    }

    /// <summary>An axis from a constant operand of one element; negative axes count from the back.</summary>
    /// <param name="operand">Index of the operand.</param>
    /// <param name="rank">Number of axes.</param>
    public int? ConstantAxis(int operand, int rank)
    {
        if (ConstantInts(operand, "axis") is not { } axes)
            return null;
        if (axes is [var axis])
            return Axis(axis, rank);
        Error(Diag.UnsupportedAttribute, $"the axis operand has {axes.Length} elements, expected 1");
        return null;
    }

    /// <summary>A constant operand with one integer per axis.</summary>
    /// <param name="operand">Index of the operand.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="count">Number of integers expected.</param>
    public int[]? ConstantInts(int operand, string what, int count)
    {
        if (ConstantInts(operand, what) is not { } ints)
            return null;
        if (ints.Length == count)
            return ints;
        Error(Diag.ShapeMismatch, $"the {what} have {ints.Length} elements, expected {count}");
        return null;
    }

    /// <summary>Reports an error at this operator.</summary>
    /// <returns>Null, so that an import can end with it.</returns>
    public ImportedOp? Error(DiagnosticDescriptor descriptor, string message, string why = "", string @try = "")
    {
        site.Error(descriptor, message, why, @try);
        return null;
    }

    /// <summary>Warns at this operator.</summary>
    public void Warn(DiagnosticDescriptor descriptor, string message, string why, string @try) =>
        site.Diagnostics.Add(descriptor, site.Place, message, why, @try);

    /// <summary>The bounds that a fused activation leaves of the output's range; reports an error and returns null for an unsupported
    /// one.</summary>
    /// <param name="field">Field of the options table that holds the activation.</param>
    public Clamp? FusedClamp(int field) => Activations.Clamp((FusedActivation)options.Byte(field), Output, site);

    /// <summary>The window along one axis from SAME or VALID padding; reports an error and returns null when the values make no
    /// sense.</summary>
    public WindowAxis? Window(string axis, int inputSize, int kernel, int stride, int dilation, byte padding)
    {
        const int Limit = 1 << 16;
        if (padding > 1)
            site.Error(Diag.BadOptions, $"padding code {padding} is unknown", "0 is SAME, 1 is VALID");
        else if (kernel is < 1 or > Limit || stride is < 1 or > Limit || dilation is < 1 or > Limit)
            site.Error(
                Diag.BadOptions,
                $"kernel {kernel}, stride {stride}, dilation {dilation} along the {axis} are not between 1 and {Limit}"
            );
        else if (inputSize is < 1 or > int.MaxValue / 4 || (kernel - 1L) * dilation > int.MaxValue / 4)
            site.Error(
                Diag.BadOptions,
                $"a {kernel}-tap window with dilation {dilation} on an input {axis} of {inputSize} is out of range",
                "positions must fit 32 bits"
            );
        else if (
            WindowAxis.Create(inputSize, kernel, stride, dilation, same: padding == 0) is var window
            && window.OutputSize(inputSize) < 1
        )
            site.Error(
                Diag.ShapeMismatch,
                $"a {kernel}-tap window with dilation {dilation} does not fit an input {axis} of {inputSize}",
                "VALID padding gives no output",
                "use SAME padding or a smaller kernel"
            );
        else
            return window;
        return null;
    }
}
