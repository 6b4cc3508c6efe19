using System.Collections.Frozen;
using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Operators;

/// <summary>All operators. The only registration: no reflection, no attributes, no start-up order.</summary>
public static class OperatorTable
{
    /// <summary>Every operator, by name.</summary>
    public static ImmutableArray<OperatorDef> All { get; } =
    [
        Add.Definition,
        AveragePool2D.Definition,
        Concatenation.Definition,
        Conv2D.Definition,
        DepthwiseConv2D.Definition,
        Dequantize.Definition,
        FullyConnected.Definition,
        Logistic.Definition,
        MaxPool2D.Definition,
        Mean.Definition,
        Mul.Definition,
        Pad.Definition,
        Quantize.Definition,
        Relu.Definition,
        Reshape.Definition,
        ResizeNearestNeighbor.Definition,
        Softmax.Definition,
        Sub.Definition,
        Sum.Definition,
        Transpose.Definition,
    ];

    private static readonly FrozenDictionary<BuiltinOperator, TfliteMapping> ByTfliteCode =
        All.SelectMany(def => def.Tflite).ToFrozenDictionary(mapping => mapping.Code);

    private static readonly FrozenDictionary<Type, OperatorDef> ByType = All.ToFrozenDictionary(def => def.Type);

    /// <summary>The mapping of a TFLite operator; null when it is not supported.</summary>
    public static TfliteMapping? Find(BuiltinOperator code) => ByTfliteCode.GetValueOrDefault(code);

    /// <summary>The entry of an operator type.</summary>
    public static OperatorDef Of(Type type) => ByType[type];
}
