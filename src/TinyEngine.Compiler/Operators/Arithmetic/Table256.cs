using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Lowering;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Arithmetic;

/// <summary>An operator whose 8-bit output code depends on one 8-bit input code alone, so that 256 bytes say everything about it.</summary>
internal interface ITableOperator : IEmitC
{
    /// <summary>The table; null when input or output is not 8 bits wide.</summary>
    Table256? Table(TensorType input, TensorType output);

    /// <inheritdoc/>
    /// <remarks>An operator that also works on wider codes chooses their kernels itself.</remarks>
    ImmutableArray<KernelCall> IEmitC.SelectKernels(EmitContext context) =>
        LookUpKernel.Select(Table(context.Types.Inputs[0], context.Types.Outputs[0])!, context);
}

/// <summary>A function from 8-bit codes to 8-bit codes.</summary>
/// <param name="Entries">256 output bytes, indexed by the input code's byte: −1 is entry 255.</param>
internal sealed record Table256(EquatableArray<byte> Entries)
{
    /// <summary>Tabulates a function.</summary>
    /// <param name="input">int8 or uint8: how a byte is read as a code.</param>
    /// <param name="function">From the input code to the output code, which must fit 8 bits.</param>
    public static Table256 Create(DType input, Func<int, int> function)
    {
        var entries = new byte[256];
        for (var index = 0; index < entries.Length; index++)
            entries[index] = unchecked((byte)function(input == DType.UInt8 ? index : (sbyte)index));
        return new Table256(new EquatableArray<byte>(ImmutableCollectionsMarshal.AsImmutableArray(entries)));
    }

    /// <summary>Whether both types are 8 bits wide.</summary>
    public static bool Fits(TensorType input, TensorType output) =>
        input.DType is DType.Int8 or DType.UInt8 && output.DType is DType.Int8 or DType.UInt8;

    /// <summary>Looks up every byte.</summary>
    public void Apply(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var entries = Entries.AsSpan();
        for (var i = 0; i < output.Length; i++)
            output[i] = entries[input[i]];
    }
}
