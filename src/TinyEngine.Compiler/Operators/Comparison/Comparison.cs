using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Relations of two elements, with the numbers of <c>te_elements.h</c>.</summary>
internal enum Relation
{
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,

    /// <summary>Of bool: both.</summary>
    And,

    /// <summary>Of bool: one or both.</summary>
    Or,
}

/// <summary>Whether a relation holds between two elements, with broadcasting.</summary>
/// <param name="Relation">The relation.</param>
internal sealed partial record Comparison(Relation Relation) : Op, IOperator<Comparison>
{
    private const string WholeTensors = "its kernel walks through whole tensors";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(Comparison), "Whether a relation holds between two elements")
        {
            DataTypes = ["int8, int8 → bool", "int32, int32 → bool", "int64, int64 → bool", "float32, float32 → bool"],
            Limits = "broadcasting; int8 with one scale below 1 for each operand",
            Rows = "no: " + WholeTensors,
            Forms =
            [
                new("EQUAL", "a = b") { DataTypes = WithBool },
                new("NOT_EQUAL", "a ≠ b") { DataTypes = WithBool },
                new("LESS", "a < b"),
                new("LESS_EQUAL", "a ≤ b"),
                new("GREATER", "a > b"),
                new("GREATER_EQUAL", "a ≥ b"),
                new("LOGICAL_AND", "a and b") { DataTypes = ["bool, bool → bool"] },
                new("LOGICAL_OR", "a or b") { DataTypes = ["bool, bool → bool"] },
            ],
        };

    private static ImmutableArray<string> WithBool =>
        ["bool, bool → bool", "int8, int8 → bool", "int32, int32 → bool", "int64, int64 → bool", "float32, float32 → bool"];

    /// <inheritdoc/>
    public override string Name =>
        Relation switch
        {
            Relation.NotEqual => "NOT_EQUAL",
            Relation.LessEqual => "LESS_EQUAL",
            Relation.GreaterEqual => "GREATER_EQUAL",
            Relation.And => "LOGICAL_AND",
            Relation.Or => "LOGICAL_OR",
            _ => Relation.ToString().ToUpperInvariant(),
        };

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 2)
            || !site.HasType("the first operand", inputs[0], Types)
            || !site.HasType("the second operand", inputs[1], inputs[0].DType)
            || !site.HasType("the output", site.Output, DType.Bool)
        )
            return InferResult.Failed;
        if (
            inputs[0].DType == DType.Int8
            && (!HasScale("the first operand", inputs[0], site) || !HasScale("the second operand", inputs[1], site))
        )
            return InferResult.Failed;
        return BinaryOperands.InferShape(inputs, site);
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var (first, second) = (context.InputType(0), context.InputType(1));
        var walk = ElementWalk.Create(first.Shape, second.Shape)!;
        var (a, b) = (walk.Positions(0), walk.Positions(1));
        var output = context.Output<byte>();
        if (first.DType == DType.Float32)
        {
            var x = context.Input<float>(0);
            var y = context.Input<float>(1);
            for (var i = 0; i < output.Length; i++)
                output[i] = Holds(x[a[i]], y[b[i]]) ? (byte)1 : (byte)0;
            return;
        }

        var (left, right) = (Comparable(context.InputTensor(0)), Comparable(context.InputTensor(1)));
        for (var i = 0; i < output.Length; i++)
            output[i] = Holds(left[a[i]], right[b[i]]) ? (byte)1 : (byte)0;
    }

    /// <summary>From codes, shifted left by 8, to real numbers in the reference's fixed point.</summary>
    private static QuantizedMultiplier Factor(TensorType type) =>
        type.DType == DType.Int8 ? QuantizedMultiplier.From(type.Quant.Scale) : default;

    private DType[] Types =>
        Relation switch
        {
            Relation.And or Relation.Or => [DType.Bool],
            Relation.Equal or Relation.NotEqual => [DType.Bool, DType.Int8, DType.Int32, DType.Int64, DType.Float32],
            _ => [DType.Int8, DType.Int32, DType.Int64, DType.Float32],
        };

    private static long[] Comparable(Tensor tensor)
    {
        var values = tensor.ToInt64();
        if (tensor.Type.DType == DType.Int8)
        {
            var factor = Factor(tensor.Type);
            for (var i = 0; i < values.Length; i++)
                values[i] = factor.Apply(((int)values[i] - tensor.Type.Quant.ZeroPoint) << 8);
        }

        return values;
    }

    private static bool HasScale(string what, TensorType type, OpSite site)
    {
        if (!site.IsPerTensor(what, type))
            return false;
        if (type.Quant.Scale < 1 && Factor(type).Multiplier != 0)
            return true;
        site.Error(
            Diag.BadQuantization,
            $"{what} has the scale {type.Quant.Scale}",
            "the reference compares numbers whose scales lie between 2^-32 and 1",
            "scale the operands down"
        );
        return false;
    }

    private bool Holds<T>(T a, T b)
        where T : System.Numerics.INumber<T> =>
        Relation switch
        {
            Relation.Equal => a == b,
            Relation.NotEqual => a != b,
            Relation.Less => a < b,
            Relation.LessEqual => a <= b,
            Relation.Greater => a > b,
            Relation.GreaterEqual => a >= b,
            Relation.And => a != T.Zero && b != T.Zero,
            _ => a != T.Zero || b != T.Zero,
        };
}
