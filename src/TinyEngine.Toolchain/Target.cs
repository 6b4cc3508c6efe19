using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Emission;

namespace TinyEngine.Toolchain;

/// <summary>Something that generated C can be built for and run on.</summary>
/// <param name="Name">Name on the command line and in JSON.</param>
/// <param name="Machine">The emulated board, also the name of its port; empty for this computer.</param>
/// <param name="CpuFlags">Compiler flags that choose the core.</param>
public sealed record Target(string Name, string Machine, ImmutableArray<string> CpuFlags)
{
    /// <summary>This computer, with sanitizers.</summary>
    public static Target Host { get; } = new("host", "", []);

    /// <summary>Cortex-M4 on QEMU.</summary>
    public static Target CortexM4 { get; } = new("cortex-m4", "mps2-an386", BuildFlags.CortexM4);

    /// <summary>Cortex-M7 on QEMU.</summary>
    public static Target CortexM7 { get; } = new("cortex-m7", "mps2-an500", BuildFlags.CortexM7);

    /// <summary>Every target, in the order in which they are reported.</summary>
    public static ImmutableArray<Target> All { get; } = [Host, CortexM4, CortexM7];

    /// <summary>Whether programs run on an emulated board.</summary>
    public bool IsEmulated => Machine.Length > 0;

    /// <summary>Instructions that kernels for it may use.</summary>
    public KernelIsa Isa => IsEmulated ? KernelIsa.Dsp : KernelIsa.C99;

    /// <summary>The target of a name, or null.</summary>
    public static Target? Find(string name) => All.FirstOrDefault(t => t.Name == name);

    /// <inheritdoc/>
    public bool Equals(Target? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
