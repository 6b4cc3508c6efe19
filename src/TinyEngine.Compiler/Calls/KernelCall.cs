using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Calls;

/// <summary>What kernels are chosen for.</summary>
public enum KernelGoal
{
    /// <summary>Fewest instructions.</summary>
    Speed,

    /// <summary>Least code: few kernels, each for many layers.</summary>
    Size,
}

/// <summary>How far a kernel's output may lie over its input.</summary>
internal enum OverlapTolerance
{
    /// <summary>No byte in common.</summary>
    None,

    /// <summary>A column is written after it and all columns before it were read, so the output may trail the input.</summary>
    Ascending,

    /// <summary>
    /// The output row may be one of the input rows, at the same address: both are row-planar with the same channel stride, and the call
    /// makes the whole row. A channel is written after all its taps were read.
    /// </summary>
    PlanarRow,
}

/// <summary>Where a constant array counts in the flash figures.</summary>
internal enum ConstantKind
{
    /// <summary>Packed weights.</summary>
    Weights,

    /// <summary>Requantization rows, look-up tables, index lists.</summary>
    Table,
}

/// <summary>A constant array of the generated code.</summary>
/// <param name="Suffix">End of its name; the emitter puts kind and step before it.</param>
/// <param name="Kind">Where it counts.</param>
/// <param name="CType">Element type in C, for example <c>int8_t</c> or <c>te_requant</c>.</param>
/// <param name="ElementBytes">Bytes of a scalar inside <paramref name="Data"/>: 1, 2 or 4.</param>
/// <param name="ScalarsPerElement">Scalars of one element; more than 1 makes it an aggregate.</param>
/// <param name="Data">The scalars, little-endian.</param>
internal sealed record CArray(
    string Suffix,
    ConstantKind Kind,
    string CType,
    int ElementBytes,
    int ScalarsPerElement,
    ReadOnlyMemory<byte> Data
)
{
    /// <summary>Number of elements.</summary>
    public int Count => Data.Length / (ElementBytes * ScalarsPerElement);

    /// <summary>A table of int32 aggregates or scalars.</summary>
    public static CArray Table(string suffix, string ctype, int scalarsPerElement, int[] scalars) =>
        new(suffix, ConstantKind.Table, ctype, 4, scalarsPerElement, MemoryMarshal.AsBytes(scalars.AsSpan()).ToArray());

    /// <summary>A table of int16 or int32 scalars.</summary>
    public static CArray Table<T>(string suffix, ReadOnlySpan<T> items)
        where T : unmanaged, System.Numerics.ISignedNumber<T> =>
        new(suffix, ConstantKind.Table, $"int{8 * Marshal.SizeOf<T>()}_t", Marshal.SizeOf<T>(), 1, MemoryMarshal.AsBytes(items).ToArray());

    /// <summary>A table of aggregates of uint16 members, or of scalars.</summary>
    public static CArray Table(string suffix, string ctype, int scalarsPerElement, ushort[] scalars) =>
        new(suffix, ConstantKind.Table, ctype, 2, scalarsPerElement, MemoryMarshal.AsBytes(scalars.AsSpan()).ToArray());
}

/// <summary>Where an operand's row comes from, for output row y.</summary>
/// <param name="Operand">Index of the node's input.</param>
/// <param name="Index">Which row.</param>
internal readonly record struct RowSource(int Operand, RowIndex Index);

/// <summary>A row number as a function of the output row y: <c>y·Stride + Offset</c>, or an entry of a table.</summary>
/// <param name="Stride">Factor.</param>
/// <param name="Offset">Summand.</param>
/// <param name="Table">When not empty, row = Table[y], and −1 means no row; the other members are then unused.</param>
internal sealed record RowIndex(int Stride, int Offset, EquatableArray<int> Table = default)
{
    /// <summary>Row y itself.</summary>
    public static readonly RowIndex Same = new(1, 0);

    /// <summary>Always row 0, for operands that are broadcast over the height.</summary>
    public static readonly RowIndex First = new(0, 0);

    /// <summary>Rows given one by one, as a line where they follow one; −1 means no row.</summary>
    public static RowIndex Of(ReadOnlySpan<int> rows)
    {
        var (stride, offset) = (rows.Length > 1 ? rows[1] - rows[0] : 0, rows[0]);
        for (var y = 0; y < rows.Length; y++)
        {
            if (rows[y] != (y * stride) + offset || rows[y] < 0)
                return new RowIndex(0, 0, [.. rows]);
        }

        return new RowIndex(stride, offset);
    }

    /// <summary>The row for an output row; rows outside the map are padding.</summary>
    public int At(int y) => Table.Count > 0 ? Table[y] : (y * Stride) + Offset;
}

/// <summary>Workspace of a kernel, alive for one step.</summary>
/// <param name="Bytes">Size that the planner reserves.</param>
/// <param name="Formula">The kernel's own macro for it; the emitted code asserts that both agree.</param>
/// <param name="Arguments">What the macro is given.</param>
internal sealed record Scratch(int Bytes, string Formula, params EquatableArray<int> Arguments);

/// <summary>One kernel call, or one per row, that a step makes.</summary>
/// <param name="Kernel">Symbol, which is also its file's name.</param>
internal abstract record KernelCall(string Kernel)
{
    /// <summary>Workspace; null for none.</summary>
    public Scratch? Scratch { get; init; }

    /// <summary>Readable bytes that the kernel needs behind the last row of an input.</summary>
    public int InputSlackBytes { get; init; }

    /// <summary>How far the output may lie over an input.</summary>
    public OverlapTolerance Overlap { get; init; } = OverlapTolerance.None;

    /// <summary>Constant arrays.</summary>
    public ImmutableArray<CallConstant> Constants { get; init; } = [];

    /// <summary>Parameter struct; null when the kernel takes none.</summary>
    public CParams? Params { get; init; }

    /// <summary>Every kernel symbol that the call needs.</summary>
    public virtual ImmutableArray<string> Symbols => [Kernel];

    /// <summary>Whether it writes to an operand: a variable tensor.</summary>
    public virtual bool Updates(int operand) => false;
}

/// <summary>A row kernel: called once for each output row with pointers to the rows it reads (the row contract).</summary>
/// <param name="Kernel">Symbol.</param>
/// <param name="Sources">The rows that it is given, in order; none for kernels that fill rows.</param>
/// <param name="Columns">Output columns of a row.</param>
internal sealed record RowCall(string Kernel, ImmutableArray<RowSource> Sources, int Columns) : KernelCall(Kernel)
{
    /// <summary>Whether rows that follow each other without a gap may be taken as one long row (pointwise, element by element).</summary>
    public bool RunsOverRows { get; init; }

    /// <summary>Input columns from one output column to the next, for kernels that read one pixel per column.</summary>
    public int ColumnStride { get; init; } = 1;

    /// <summary>Whether an output pixel is made from the same pixel of each operand alone (from the only one along an axis that is
    /// broadcast), so that a call may make any columns. Operators with a window tell through <see cref="IWindowed"/>.</summary>
    public bool IsPixelwise { get; init; }

    /// <summary>Operands with a broadcast axis; overlap with them is never allowed.</summary>
    public ImmutableArray<int> BroadcastOperands { get; init; } = [];

    /// <summary>Whether an operand has all the columns and channels of the output, none of them broadcast.</summary>
    public bool ReadsWholePixels(int operand) => !BroadcastOperands.Contains(operand);

    /// <summary>Bytes of the elements that row pointers point to: 1 or 2. Kernels that only move bytes take any rows as bytes.</summary>
    public int ElementBytes { get; init; } = 1;

    /// <summary>Whether the number of the output row is a further argument.</summary>
    public bool TakesRow { get; init; }

    /// <summary>When not 0, the kernel is called as <c>(out, in, count, params)</c> with this many elements for each row.</summary>
    public int LinearCount { get; init; }

    /// <summary>Which of the node's outputs the call writes.</summary>
    public int Output { get; init; }

    /// <summary>Bytes from the start of the output row to where this call writes, for calls that fill part of the channels.</summary>
    public int OutputOffset { get; init; }
}

/// <summary>Sums over a whole map that take rows as they come: begin, rows, finish. They live in the scratch.</summary>
/// <param name="Kernel">Symbol of the function that adds rows.</param>
/// <param name="BeginKernel">Symbol of the function that clears the sums: <c>(sums, params)</c>.</param>
/// <param name="FinishKernel">Symbol of the function that writes the output: <c>(out, sums, params)</c>.</param>
/// <param name="SumType">C type of a sum.</param>
/// <param name="Rows">Rows of the input.</param>
/// <param name="Columns">Columns of an input row, or elements of it where each has a weight.</param>
internal sealed record AccumulateCall(string Kernel, string BeginKernel, string FinishKernel, string SumType, int Rows, int Columns)
    : KernelCall(Kernel)
{
    /// <summary>Whether the columns of a row are counted from the first row on, for sums in which every element has a weight.</summary>
    public bool CountsOn { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<string> Symbols => [Kernel, BeginKernel, FinishKernel];
}

/// <summary>A kernel that takes whole tensors.</summary>
/// <param name="Kernel">Symbol.</param>
/// <param name="Arguments">Arguments in order.</param>
internal sealed record WholeCall(string Kernel, ImmutableArray<CallArgument> Arguments) : KernelCall(Kernel)
{
    /// <summary>Whether the kernel returns not 0 for some data, which ends the run.</summary>
    public bool CanFail { get; init; }

    /// <inheritdoc/>
    public override bool Updates(int operand) => Arguments.Any(argument => argument is CallArgument.State state && state.Index == operand);
}

/// <summary>An argument of a <see cref="WholeCall"/>.</summary>
internal abstract record CallArgument
{
    /// <summary>The input that it gives to the kernel to read; null when it gives none.</summary>
    public virtual int? ReadInput => null;

    /// <summary>Address of an output.</summary>
    /// <param name="Index">Which output.</param>
    /// <param name="ByteOffset">Bytes into it.</param>
    public sealed record Output(int Index, int ByteOffset = 0) : CallArgument;

    /// <summary>Address of an input.</summary>
    /// <param name="Index">Which input.</param>
    /// <param name="ByteOffset">Bytes into it.</param>
    public sealed record Input(int Index, int ByteOffset = 0) : CallArgument
    {
        /// <inheritdoc/>
        public override int? ReadInput => Index;
    }

    /// <summary>Address of an input that is a variable tensor, to be updated.</summary>
    /// <param name="Index">Which input.</param>
    public sealed record State(int Index) : CallArgument;

    /// <summary>A list of rows with one entry, the address of an input; for row kernels that take a whole tensor as one row.</summary>
    /// <param name="Index">Which input.</param>
    public sealed record RowList(int Index) : CallArgument
    {
        /// <inheritdoc/>
        public override int? ReadInput => Index;
    }

    /// <summary>Address of the parameter struct.</summary>
    public sealed record Params : CallArgument;

    /// <summary>Address of the workspace.</summary>
    public sealed record Workspace : CallArgument;

    /// <summary>An integer.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Number(int Value) : CallArgument;
}
