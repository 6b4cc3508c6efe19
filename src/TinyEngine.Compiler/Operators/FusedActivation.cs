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
