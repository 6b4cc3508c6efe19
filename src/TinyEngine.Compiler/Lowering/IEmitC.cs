using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Lowering;

/// <summary>What an operator knows when it chooses a kernel.</summary>
/// <param name="Types">Types around the node.</param>
/// <param name="Constants">For each input its bytes when they are known, otherwise null.</param>
/// <param name="Inputs">Layout of each input's buffer.</param>
/// <param name="Outputs">Layout of each output's buffer.</param>
/// <param name="Target">What for: which instructions kernels may use, and what they cost.</param>
internal sealed record EmitContext(
    OpTypes Types,
    ImmutableArray<Tensor?> Constants,
    ImmutableArray<RowLayout> Inputs,
    ImmutableArray<RowLayout> Outputs,
    Target Target
)
{
    /// <summary>The context of a node.</summary>
    /// <param name="proofs">What is known of the network.</param>
    /// <param name="node">The node.</param>
    /// <param name="layoutOf">Layout of each value's buffer.</param>
    /// <param name="target">What kernels are for.</param>
    public static EmitContext Of(NetworkProofs proofs, Node node, Func<ValueId, RowLayout> layoutOf, Target target) =>
        new(
            proofs.Graph.TypesOf(node),
            proofs.Graph.ConstantsOf(node),
            [.. node.Inputs.Select(layoutOf)],
            [.. node.Outputs.Select(layoutOf)],
            target
        )
        {
            Node = node,
            Proofs = proofs,
            Encoding = proofs.Layer(node)?.Encoding ?? KernelEncoding.None,
        };

    /// <summary>Encoding of the requantization of a layer with weights.</summary>
    public KernelEncoding Encoding { get; private init; }

    /// <summary>Whether requantization takes the general encoding, for which there is one kernel an operator and instruction set.</summary>
    public bool IsGeneral => Encoding == KernelEncoding.AnyShift;

    private Node? Node { get; init; }

    private NetworkProofs? Proofs { get; init; }

    /// <summary>A result that depends on the node alone, computed once for it.</summary>
    public T Once<T>(Func<T> prove) => Proofs is null ? prove() : Proofs.Once(Node!, prove);

    /// <summary>Columns of the longest call, when none makes a whole row; null when calls make whole rows.</summary>
    public int? ChunkColumns { get; init; }

    /// <summary>What kernels are chosen for.</summary>
    public KernelGoal Goal { get; init; }

    /// <summary>Whether kernels that cost less flash are worth more than fast ones.</summary>
    public bool WantsSmall => Goal == KernelGoal.Size;

    /// <summary>Whether the SIMD kernels may be used.</summary>
    public bool UsesDsp => Target.Has(InstructionSet.Dsp);

    /// <summary>The largest set of instructions that kernels may use.</summary>
    public InstructionSet Isa => UsesDsp ? InstructionSet.Dsp : InstructionSet.C99;

    /// <summary>Instructions that kernels of small layers may use, of which the portable one serves where size counts.</summary>
    public InstructionSet SmallIsa => WantsSmall ? InstructionSet.C99 : Isa;
}

/// <summary>An operator that can be written as C: it chooses kernels and gives their constants. An operator without this facet runs in the
/// interpreter only.</summary>
internal interface IEmitC
{
    /// <summary>The kernel calls that compute the node, in order; empty when input and output share one buffer.</summary>
    ImmutableArray<KernelCall> SelectKernels(EmitContext context);

    /// <summary>Why there is no kernel for these types and shapes; null when there is one.</summary>
    string? WhyNoKernel(OpTypes types) => null;
}

/// <summary>An operator with other kernels for a step of a row stage than over whole tensors.</summary>
internal interface IEmitRows : IEmitC
{
    /// <summary>The kernel calls that compute the node row by row, in order.</summary>
    ImmutableArray<KernelCall> SelectRowKernels(EmitContext context);
}

/// <summary>An operator with several kernels for a node: it offers them all, and what each would execute decides.</summary>
internal interface IOfferKernels
{
    /// <summary>The calls that would compute the node, each by one kernel. Of equal ones the first is taken.</summary>
    ImmutableArray<KernelCall> OfferKernels(EmitContext context);
}

/// <summary>An operator whose kernels work with rows in other orders than channel-last; without this facet everything is
/// channel-last.</summary>
internal interface IChooseLayout
{
    /// <summary>Whether the kernel can read an input in the order.</summary>
    bool CanRead(int input, ElementOrder order, OpTypes types);

    /// <summary>Whether the kernel can write its output in the order.</summary>
    bool CanWrite(ElementOrder order, OpTypes types);
}
