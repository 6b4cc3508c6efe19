using System.Collections.Immutable;
using System.Globalization;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Targets;

namespace TinyEngine.Compiler.Kernels;

/// <summary>Reads the list of kernels: rows <c>TE_KERNEL(...)</c> between comments.</summary>
internal static class KernelListReader
{
    private const string Opening = "TE_KERNEL(";
    private const int Fields = 16;

    /// <summary>The kernels of a list, in its order.</summary>
    /// <param name="text">The list.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="FormatException">A row is wrong; the message begins with file and line.</exception>
    public static ImmutableArray<KernelDef> Read(string text, string file)
    {
        var kernels = ImmutableArray.CreateBuilder<KernelDef>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (!lines[line].StartsWith(Opening, StringComparison.Ordinal))
                continue;
            var (first, row) = (line, lines[line]);
            while (Depth(row) > 0 && line + 1 < lines.Length)
                row += '\n' + lines[++line];
            try
            {
                kernels.Add(ReadRow(row));
                if (!seen.Add(kernels[^1].Symbol))
                    throw new FormatException($"{kernels[^1].Symbol} has a row already");
            }
            catch (FormatException e)
            {
                throw new FormatException($"{file}({first + 1}): {e.Message}", e);
            }
        }

        return kernels.DrainToImmutable();
    }

    private static KernelDef ReadRow(string row)
    {
        if (Depth(row) != 0)
            throw new FormatException("the row has no end");
        var fields = Split(row[Opening.Length..^1]);
        if (fields.Length != Fields)
            throw new FormatException($"{fields.Length} fields instead of {Fields}");
        if (fields.IndexOf("") is var empty and >= 0)
            throw new FormatException($"field {empty + 1} is empty");
        return new KernelDef(
            fields[0],
            fields[1],
            fields[2],
            ReadSpecial(fields[3]),
            Choice("isa", fields[4], ("c99", InstructionSet.C99), ("dsp", InstructionSet.Dsp)),
            Choice(
                "encoding",
                fields[5],
                ("NONE", KernelEncoding.None),
                ("FAST", KernelEncoding.Fast),
                ("ANYSHIFT", KernelEncoding.AnyShift),
                ("ACC64", KernelEncoding.Acc64),
                ("ACC32", KernelEncoding.Acc32)
            ),
            Choice(
                "packing",
                fields[6],
                ("NONE", WeightOrder.None),
                ("OC2C4", WeightOrder.OC2C4),
                ("OHWI", WeightOrder.OHWI),
                ("CHW", WeightOrder.CHW),
                ("C4HW4", WeightOrder.C4HW4)
            ),
            fields[7] == "0" ? null : ReadScratch(fields[7]),
            Number("slack of rows", fields[8]),
            Number("slack of weights", fields[9]),
            Choice(
                "overlap",
                fields[10],
                ("NONE", OverlapTolerance.None),
                ("ASCENDING", OverlapTolerance.Ascending),
                ("PLANAR_ROW", OverlapTolerance.PlanarRow)
            ),
            fields[11],
            KernelFiles.Find(fields[12]) is null ? throw new FormatException($"there is no header {fields[12]}") : fields[12]
        )
        {
            Prototype = new CPrototype(fields[13], ReadParameters(fields[14])),
            Call = fields[15] == "BODY" ? null : fields[15],
            Row = row,
        };
    }

    private static KernelSpecial ReadSpecial(string text)
    {
        var (name, arguments) = Invocation(text);
        var sizes = arguments.Select(argument => Number("special", argument)).ToArray();
        return (name, sizes) switch
        {
            ("ANY", []) => KernelSpecial.Any,
            ("INSIDE", []) => KernelSpecial.Inside,
            ("FEW", []) => KernelSpecial.Few,
            ("PIXELS", [var count]) => KernelSpecial.Pixels(count),
            ("WINDOW", [var size, var stride]) => KernelSpecial.Window(size, stride),
            ("PADDED", [var size, var stride, var before]) => KernelSpecial.Padded(size, stride, before),
            _ => throw new FormatException($"special '{text}' is not known"),
        };
    }

    private static ScratchFormula ReadScratch(string text)
    {
        var (macro, arguments) = Invocation(text);
        return new ScratchFormula(macro, arguments);
    }

    private static ImmutableArray<string> ReadParameters(string text)
    {
        var (name, arguments) = Invocation(text);
        var list =
            name.Length == 0 ? text
            : CMacro.Find(name) is { } macro && macro.Parameters.Length == arguments.Length
                ? macro.Expand(arguments).Replace(" * ", " *", StringComparison.Ordinal)
            : throw new FormatException($"parameters '{text}' are not known");
        return Split(list[1..^1]);
    }

    /// <summary>A name and what stands in parentheses behind it.</summary>
    private static (string Name, ImmutableArray<string> Arguments) Invocation(string text) =>
        text.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 && text.EndsWith(')')
            ? (text[..open], Split(text[(open + 1)..^1]))
            : (text, []);

    private static T Choice<T>(string field, string text, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        foreach (var choice in choices)
        {
            if (choice.Name == text)
                return choice.Value;
        }

        throw new FormatException($"{field} '{text}' is not known");
    }

    private static int Number(string field, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{field} '{text}' is no number");

    /// <summary>Parentheses that are open at the end.</summary>
    private static int Depth(string text) => text.Count(c => c == '(') - text.Count(c => c == ')');

    /// <summary>The parts between the commas that stand in no parentheses.</summary>
    private static ImmutableArray<string> Split(string text)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                parts.Add(string.Join(' ', text[start..i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
                start = i + 1;
            }
            else
            {
                depth += text[i] switch
                {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
            }
        }

        return parts.DrainToImmutable();
    }
}
