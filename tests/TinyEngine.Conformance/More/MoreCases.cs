using System.Collections.Immutable;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using static TinyEngine.Conformance.More.CaseBuilder;

namespace TinyEngine.Conformance.More;

/// <summary>The cases that are made here.</summary>
internal static partial class MoreCases
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<MoreCase> All { get; } =
    [
        .. UnaryCases(),
        .. BinaryCases(),
        .. ElementCases(),
        .. MovingCases(),
        .. SignalCases(),
        .. VariableCases(),
        .. FormCases(),
        .. FloatCases(),
        .. KindCases(),
    ];

    private static IEnumerable<MoreCase> UnaryCases()
    {
        (UnaryFunction Function, double Low, double High, int Tolerance)[] functions =
        [
            (UnaryFunction.Abs, -5, 5, 0),
            (UnaryFunction.Neg, -5, 5, 0),
            (UnaryFunction.Exp, -20, 20, 4),
            (UnaryFunction.Log, 0.001, 50, 4),
            (UnaryFunction.Sqrt, 0, 100, 0),
            (UnaryFunction.Rsqrt, 0.01, 100, 0),
            (UnaryFunction.Square, -5, 5, 0),
            (UnaryFunction.Sin, -20, 20, 4),
            (UnaryFunction.Cos, -20, 20, 4),
            (UnaryFunction.Floor, -5, 5, 0),
            (UnaryFunction.Ceil, -5, 5, 0),
            (UnaryFunction.Round, -5, 5, 0),
            (UnaryFunction.Logistic, -10, 10, 4),
            (UnaryFunction.Tanh, -3, 3, 4),
        ];
        var real = Plain(DType.Float32, 2, 3, 4);
        foreach (var (function, low, high, tolerance) in functions)
        {
            var op = new Unary(function);
            yield return new(op.Name, "f32", tolerance, c => c.Output(op, real, c.Input(real, low, high)));
        }

        var (relu, relu6) = (new Unary(UnaryFunction.Clamp, 0), new Unary(UnaryFunction.Clamp, 0, 6));
        yield return new("RELU", "f32", 0, c => c.Output(relu, real, c.Input(real)));
        yield return new("RELU6", "f32", 0, c => c.Output(relu6, real, c.Input(real, -2, 9)));
        var abs = new Unary(UnaryFunction.Abs);
        yield return new("ABS", "s8", 0, c => c.Output(abs, Int8(0.04f, -100), c.Input(Int8(0.05f, 3, 2, 5, 7))));
        yield return new("ABS", "s8_same", 0, c => c.Output(abs, Int8(0.05f, -3), c.Input(Int8(0.05f, -3, 40))));
        yield return new("ABS", "s16", 0, c => c.Output(abs, Int16(0.0004f), c.Input(Int16(0.0003f, 2, 5, 7))));
        yield return new("ABS", "s16_same", 0, c => c.Output(abs, Int16(0.0003f), c.Input(Int16(0.0003f, 40))));
        var root = new Unary(UnaryFunction.Rsqrt);
        yield return new("RSQRT", "s8", 0, c => c.Output(root, Int8(0.02f, -128), c.Input(Int8(0.1f, -128, 2, 50))));
        yield return new("RSQRT", "s8_fine", 0, c => c.Output(root, Int8(0.5f, -120), c.Input(Int8(0.0005f, -128, 2, 50))));
        var not = new Unary(UnaryFunction.LogicalNot);
        yield return new("LOGICAL_NOT", "bool", 0, c => c.Output(not, Plain(DType.Bool), c.Input(Plain(DType.Bool, 3, 5))));
    }

    private static IEnumerable<MoreCase> BinaryCases()
    {
        var square = new Binary(BinaryFunction.SquaredDifference);
        var (divide, limited) = (new Binary(BinaryFunction.Div), new Binary(BinaryFunction.Div, FusedActivation.Relu6));
        yield return new(square.Name, "s8", 0, c =>
            c.Output(square, Int8(0.3f, -100), c.Input(Int8(0.05f, 3, 2, 5, 7)), c.Input(Int8(0.07f, -9, 2, 5, 7)))
        );
        yield return new(square.Name, "s8_bcast", 0, c =>
            c.Output(square, Int8(0.3f, -100), c.Input(Int8(0.05f, 3, 1, 4, 5, 3)), c.Input(Int8(0.07f, -9, 1, 4, 1, 3)))
        );
        yield return new(square.Name, "s16", 0, c =>
            c.Output(square, Int16(0.002f), c.Input(Int16(0.0003f, 30)), c.Input(Int16(0.0002f, 30)))
        );
        yield return new(divide.Name, "s8", 0, c =>
            c.Output(divide, Int8(0.05f, -5), c.Input(Int8(0.05f, 3, 2, 5, 7)), c.Input(Int8(0.02f, -128, 1, 5, 1), 0, 0))
        );
        yield return new(divide.Name, "s8_relu6", 0, c =>
            c.Output(limited, Int8(0.03f, -120), c.Input(Int8(0.05f, 3, 60)), c.Given<sbyte>(Int8(0.02f, 5, 1), -70))
        );
        (BinaryFunction Function, DType Type)[] plain =
        [
            .. Enum.GetValues<BinaryFunction>().Select(function => (function, DType.Float32)),
            (BinaryFunction.Add, DType.Int32),
            (BinaryFunction.Sub, DType.Int32),
            (BinaryFunction.Mul, DType.Int32),
            (BinaryFunction.Div, DType.Int32),
            (BinaryFunction.Minimum, DType.Int32),
            (BinaryFunction.Maximum, DType.Int32),
            (BinaryFunction.SquaredDifference, DType.Int32),
        ];
        foreach (var (function, type) in plain)
        {
            var op = new Binary(function);
            var (low, high) = type == DType.Int32 && function.Divides() ? (1, 9) : (-50, 50);
            var suffix = type == DType.Int32 ? "s32" : "f32";
            yield return new(op.Name, suffix, 0, c =>
                c.Output(op, Plain(type), c.Input(Plain(type, 2, 3, 4), -50, 50), c.Input(Plain(type, 2, 3, 4), low, high))
            );
            yield return new(op.Name, $"{suffix}_bcast", 0, c =>
                c.Output(op, Plain(type), c.Input(Plain(type, 2, 3, 4), -50, 50), c.Input(Plain(type, 3, 1), low, high))
            );
        }
    }

    private static IEnumerable<MoreCase> ElementCases()
    {
        foreach (var relation in Enum.GetValues<Relation>())
        {
            var op = new Comparison(relation);
            var of = relation >= Relation.And ? DType.Bool : DType.Int32;
            yield return new(op.Name, "plain", 0, c =>
                c.Output(op, Plain(DType.Bool), c.Input(Plain(of, 2, 5, 6), -2, 3), c.Input(Plain(of, 2, 5, 6), -2, 3))
            );
            yield return new(op.Name, "bcast", 0, c =>
                c.Output(op, Plain(DType.Bool), c.Input(Plain(of, 2, 5, 6), -2, 3), c.Input(Plain(of, 5, 1), -2, 3))
            );
            if (relation >= Relation.And)
                continue;
            yield return new(op.Name, "f32", 0, c =>
                c.Output(op, Plain(DType.Bool), c.Input(Plain(DType.Float32, 3, 4)), c.Constant(Plain(DType.Float32, 1), -1, 1))
            );
            yield return new(op.Name, "s64", 0, c =>
                c.Output(op, Plain(DType.Bool), c.Input(Plain(DType.Int64, 3, 4), -2, 3), c.Input(Plain(DType.Int64, 3, 4), -2, 3))
            );
            yield return new(op.Name, "s8", 0, c =>
                c.Output(op, Plain(DType.Bool), c.Input(Int8(0.05f, 3, 4, 40)), c.Input(Int8(0.1f, -7, 1, 40)))
            );
        }

        var select = new Select();
        foreach (var type in new[] { Plain(DType.Float32, 2, 3, 4), Int8(0.05f, 3, 2, 3, 4), Int16(0.01f, 2, 3, 4) })
        {
            yield return new(select.Name, type.DType.Name(), 0, c =>
                c.Output(select, type, c.Input(Plain(DType.Bool, 2, 3, 4)), c.Input(type), c.Input(type))
            );
            yield return new(select.Name, $"{type.DType.Name()}_bcast", 0, c =>
                c.Output(select, type, c.Input(Plain(DType.Bool, 2, 1, 4)), c.Input(type), c.Input(type with { Shape = [3, 1] }))
            );
        }

        var cast = new Cast();
        foreach (var from in new[] { DType.Int8, DType.Int16, DType.Int32, DType.Float32, DType.Bool })
        {
            foreach (var to in new[] { DType.Int8, DType.Int16, DType.Int32, DType.Float32 })
                yield return new(cast.Name, $"{from.Name()}_{to.Name()}", 0, c =>
                    c.Output(cast, Plain(to), c.Input(Plain(from, 2, 9), -100, 100))
                );
        }

        var sum = new AddN();
        yield return new(sum.Name, "s8", 0, c =>
            c.Output(
                sum,
                Int8(0.1f, -5),
                c.Input(Int8(0.05f, 3, 2, 5, 3)),
                c.Input(Int8(0.05f, 3, 2, 5, 3)),
                c.Input(Int8(0.05f, 3, 2, 5, 3))
            )
        );
        yield return new(sum.Name, "f32", 0, c =>
            c.Output(
                sum,
                Plain(DType.Float32),
                c.Input(Plain(DType.Float32, 9)),
                c.Input(Plain(DType.Float32, 9)),
                c.Input(Plain(DType.Float32, 9))
            )
        );
    }
}
