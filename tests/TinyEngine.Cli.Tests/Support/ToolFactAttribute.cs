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

/// <summary>As <see cref="EmulatorFactAttribute"/>, with arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmulatorTheoryAttribute : TheoryAttribute
{
    public EmulatorTheoryAttribute() => Skip = Missing.Compiler ?? Missing.Emulator;
}

/// <summary>A test that builds packages: also with CMake and a C++ compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackageFactAttribute : FactAttribute
{
    public PackageFactAttribute() => Skip = Missing.PackageTools;
}

/// <summary>As <see cref="PackageFactAttribute"/>, with arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackageTheoryAttribute : TheoryAttribute
{
    public PackageTheoryAttribute() => Skip = Missing.PackageTools;
}

/// <summary>A test over the public networks; skipped, with the reason, where they are not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicModelTheoryAttribute : TheoryAttribute
{
    public PublicModelTheoryAttribute(bool emulated = false) =>
        Skip = PublicModels.Missing ?? (emulated ? Missing.Compiler ?? Missing.Emulator : null);
}

/// <summary>Why tests cannot run; null when they can.</summary>
internal static class Missing
{
    private static readonly Toolset Tools = Toolset.FromEnvironment();

    public static string? Compiler { get; } = Reason(Toolchain.Tools.Tool.HostCompiler);

    public static string? Emulator { get; } = Reason(Toolchain.Tools.Tool.ArmCompiler) ?? Reason(Toolchain.Tools.Tool.ArmEmulator);

    public static string? PackageTools { get; } = Compiler ?? Emulator ?? Command("cmake") ?? Command("g++");

    /// <summary>Why a command of the path cannot be used; null when it can.</summary>
    public static string? Command(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)))
            ? null
            : $"not installed: {name} (eng/setup.sh)";

    private static string? Reason(Toolchain.Tools.Tool tool) => Tools.Find(tool) is null ? $"not installed: {tool.Package}" : null;
}
