namespace TinyEngine.Compiler.Calls;

/// <summary>Room in the scratch for a row kernel's list of row pointers, for windows too tall for a list on the stack.</summary>
internal static class RowListSpace
{
    /// <summary>Longest list on the stack: 64 bytes on a 32-bit machine.</summary>
    public const int MaximumOnStack = 16;

    /// <summary>Bytes of a pointer on the widest machine that runs the code.</summary>
    private const int PointerBytes = 8;

    /// <summary>Bytes of the kernel's own scratch.</summary>
    public static int KernelBytes(KernelCall call) => call.Scratch?.Bytes ?? 0;

    /// <summary>Bytes that a call needs in all: its kernel's scratch, and behind it the list, aligned wherever the scratch
    /// begins.</summary>
    public static int TotalBytes(KernelCall call) =>
        call is RowCall { LinearCount: 0 } row && row.Sources.Length > MaximumOnStack
            ? KernelBytes(call) + PointerBytes + (PointerBytes * row.Sources.Length)
            : KernelBytes(call);

    /// <summary>The first offset for a list at or behind an offset.</summary>
    public static int Align(int offset) => (offset + PointerBytes - 1) / PointerBytes * PointerBytes;
}
