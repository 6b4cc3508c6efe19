using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Kernels that take whole tensors element by element, their operands broadcast: a stride of 0 for an axis that repeats.</summary>
internal static class WalkKernel
{
    /// <summary>Why the shapes have no kernel; null when they have one.</summary>
    public static string? WhyNot(OpTypes types) =>
        Walk(types).Extents.Count > ElementWalk.MaximumRank
            ? $"the operands are broadcast along more than {ElementWalk.MaximumRank} axes"
            : null;

    /// <summary>The call of a kernel: output, operands, number of elements, parameters.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="paramsType">Struct type; its first field is the walk.</param>
    /// <param name="fields">The fields behind it.</param>
    /// <param name="context">Types and layouts.</param>
    public static WholeCall Select(KernelDef kernel, string paramsType, IEnumerable<CField> fields, EmitContext context) =>
        kernel.Whole([
            new CallArgument.Output(0),
            .. Enumerable.Range(0, context.Types.Inputs.Length).Select(i => new CallArgument.Input(i)),
            new CallArgument.Number(context.Types.Outputs[0].Shape.ElementCount),
            new CallArgument.Params(),
        ]) with
        {
            Params = new CParams(paramsType, [new CField("walk", Field(Walk(context.Types))), .. fields]),
        };

    /// <summary>A <c>te_walk_params</c>.</summary>
    public static FieldValue Field(ElementWalk walk) =>
        new FieldValue.Members([
            new FieldValue.Number(walk.Extents.Count),
            new FieldValue.Numbers(walk.Extents),
            new FieldValue.Members([.. walk.Strides.Select(strides => (FieldValue)new FieldValue.Numbers(strides))]),
        ]);

    private static ElementWalk Walk(OpTypes types) => ElementWalk.Create([.. types.Inputs.Select(input => input.Shape)])!;
}
