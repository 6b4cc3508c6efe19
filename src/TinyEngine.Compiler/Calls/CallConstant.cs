namespace TinyEngine.Compiler.Calls;

/// <summary>A constant array that a kernel reads: what it holds and how large it is. Its bytes are made when C is written, for the calls
/// that were chosen.</summary>
/// <param name="Suffix">End of its name; the emitter puts kind and step before it.</param>
/// <param name="Kind">Where it counts.</param>
internal abstract record CallConstant(string Suffix, ConstantKind Kind)
{
    /// <summary>Bytes of the array.</summary>
    public abstract int ByteSize { get; }

    /// <summary>The weights of the layer, operand 1, in the order of the kernel.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="Channels">Output channels.</param>
    /// <param name="Depth">Weights of an output channel.</param>
    /// <param name="Slack">Bytes behind them that the kernel may read.</param>
    public sealed record Weights(WeightOrder Order, int Channels, int Depth, int Slack) : CallConstant("weights", ConstantKind.Weights)
    {
        /// <inheritdoc/>
        public override int ByteSize =>
            Slack
            + Order switch
            {
                WeightOrder.OC2C4 => Rounding.Up(Channels, 2) * Rounding.Up(Depth, 4),
                WeightOrder.C4HW4 => Rounding.Up(Channels, 4) * Depth,
                _ => Channels * Depth,
            };
    }

    /// <summary>The requantization of each output channel: <c>te_requant</c>, or <c>te_requant_s16</c> for 16-bit activations.</summary>
    /// <param name="Encoding">How it is written.</param>
    /// <param name="Channels">Output channels.</param>
    /// <param name="FoldsZeroPoint">Whether the bias takes in the IFM's zero point. Not for kernels that leave taps out.</param>
    public sealed record Requant(KernelEncoding Encoding, int Channels, bool FoldsZeroPoint) : CallConstant("requant", ConstantKind.Table)
    {
        /// <summary>Whether rows are those of 16-bit activations.</summary>
        public bool IsWide => Encoding is KernelEncoding.Acc32 or KernelEncoding.Acc64;

        /// <inheritdoc/>
        public override int ByteSize => sizeof(int) * (IsWide ? 4 : 3) * Channels;
    }

    /// <summary>An operand as the model holds it.</summary>
    /// <param name="Suffix">End of its name.</param>
    /// <param name="Kind">Where it counts.</param>
    /// <param name="Index">Which operand.</param>
    /// <param name="OperandBytes">Its bytes.</param>
    public sealed record Operand(string Suffix, ConstantKind Kind, int Index, int OperandBytes) : CallConstant(Suffix, Kind)
    {
        /// <inheritdoc/>
        public override int ByteSize => OperandBytes;
    }

    /// <summary>A table that follows from types and attributes alone.</summary>
    /// <param name="Array">Its content.</param>
    public sealed record Table(CArray Array) : CallConstant(Array.Suffix, Array.Kind)
    {
        /// <inheritdoc/>
        public override int ByteSize => Array.Data.Length;
    }
}
