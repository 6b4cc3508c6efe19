using System.Numerics;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Position of the smallest or largest element along one axis; the first one of several.</summary>
/// <param name="TakesLarger">ARG_MAX rather than ARG_MIN.</param>
/// <param name="Axis">Axis, counted from the front; the output does not have it.</param>
internal sealed partial record ArgMinMax(bool TakesLarger, int Axis) : Op, IOperator<ArgMinMax>
{
    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(ArgMinMax), "Position of the smallest or largest element along one axis")
        {
            DataTypes = ["int8 → int32", "float32 → int32"],
            Limits = "one constant axis",
            Rows = "no: an axis disappears, so that rows of its output are not rows of its input",
        };

    /// <inheritdoc/>
    public override string Name => TakesLarger ? "ARG_MAX" : "ARG_MIN";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => Rows.AxisDisappears;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (
            !site.HasOperands(inputs, 1)
            || !site.HasType("the input", inputs[0], DType.Int8, DType.Float32)
            || !site.HasType("the output", site.Output, DType.Int32)
        )
            return InferResult.Failed;
        var shape = inputs[0].Shape;
        if ((uint)Axis >= (uint)shape.Rank)
            return site.Error(Diag.ShapeMismatch, $"axis {Axis} does not exist in an input of {shape}");
        return site.TypeOf(site.Output, shape.Sizes.RemoveAt(Axis).ToInt64());
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (context.InputType(0).DType == DType.Float32)
            Evaluate<float>(context);
        else
            Evaluate<sbyte>(context);
    }

    private void Evaluate<T>(EvaluationContext context)
        where T : unmanaged, INumber<T>
    {
        var shape = context.InputType(0).Shape;
        var (count, step) = (shape[Axis], shape.Strides()[Axis]);
        var input = context.Input<T>(0);
        var output = context.Output<int>();
        for (var i = 0; i < output.Length; i++)
        {
            var from = (i / step * step * count) + (i % step);
            var best = 0;
            for (var position = 1; position < count; position++)
            {
                var (element, largest) = (input[from + (position * step)], input[from + (best * step)]);
                if (TakesLarger ? element > largest : element < largest)
                    best = position;
            }

            output[i] = best;
        }
    }
}
