namespace TinyEngine.Compiler.Calls;

/// <summary>Sizes in whole units.</summary>
internal static class Rounding
{
    /// <summary>The smallest multiple of <paramref name="unit"/> that is not below <paramref name="value"/>.</summary>
    public static int Up(int value, int unit) => checked((value + unit - 1) / unit * unit);
}
