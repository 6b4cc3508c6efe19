using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Families;

/// <summary>One copy of a data-movement operator.</summary>
/// <param name="Input">Operand it reads.</param>
/// <param name="Output">Result it writes.</param>
/// <param name="Copy">Which elements go where.</param>
internal sealed record DataMove(int Input, int Output, StridedCopy Copy);

/// <summary>
/// An operator that moves elements without looking at them: slices, splits, transpositions, blocks. It says which copies it consists of;
/// evaluation, rows and generated code follow from them. Codes move as they are, also where input and output declare different scales,
/// as in the reference.
/// </summary>
internal abstract record DataMovement : Op, IRowOperator, IEmitC
{
    /// <summary>The copies, in any order; no element is written twice.</summary>
    /// <param name="types">Types around the node, accepted by <see cref="Op.Infer"/>.</param>
    public abstract ImmutableArray<DataMove> Moves(OpTypes types);

    /// <summary>The code of elements that no copy writes; null when the copies write every element.</summary>
    public virtual int? Fill(OpTypes types) => null;

    /// <inheritdoc/>
    public virtual string? WhyNoKernel(OpTypes types) => MoveKernel.WhyNot(Moves(types));

    /// <inheritdoc/>
    /// <remarks>Row by row where the row contract holds; otherwise whole tensors are copied.</remarks>
    public virtual ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var moves = Moves(context.Types);
        return RowMoves.Of(moves, context.Types) is { WhyNot: null } rows
            ? MoveKernel.SelectRows(rows.Moves, Fill(context.Types), context)
            : MoveKernel.Select(moves, Fill(context.Types), context);
    }

    /// <inheritdoc/>
    public sealed override void Evaluate(EvaluationContext context)
    {
        var types = context.Types();
        if (Fill(types) is { } fill)
        {
            for (var o = 0; o < context.OutputCount; o++)
                FillOutput(context, o, fill);
        }

        foreach (var (input, output, copy) in Moves(types))
            copy.Execute(context.InputTensor(input).Bytes.Span, context.Output<byte>(output), types.Inputs[input].DType.ByteSize());
    }

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => RowMoves.Of(Moves(types), types).WhyNot;

    /// <inheritdoc/>
    public RowRange InputRows(int input, int outputRow, OpTypes types) => RowMoves.InputRows(Moves(types), input, outputRow, types);

    private static void FillOutput(EvaluationContext context, int output, int code)
    {
        switch (context.OutputType(output).DType.ByteSize())
        {
            case 1:
                context.Output<byte>(output).Fill(unchecked((byte)code));
                break;
            case 2:
                context.Output<short>(output).Fill((short)code);
                break;
            case 4:
                context.Output<int>(output).Fill(code);
                break;
            default:
                context.Output<long>(output).Fill(code);
                break;
        }
    }
}
