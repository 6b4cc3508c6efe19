using System.Runtime.CompilerServices;

namespace TinyEngine.Compiler.Planning;

internal sealed partial class PlanValidator
{
    private static void Expect(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Otherwise otherwise)
    {
        if (!holds)
            throw new MistakeException(otherwise.ToString());
    }

    /// <summary>What is wrong when something does not hold. The words are put together only then: a replay expects millions of
    /// things.</summary>
    [InterpolatedStringHandler]
    private ref struct Otherwise
    {
        private DefaultInterpolatedStringHandler _text;

        public Otherwise(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T item) => _text.AppendFormatted(item);

        public override readonly string ToString() => _text.ToString();
    }

    private sealed class MistakeException(string message) : Exception(message);
}
