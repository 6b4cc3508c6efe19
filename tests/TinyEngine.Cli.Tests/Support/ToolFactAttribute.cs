using Toolset = TinyEngine.Toolchain.Tools.Toolset;

namespace TinyEngine.Cli.Tests.Support;

/// <summary>A test that needs a C compiler for this machine; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = Missing.Compiler;
}

/// <summary>As <see cref="CompilerFactAttribute"/>, with arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() => Skip = Missing.Compiler;
}

/// <summary>A test that needs both compilers and the emulator; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmulatorFactAttribute : FactAttribute
{
    public EmulatorFactAttribute() => Skip = Missing.Compiler ?? Missing.Emulator;
}

/// <summary>A test over the public networks; skipped, with the reason, where they are not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicModelTheoryAttribute : TheoryAttribute
{
    public PublicModelTheoryAttribute(bool emulated = false) => Skip = PublicModels.Missing ?? (emulated ? Missing.Compiler ?? Missing.Emulator : null);
}

/// <summary>Why tests cannot run; null when they can.</summary>
internal static class Missing
{
    private static readonly Toolset Tools = Toolset.FromEnvironment();

    public static string? Compiler { get; } = Reason(Toolchain.Tools.Tool.HostCompiler);

    public static string? Emulator { get; } = Reason(Toolchain.Tools.Tool.ArmCompiler) ?? Reason(Toolchain.Tools.Tool.ArmEmulator);

    private static string? Reason(Toolchain.Tools.Tool tool) => Tools.Find(tool) is null ? $"not installed: {tool.Package}" : null;
}
