using System.Text;

namespace TinyEngine.Compiler.Emission;

/// <summary>Kernel files as one text. In place of an include stands the file; a file with a guard comes once, without the guard.</summary>
/// <param name="wanted">Whether a file is to be included.</param>
/// <param name="present">Names of the guarded files that the text has, or that stand before it; grows.</param>
internal sealed class IncludedText(Predicate<string> wanted, ISet<string> present)
{
    private readonly StringBuilder _text = new();

    /// <summary>Headers of the C library, which belong at the head.</summary>
    public SortedSet<string> SystemHeaders { get; } = new(StringComparer.Ordinal);

    /// <summary>Appends a file.</summary>
    public void Add(string file)
    {
        var lines = KernelLibrary.Text(file).TrimEnd('\n').Split('\n');
        var guard = Array.FindIndex(lines, line =>
            line.StartsWith("#ifndef TE_", StringComparison.Ordinal) && line.EndsWith("_H", StringComparison.Ordinal)
        );
        if (guard >= 0 && !present.Add(file))
            return;
        var depth = 0;
        foreach (var (i, line) in lines.Index())
        {
            if (guard >= 0 && (i == guard || i == guard + 1 || i == lines.Length - 1))
                continue;
            depth +=
                line.StartsWith("#if", StringComparison.Ordinal) ? 1
                : line.StartsWith("#endif", StringComparison.Ordinal) ? -1
                : 0;
            if (depth > 0 || !TakeInclude(line))
                Line(line);
        }

        Line("");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private bool TakeInclude(string line)
    {
        if (!line.StartsWith("#include ", StringComparison.Ordinal))
            return false;
        var name = line["#include ".Length..].Trim('"', '<', '>');
        if (line.EndsWith('>'))
            SystemHeaders.Add(name);
        else if (wanted(name))
            Add(name);
        return true;
    }

    /// <summary>Appends a line, but no second empty one.</summary>
    private void Line(string line)
    {
        if (line.Length == 0 && (_text.Length == 0 || (_text.Length > 1 && _text[^1] == '\n' && _text[^2] == '\n')))
            return;
        _text.Append(line).Append('\n');
    }
}
