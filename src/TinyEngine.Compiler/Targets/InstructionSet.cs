namespace TinyEngine.Compiler.Targets;

/// <summary>Instructions that kernels may use beside those that a C compiler chooses. A core has several: each includes those before
/// it.</summary>
public enum InstructionSet
{
    /// <summary>Portable C99: every core has it.</summary>
    C99,

    /// <summary>SIMD of the DSP extension (Cortex-M4, M7, M33); such kernels run anywhere through portable bodies of the
    /// intrinsics.</summary>
    Dsp,
}
