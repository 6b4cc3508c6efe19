using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>An operator that TFLite has too: the file <c>OP.Tflite.cs</c> of its folder, listed in <see cref="TfliteTable"/>.</summary>
internal interface IMapTflite
{
    /// <summary>TFLite operators that import as this one.</summary>
    static abstract ImmutableArray<TfliteMapping> Tflite { get; }
}

/// <summary>How one TFLite operator becomes an operator of ours, and back.</summary>
/// <param name="Code">TFLite's operator code.</param>
/// <param name="Read">Reads options and constant operands.</param>
/// <param name="Write">Makes options and constant operands again; null when another mapping does.</param>
internal sealed record TfliteMapping(
    BuiltinOperator Code,
    Func<TfliteNode, ImportedOp?> Read,
    Func<Op, OpTypes, TfliteExport?>? Write = null
)
{
    /// <summary>The version of the operator that a file must name: the least that has the element types and options in use. An interpreter
    /// that is older refuses the file instead of computing something else.</summary>
    /// <remarks>Source: TensorFlow, tensorflow/lite/tools/versioning/op_version.cc, for quantized operators.</remarks>
    public Func<TfliteSignature, int> Version { get; init; } = _ => 1;

    /// <summary>Operands that are indices: constants of int64, as some converters write them, are read as int32.</summary>
    public ImmutableArray<int> Indices { get; init; } = [];

    /// <summary>Name of a custom operator, whose code is <see cref="BuiltinOperator.Custom"/>; null for the others.</summary>
    public string? CustomCode { get; init; }

    /// <summary>Its name for people.</summary>
    public string Name => CustomCode ?? Code.SchemaName();

    /// <summary>Whether another operator reads this code and hands some types on, for example float32 to one that has all
    /// functions.</summary>
    public bool IsWriteOnly { get; init; }
}

/// <summary>An operator read from a file.</summary>
/// <param name="Op">Operator with attributes; operands that are attributes in our IR (paddings, axes, shapes) are already in it.</param>
/// <param name="Operands">Which of the file's operands the node reads, in order.</param>
internal sealed record ImportedOp(Op Op, ImmutableArray<int> Operands)
{
    /// <summary>Types of states of its own that the file does not show; further operands of the node.</summary>
    public ImmutableArray<TensorType> States { get; init; } = [];

    /// <summary>An operator that reads the file's operands 0, 1, ... as they are.</summary>
    public static ImportedOp FirstOperands(Op op, int count) => new(op, [.. Enumerable.Range(0, count)]);
}

/// <summary>An operator as a file holds it.</summary>
/// <param name="Options">Its options table.</param>
/// <param name="Operands">Operands in the file's order: a non-negative number is that operand of our node, −1 an absent one,
/// <see cref="ConstantAt"/> one of <paramref name="Constants"/>.</param>
/// <param name="Constants">Constant operands; those that <paramref name="Operands"/> does not place follow it.</param>
internal sealed record TfliteExport(TfliteOptions Options, ImmutableArray<int> Operands, ImmutableArray<Tensor> Constants)
{
    /// <summary>Stands in <see cref="Operands"/> for a constant that comes before operands of our node.</summary>
    public static int ConstantAt(int index) => -2 - index;

    /// <summary>Quantization that a file states for an operand and our type leaves out, because it follows from the other
    /// operands.</summary>
    public (int Operand, QuantParams Quant)? Implied { get; init; }

    /// <summary>Types of values inside the operator, of which a file states the quantization.</summary>
    public ImmutableArray<TensorType> Intermediates { get; init; } = [];

    /// <summary>An operator without constant operands of its own.</summary>
    public static TfliteExport Plain(TfliteOptions options, int operandCount) => new(options, [.. Enumerable.Range(0, operandCount)], []);
}
