using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.CSource;

namespace TinyEngine.Compiler.Emission;

/// <summary>C text of what kernel calls hold as data.</summary>
internal static class ParameterText
{
    /// <summary>The initializer of a field.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="symbolOf">Symbol of a constant array of the call, by its suffix.</param>
    public static string Initializer(FieldValue value, Func<string, string> symbolOf) =>
        value switch
        {
            FieldValue.Number number => CLiteral.Of(number.Value),
            FieldValue.Real real => CLiteral.Of(real.Value),
            FieldValue.Layout layout => Braces([CLiteral.Of(layout.PixelStride), CLiteral.Of(layout.ChannelStride)]),
            // An empty initializer is no C99.
            FieldValue.Numbers numbers => Braces(numbers.Items.Count > 0 ? numbers.Items.Select(CLiteral.Of) : ["0"]),
            FieldValue.Members members => Braces(members.Values.Select(member => Initializer(member, symbolOf))),
            FieldValue.Constant constant => symbolOf(constant.Suffix),
            FieldValue.None => "NULL",
            _ => throw new InvalidOperationException($"unknown value {value}"),
        };

    /// <summary>The kernel's macro with its arguments.</summary>
    public static string Macro(Scratch scratch) => $"{scratch.Formula}({string.Join(", ", scratch.Arguments.Select(CLiteral.Of))})";

    private static string Braces(IEnumerable<string> items) => $"{{ {string.Join(", ", items)} }}";
}
