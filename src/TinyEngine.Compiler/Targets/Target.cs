using System.Collections.Immutable;

namespace TinyEngine.Compiler.Targets;

/// <summary>Something that C is generated for: all that the tool knows of a core. <see cref="All"/> has them.</summary>
/// <param name="Name">Name on the command line and in JSON.</param>
/// <param name="InstructionSets">What kernels may use, in order: each includes those before it.</param>
/// <param name="Machine">The emulated board that its programs run on, also the name of its port; empty for none.</param>
/// <param name="Costs">The target whose counts price kernels.</param>
/// <param name="Sizes">The target whose kernels were measured for the estimate of code.</param>
/// <param name="Compiler">The compiler's command.</param>
/// <param name="CpuFlags">Compiler flags that choose the core.</param>
public sealed record Target(
    string Name,
    ImmutableArray<InstructionSet> InstructionSets,
    string Machine,
    string Costs,
    string Sizes,
    string Compiler,
    ImmutableArray<string> CpuFlags
)
{
    /// <summary>All targets. What else is static comes from here, so it stands below.</summary>
    public static ImmutableArray<Target> All { get; } = TargetList.Read();

    /// <summary>This computer, with sanitizers.</summary>
    public static Target Host { get; } = Find("host")!;

    /// <summary>Cortex-M4.</summary>
    public static Target CortexM4 { get; } = Find("cortex-m4")!;

    /// <summary>Cortex-M7, which code is for when nothing else is said.</summary>
    public static Target CortexM7 { get; } = Find("cortex-m7")!;

    /// <summary>Cortex-M33 with DSP extension and floating-point unit.</summary>
    public static Target CortexM33 { get; } = Find("cortex-m33")!;

    /// <summary>Where a network is verified when nothing else is said; the last is the one that code is for then. Other emulated cores run
    /// the same kernels.</summary>
    public static ImmutableArray<Target> Usual { get; } = [Host, CortexM4, CortexM7];

    /// <summary>Those whose programs run here: this computer and the emulated cores.</summary>
    public static ImmutableArray<Target> Runnable { get; } = [.. All.Where(target => target.IsEmulated || target == Host)];

    /// <summary>The richest instruction set, whose kernels are taken where there are any.</summary>
    public InstructionSet InstructionSet => InstructionSets[^1];

    /// <summary>Whether programs run on an emulated board.</summary>
    public bool IsEmulated => Machine.Length > 0;

    /// <summary>Whether it loads words from any address: every Cortex-M but those of Armv6-M.</summary>
    internal bool LoadsUnaligned => !CpuFlags.Contains("-mcpu=cortex-m0plus");

    /// <summary>Where its code can be run here: itself, or this computer, which runs the same C.</summary>
    public Target RunsOn => IsEmulated ? this : Host;

    /// <summary>The target of a name, or null.</summary>
    public static Target? Find(string name) => All.FirstOrDefault(target => target.Name == name);

    /// <summary>Whether kernels may use an instruction set.</summary>
    public bool Has(InstructionSet set) => InstructionSets.Contains(set);

    /// <summary>The same core with kernels that use no more than an instruction set.</summary>
    /// <exception cref="ArgumentException">The core does not have it.</exception>
    public Target UpTo(InstructionSet set) =>
        Has(set)
            ? this with
            {
                InstructionSets = InstructionSets[..(InstructionSets.IndexOf(set) + 1)],
            }
            : throw new ArgumentException($"{Name} has no {set}", nameof(set));

    /// <inheritdoc/>
    public bool Equals(Target? other) => other is not null && Name == other.Name && InstructionSets.SequenceEqual(other.InstructionSets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, InstructionSet);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
