using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Targets;

namespace TinyEngine.Compiler.Kernels;

/// <summary>What a kernel is made for, beside its operator and types.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Size">Taps of a square window along an axis, or pixels at a time.</param>
/// <param name="Stride">Stride of the window.</param>
/// <param name="PadBefore">Columns of padding before a row.</param>
internal readonly record struct KernelSpecial(KernelSpecialKind Kind, int Size = 0, int Stride = 0, int PadBefore = 0)
{
    /// <summary>Anything.</summary>
    public static KernelSpecial Any => default;

    /// <summary>Few outputs.</summary>
    public static KernelSpecial Few => new(KernelSpecialKind.Few);

    /// <summary>Only the taps inside the map are computed.</summary>
    public static KernelSpecial Inside => new(KernelSpecialKind.Inside);

    /// <summary>Some pixels at a time.</summary>
    public static KernelSpecial Pixels(int count) => new(KernelSpecialKind.Pixels, count);

    /// <summary>A square window of dilation 1 and a multiplier of 1.</summary>
    public static KernelSpecial Window(int size, int stride) => new(KernelSpecialKind.Window, size, stride);

    /// <summary>The same over whole row-planar rows with columns of padding before them.</summary>
    public static KernelSpecial Padded(int size, int stride, int before) => new(KernelSpecialKind.Padded, size, stride, before);
}

/// <summary>Kinds of <see cref="KernelSpecial"/>.</summary>
internal enum KernelSpecialKind
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>Some pixels at a time.</summary>
    Pixels,

    /// <summary>A square window.</summary>
    Window,

    /// <summary>A square window over whole padded rows.</summary>
    Padded,

    /// <summary>Only the taps inside the map.</summary>
    Inside,

    /// <summary>Few outputs.</summary>
    Few,
}

/// <summary>A kernel: its row of <c>kernels/kernels.inc</c>, whose head explains the columns.</summary>
/// <param name="Symbol">Name of the function.</param>
/// <param name="Operator">What it computes.</param>
/// <param name="Types">Types of the activations.</param>
/// <param name="Special">What it is made for.</param>
/// <param name="Isa">Instructions that it uses.</param>
/// <param name="Encoding">Requantization.</param>
/// <param name="Packing">Order of the weights.</param>
/// <param name="Scratch">Workspace; null for none.</param>
/// <param name="RowSlack">Bytes that it may read behind a row.</param>
/// <param name="WeightSlack">Bytes that it may read behind the weights.</param>
/// <param name="Overlap">How far its output may lie over its input.</param>
/// <param name="Family">Name of the family that counts its instructions.</param>
/// <param name="Body">Header with its code.</param>
internal sealed record KernelDef(
    string Symbol,
    string Operator,
    string Types,
    KernelSpecial Special,
    InstructionSet Isa,
    KernelEncoding Encoding,
    WeightOrder Packing,
    ScratchFormula? Scratch,
    int RowSlack,
    int WeightSlack,
    OverlapTolerance Overlap,
    string Family,
    string Body
)
{
    /// <summary>The function's head in C.</summary>
    internal required CPrototype Prototype { get; init; }

    /// <summary>What the function does; null when <see cref="Body"/> itself defines the function.</summary>
    internal string? Call { get; init; }

    /// <summary>The row as it stands in the list.</summary>
    internal required string Row { get; init; }

    /// <summary>The same kernel for another encoding of the requantization.</summary>
    /// <exception cref="InvalidOperationException">The list has none; that is a defect of the operator.</exception>
    public KernelDef With(KernelEncoding encoding) => KernelTable.Find(Operator, Types, Isa, Special, encoding);

    /// <summary>A call for each row of the output.</summary>
    /// <param name="sources">The rows that it is given, in order.</param>
    /// <param name="columns">Output columns of a row.</param>
    public RowCall Rows(ImmutableArray<RowSource> sources, int columns) =>
        new(Symbol, sources, columns) { InputSlackBytes = RowSlack, Overlap = Overlap };

    /// <summary>A call with whole tensors.</summary>
    public WholeCall Whole(params ImmutableArray<CallArgument> arguments) => new(Symbol, arguments);

    /// <summary>The workspace of a call.</summary>
    /// <param name="sizes">What the arguments of the formula are called, and their values.</param>
    public Scratch? ScratchOf(params ReadOnlySpan<(string Name, int Value)> sizes) => Scratch?.Of(sizes);

    /// <summary>The program part that defines the kernel.</summary>
    internal string Definition
    {
        get
        {
            var head = (Encoding == KernelEncoding.AnyShift ? "#define TE_ANYSHIFT 1\n" : "") + $"#include \"{Body}\"\n";
            return Call is null ? head : $"{head}\n{Prototype.Head(Symbol)}\n{{\n{Prototype.Unused(Call)}    {Call};\n}}\n";
        }
    }
}
