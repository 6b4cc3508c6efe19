namespace TinyEngine.Compiler.Calls;

/// <summary>How a kernel takes the requantization of its output channels.</summary>
internal enum KernelEncoding
{
    /// <summary>It takes no requantization rows.</summary>
    None,

    /// <summary>Five instructions an output, for right shifts of 1 to 23 and accumulators below 2^30.</summary>
    Fast,

    /// <summary>Any multiplier and shift.</summary>
    AnyShift,

    /// <summary>16-bit activations, sums of 64 bits.</summary>
    Acc64,

    /// <summary>16-bit activations, sums of 32 bits.</summary>
    Acc32,
}
