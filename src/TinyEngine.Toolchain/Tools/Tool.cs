using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Toolchain.Tools;

/// <summary>A program that the toolchain needs and the user installs.</summary>
/// <param name="Names">Names it may have, the preferred one first.</param>
/// <param name="Package">The Debian package that holds it.</param>
/// <param name="Purpose">What it is for, as the end of "needed to ...".</param>
/// <param name="Missing">The diagnostic when none of the names is found.</param>
internal sealed record Tool(IReadOnlyList<string> Names, string Package, string Purpose, DiagnosticDescriptor Missing)
{
    /// <summary>A C compiler for this computer.</summary>
    public static Tool HostCompiler { get; } =
        new(["gcc", "clang", "cc"], "gcc", "build the generated C for this computer, with sanitizers", Diag.HostCompilerMissing);

    /// <summary>The C compiler for Cortex-M.</summary>
    public static Tool ArmCompiler { get; } =
        new(["arm-none-eabi-gcc"], "gcc-arm-none-eabi", "build the generated C for Cortex-M", Diag.ArmCompilerMissing);

    /// <summary>Clang, which compiles for this computer and for Cortex-M.</summary>
    public static Tool Clang { get; } = new(["clang"], "clang", "build the generated C with clang, as was asked", Diag.ClangMissing);

    /// <summary>The emulator of Cortex-M boards.</summary>
    public static Tool ArmEmulator { get; } =
        new(["qemu-system-arm"], "qemu-system-arm", "run the program on an emulated Cortex-M", Diag.EmulatorMissing);
}
