using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Lowering;

/// <summary>Maps of one column as maps of one row, which are the same bytes: kernels work on several pixels of a row at a time. Only for
/// whole tensors, since the row is all of the map.</summary>
internal static class OneRow
{
    /// <summary>Whether a layer with weights moves over several rows of one column.</summary>
    public static bool Fits(OpTypes types, Window2D window) =>
        types.Inputs[0].Shape is [1, > 1, 1, _]
        && types.Outputs[0].Shape is [1, > 1, 1, _]
        && window.X is { Kernel: 1, PadBefore: 0, PadAfter: 0 };

    /// <summary>The window over the row.</summary>
    public static Window2D Turn(Window2D window) => new(window.X, window.Y);

    /// <summary>The context in which the map is one row.</summary>
    public static EmitContext Turn(EmitContext context)
    {
        var ((ifm, ofm), weights) = ((Turn(context.Types.Inputs[0]), Turn(context.Types.Outputs[0])), Turn(context.Types.Inputs[1]));
        return context with
        {
            Types = new OpTypes([ifm, weights, .. context.Types.Inputs[2..]], [ofm]),
            Inputs = [RowLayout.Dense(ifm), .. context.Inputs[1..]],
            Outputs = [RowLayout.Dense(ofm)],
        };
    }

    /// <summary>The calls of row kernels for the one row, as calls over whole tensors.</summary>
    public static ImmutableArray<KernelCall> AsWhole(ImmutableArray<KernelCall> calls) => [.. calls.Cast<RowCall>().Select(AsWhole)];

    private static KernelCall AsWhole(RowCall call) =>
        KernelTable.Of(call.Kernel).Whole(Arguments(call.Columns)) with
        {
            Scratch = call.Scratch,
            InputSlackBytes = call.InputSlackBytes,
            Params = call.Params,
            Constants = call.Constants,
        };

    /// <summary>Arguments of a row kernel for a whole tensor as one row.</summary>
    /// <param name="columns">Its output columns.</param>
    public static ImmutableArray<CallArgument> Arguments(int columns) =>
        [
            new CallArgument.Output(0),
            new CallArgument.RowList(0),
            new CallArgument.Number(0),
            new CallArgument.Number(columns),
            new CallArgument.Params(),
            new CallArgument.Workspace(),
        ];

    private static TensorType Turn(TensorType type) => type with { Shape = [type.Shape[0], type.Shape[2], type.Shape[1], type.Shape[3]] };
}
