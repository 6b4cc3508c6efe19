using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Operators;

/// <summary>Rows of a table to which indices point.</summary>
internal sealed partial record EmbeddingLookup : Op, IOperator<EmbeddingLookup>, IEmitC
{
    private const string WholeTensors = "a row of its output is any row of the table";

    /// <inheritdoc/>
    public static OperatorDef Definition { get; } =
        new(typeof(EmbeddingLookup), "Rows of a table to which indices point")
        {
            DataTypes = ["int32 indices, a table of any type → the table's type"],
            Limits = "indices of one axis; an index outside of the table ends the run",
            Rows = "no: " + WholeTensors,
        };

    /// <inheritdoc/>
    public override string Name => "EMBEDDING_LOOKUP";

    /// <inheritdoc/>
    public override string? WhyWholeTensors(OpTypes types) => WholeTensors;

    /// <inheritdoc/>
    public override InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site)
    {
        if (!site.HasOperands(inputs, 2) || !site.HasType("the indices", inputs[0], DType.Int32) || !site.KeepsType(inputs[1], site.Output))
            return InferResult.Failed;
        var (indices, table) = (inputs[0].Shape, inputs[1].Shape);
        return indices.Rank == 1 && table.Rank >= 2
            ? site.TypeOf(site.Output, [indices[0], .. table.Sizes[1..].ToInt64()])
            : site.Error(
                Diag.ShapeMismatch,
                $"indices of {indices} do not fit a table of {table}",
                "indices have one axis, tables two or more"
            );
    }

    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        var indices = context.Input<int>(0);
        var (rows, bytes) = (context.InputType(1).Shape[0], context.InputType(1).ByteSize / context.InputType(1).Shape[0]);
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)rows)
                throw context.DataError($"index {indices[i]} lies outside of the table", $"the table has {rows} rows");
            context.Input<byte>(1).Slice(indices[i] * bytes, bytes).CopyTo(context.Output<byte>()[(i * bytes)..]);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context)
    {
        var (indices, table) = (context.Types.Inputs[0].Shape, context.Types.Inputs[1]);
        return
        [
            KernelTable
                .Find("gather", "any")
                .Whole(new CallArgument.Output(0), new CallArgument.Input(1), new CallArgument.Input(0), new CallArgument.Params()) with
            {
                CanFail = true,
                Params = new CParams(
                    "te_gather_params",
                    [
                        new CField("batches", 1),
                        new CField("outer", 1),
                        new CField("picks", indices[0]),
                        new CField("size", table.Shape[0]),
                        new CField("sliceBytes", table.ByteSize / table.Shape[0]),
                    ]
                ),
            },
        ];
    }
}
