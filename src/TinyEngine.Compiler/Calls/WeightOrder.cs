namespace TinyEngine.Compiler.Calls;

/// <summary>The order in which a kernel consumes its weights; the index formulas stand in <c>te_kernels.h</c>.</summary>
internal enum WeightOrder
{
    /// <summary>It has no weights.</summary>
    None,

    /// <summary>Pairs of output channels, interleaved by four along the depth.</summary>
    OC2C4,

    /// <summary>As in the model.</summary>
    OHWI,

    /// <summary>All taps of a channel together.</summary>
    CHW,

    /// <summary>Four channels together, tap by tap.</summary>
    C4HW4,
}
