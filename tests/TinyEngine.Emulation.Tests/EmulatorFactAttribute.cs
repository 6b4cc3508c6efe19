using TinyEngine.Toolchain.Tools;

namespace TinyEngine.Emulation.Tests;

/// <summary>A test that needs compilers and the emulator; skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmulatorFactAttribute : FactAttribute
{
    public EmulatorFactAttribute() => Skip = ToolCheck.Reason;
}

/// <summary>As <see cref="EmulatorFactAttribute"/>, with arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmulatorTheoryAttribute : TheoryAttribute
{
    public EmulatorTheoryAttribute() => Skip = ToolCheck.Reason;
}

internal static class ToolCheck
{
    /// <summary>Why tests cannot run; null when they can.</summary>
    public static string? Reason { get; } = Missing();

    private static string? Missing()
    {
        var tools = Toolset.FromEnvironment();
        var missing = new[] { Tool.HostCompiler, Tool.ArmCompiler, Tool.ArmEmulator }.Where(t => tools.Find(t) is null).ToList();
        return missing.Count == 0 ? null : "not installed: " + string.Join(", ", missing.Select(t => t.Package));
    }
}
