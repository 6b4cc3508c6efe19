using System.Globalization;

namespace TinyEngine.Toolchain.Building;

/// <summary>Stack frame of one function, as the compiler reports it (<c>-fstack-usage</c>).</summary>
/// <param name="Function">Name of the function.</param>
/// <param name="Bytes">Size of its frame.</param>
/// <param name="IsStatic">Whether the size is the same in each call; false where it is only a lower bound.</param>
internal readonly record struct StackUsage(string Function, int Bytes, bool IsStatic)
{
    /// <summary>Reads the compiler's report: lines of <c>file:line:column:function</c>, bytes and kind, separated by tabs.</summary>
    internal static IEnumerable<StackUsage> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (
                line.Split('\t') is [var place, var size, var kind]
                && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            )
                yield return new StackUsage(place[(place.LastIndexOf(':') + 1)..], bytes, kind is "static" or "dynamic,bounded");
        }
    }
}
