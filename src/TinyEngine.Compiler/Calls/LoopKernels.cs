namespace TinyEngine.Compiler.Calls;

/// <summary>Kernels that belong to no operator: generated loops call them between the kernels of steps.</summary>
internal static class LoopKernels
{
    /// <summary>Moves columns within the tile of a narrow block.</summary>
    public const string ShiftLines = "te_shift_lines__c99";
}
