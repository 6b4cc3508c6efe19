using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
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

    /// <summary>Targets that programs can be run on here, in the order in which they are reported.</summary>
    public static ImmutableArray<Target> All { get; } = [Host, CortexM4, CortexM7];

    /// <summary>All of them, and cores that code can only be generated for: with portable kernels, the same C that runs on
    /// <see cref="Host"/>.</summary>
    public static ImmutableArray<Target> Known { get; } =
    [
        .. All,
        new("cortex-m0plus", "", ["-mcpu=cortex-m0plus", "-mthumb"]),
        new("cortex-m3", "", ["-mcpu=cortex-m3", "-mthumb"]),
        new("cortex-m33", "", ["-mcpu=cortex-m33", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"]),
        new("riscv32", "", ["-march=rv32imc", "-mabi=ilp32"]),
        new("xtensa", "", ["-mlongcalls"]),
    ];

    /// <summary>Whether programs run on an emulated board.</summary>
    public bool IsEmulated => Machine.Length > 0;

    /// <summary>Instructions that kernels for it may use.</summary>
    public KernelIsa Isa => IsEmulated ? KernelIsa.Dsp : KernelIsa.C99;

    /// <summary>The core whose instruction model suits it best.</summary>
    internal CountedCore CountedCore => this == CortexM4 ? CountedCore.CortexM4 : CountedCore.CortexM7;

    /// <summary>Where its code can be run here: itself, or this computer, which runs the same portable C.</summary>
    public Target RunsOn => IsEmulated ? this : Host;

    /// <summary>The target of a name, or null.</summary>
    public static Target? Find(string name) => Known.FirstOrDefault(t => t.Name == name);

    /// <inheritdoc/>
    public bool Equals(Target? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
