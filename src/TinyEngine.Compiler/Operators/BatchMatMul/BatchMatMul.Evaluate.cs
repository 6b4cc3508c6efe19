using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record BatchMatMul
{
    /// <summary>The sizes of the product.</summary>
    public MatMulSizes Sizes(OpTypes types)
    {
        var (left, output) = (types.Inputs[0].Shape, types.Outputs[0].Shape);
        return new MatMulSizes(
            output[^2],
            TransposesLeft ? left[^2] : left[^1],
            output[^1],
            Broadcast.Create(Batch(left), Batch(types.Inputs[1].Shape))!
        );
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var types = context.Types();
        var parameters = MatMulParams.Create(types);
        var (rows, depth, columns, batch) = Sizes(types);
        var isWide = types.Outputs[0].DType == DType.Int16;
        var bytes = isWide ? default : context.Output<sbyte>();
        var words = isWide ? context.Output<short>() : default;
        var (left, right) = (new short[rows * depth], new short[depth * columns]);
        var index = new int[batch.Loops.Count];
        var (leftBatch, rightBatch, at) = (0, 0, 0);
        for (var matrix = 0; matrix < batch.Shape.ElementCount; matrix++)
        {
            // Both as rows of the dot products' operands, without zero points.
            Load(context, 0, leftBatch * left.Length, parameters.LeftZeroPoint, left, depth, rows, TransposesLeft);
            Load(context, 1, rightBatch * right.Length, parameters.RightZeroPoint, right, depth, columns, !TransposesRight);
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++, at++)
                {
                    var a = left.AsSpan(row * depth, depth);
                    var b = right.AsSpan(column * depth, depth);
                    if (isWide)
                        words[at] = (short)
                            Math.Clamp(
                                FixedPoint.Requantize(DotProduct.SumWide(a, b), parameters.Factor.Multiplier, parameters.Factor.Shift),
                                short.MinValue,
                                short.MaxValue
                            );
                    else
                        bytes[at] = (sbyte)
                            Math.Clamp(
                                unchecked(parameters.Factor.Apply(DotProduct.Sum(a, b)) + parameters.OutputZeroPoint),
                                sbyte.MinValue,
                                sbyte.MaxValue
                            );
                }
            }

            for (var loop = index.Length - 1; loop >= 0; loop--)
            {
                var (count, leftStep, rightStep) = batch.Loops[loop];
                (leftBatch, rightBatch) = (leftBatch + leftStep, rightBatch + rightStep);
                if (++index[loop] < count)
                    break;
                index[loop] = 0;
                (leftBatch, rightBatch) = (leftBatch - (count * leftStep), rightBatch - (count * rightStep));
            }
        }
    }

    private static void Load(
        EvaluationContext context,
        int operand,
        int offset,
        int zeroPoint,
        short[] target,
        int depth,
        int vectors,
        bool transposed
    )
    {
        var isWide = context.InputType(operand).DType == DType.Int16;
        for (var vector = 0; vector < vectors; vector++)
        {
            for (var k = 0; k < depth; k++)
            {
                var from = offset + (transposed ? (k * vectors) + vector : (vector * depth) + k);
                target[(vector * depth) + k] = isWide
                    ? context.Input<short>(operand)[from]
                    : (short)(context.Input<sbyte>(operand)[from] - zeroPoint);
            }
        }
    }
}

/// <summary>Sizes of a batched matrix product.</summary>
/// <param name="Rows">Rows of the left matrix and of the output.</param>
/// <param name="Depth">Length of the dot products.</param>
/// <param name="Columns">Columns of the right matrix and of the output.</param>
/// <param name="Batch">Which matrices meet; its steps count matrices.</param>
internal sealed record MatMulSizes(int Rows, int Depth, int Columns, Broadcast Batch);

/// <summary>The fixed-point parameters of BATCH_MATMUL.</summary>
/// <param name="LeftZeroPoint">Zero point of the left operand.</param>
/// <param name="RightZeroPoint">Zero point of the right operand.</param>
/// <param name="Factor">Left scale · right scale / output scale.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
internal readonly record struct MatMulParams(int LeftZeroPoint, int RightZeroPoint, QuantizedMultiplier Factor, int OutputZeroPoint)
{
    /// <summary>Parameters for the types around the node.</summary>
    public static MatMulParams Create(OpTypes types)
    {
        var (left, right, output) = (types.Inputs[0].Quant, types.Inputs[1].Quant, types.Outputs[0].Quant);
        return new MatMulParams(
            left.ZeroPoint,
            right.ZeroPoint,
            ProductMultiplier.Compute(left.Scale, right.Scale, output.Scale),
            output.ZeroPoint
        );
    }
}
