namespace TinyEngine.Compiler.Operators;

/// <summary>TFLite's fused activations, with the codes of its schema.</summary>
public enum FusedActivation : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>max(0, x).</summary>
    Relu = 1,

    /// <summary>x limited to [−1, 1].</summary>
    ReluN1To1 = 2,

    /// <summary>x limited to [0, 6].</summary>
    Relu6 = 3,

    /// <summary>tanh; not used by integer operators.</summary>
    Tanh = 4,

    /// <summary>Sign bit; not used by integer operators.</summary>
    SignBit = 5,
}

/// <summary>What fused activations leave of real numbers.</summary>
internal static class FusedActivations
{
    /// <summary>The limits of float32 results; null for an activation that is not supported.</summary>
    public static (float Low, float High)? Limits(this FusedActivation activation) =>
        activation switch
        {
            FusedActivation.None => (float.MinValue, float.MaxValue),
            FusedActivation.Relu => (0, float.MaxValue),
            FusedActivation.Relu6 => (0, 6),
            FusedActivation.ReluN1To1 => (-1, 1),
            _ => null,
        };
}
