using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Unary : IMapTflite
{
    /// <inheritdoc/>
    public static ImmutableArray<TfliteMapping> Tflite { get; } =
    [
        Of(BuiltinOperator.Abs, UnaryFunction.Abs) with
        {
            Version = site => site.ByType(int8: 2, int16: 3),
        },
        Of(BuiltinOperator.Neg, UnaryFunction.Neg),
        Of(BuiltinOperator.Exp, UnaryFunction.Exp) with
        {
            Version = site => site.ByType(int8: 2),
        },
        Of(BuiltinOperator.Log, UnaryFunction.Log) with
        {
            Version = site => site.ByType(int8: 2),
        },
        Of(BuiltinOperator.Sqrt, UnaryFunction.Sqrt),
        Of(BuiltinOperator.Rsqrt, UnaryFunction.Rsqrt) with
        {
            Version = site => site.ByType(int8: 2),
        },
        Of(BuiltinOperator.Square, UnaryFunction.Square),
        Of(BuiltinOperator.Sin, UnaryFunction.Sin),
        Of(BuiltinOperator.Cos, UnaryFunction.Cos),
        Of(BuiltinOperator.Floor, UnaryFunction.Floor),
        Of(BuiltinOperator.Ceil, UnaryFunction.Ceil),
        Of(BuiltinOperator.Round, UnaryFunction.Round),
        Of(BuiltinOperator.LogicalNot, UnaryFunction.LogicalNot),
        Of(BuiltinOperator.Logistic, UnaryFunction.Logistic) with
        {
            IsWriteOnly = true,
        },
        Of(BuiltinOperator.Tanh, UnaryFunction.Tanh) with
        {
            IsWriteOnly = true,
        },
        Limits(BuiltinOperator.Relu, 0, float.MaxValue),
        Limits(BuiltinOperator.Relu6, 0, 6),
        Limits(BuiltinOperator.ReluN1To1, -1, 1),
    ];

    private static TfliteMapping Of(BuiltinOperator code, UnaryFunction function) =>
        new(
            code,
            node => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new Unary(function), 1) : null,
            (op, _) => ((Unary)op).Function == function ? TfliteExport.Plain(TfliteOptions.None, 1) : null
        );

    private static TfliteMapping Limits(BuiltinOperator code, float low, float high) =>
        new(
            code,
            node => node.CheckOperands(1, 1) ? ImportedOp.FirstOperands(new Unary(UnaryFunction.Clamp, low, high), 1) : null,
            (op, _) => op == new Unary(UnaryFunction.Clamp, low, high) ? TfliteExport.Plain(TfliteOptions.None, 1) : null
        )
        {
            IsWriteOnly = true,
        };
}
