using System.Text;

namespace TinyEngine.Report.Html;

/// <summary>Writes HTML line by line; elements close themselves in the right order.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>The page so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Writes a line; its holes are escaped.</summary>
    public void Line(HtmlText text) => Append(text.ToString());

    /// <summary>Writes the content of a style or script file, which escapes nothing.</summary>
    public void Verbatim(string text) => _text.Append(text);

    /// <summary>Opens an element, which closes on disposal.</summary>
    public ElementScope Element(string name) => Open(name, $"<{name}>");

    /// <summary>Opens an element with attributes, which closes on disposal.</summary>
    public ElementScope Element(string name, HtmlText attributes) => Open(name, $"<{name} {attributes.ToString()}>");

    private ElementScope Open(string name, string tag)
    {
        Append(tag);
        _depth++;
        return new ElementScope(this, name);
    }

    private void Append(string line) => _text.Append(' ', _depth).Append(line).Append('\n');

    /// <summary>An element that is open.</summary>
    public readonly ref struct ElementScope
    {
        private readonly HtmlWriter _writer;
        private readonly string _name;

        internal ElementScope(HtmlWriter writer, string name) => (_writer, _name) = (writer, name);

        /// <summary>Closes it.</summary>
        public void Dispose()
        {
            _writer._depth--;
            _writer.Append($"</{_name}>");
        }
    }
}
