using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyEngine.Toolchain.Building;

/// <summary>One input section that the linker placed.</summary>
/// <param name="Section">Name in the object, for example <c>.text.vww_run</c>.</param>
/// <param name="Address">Where it starts.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Object">The object file it comes from, as on the command line.</param>
internal readonly record struct PlacedSection(string Section, uint Address, int Bytes, string Object)
{
    /// <summary>What the section holds.</summary>
    public SectionKind Kind =>
        Section switch
        {
            _ when IsOrBelow(".text") => SectionKind.Code,
            _ when IsOrBelow(".rodata") => SectionKind.Constants,
            _ when IsOrBelow(".data") || IsOrBelow(".bss") || Section == "COMMON" => SectionKind.Variables,
            _ => SectionKind.Other,
        };

    private bool IsOrBelow(string name) => Section == name || Section.StartsWith(name + ".", StringComparison.Ordinal);
}

/// <summary>What a section holds.</summary>
internal enum SectionKind
{
    /// <summary>Instructions, with the constants between them.</summary>
    Code,

    /// <summary>Constants.</summary>
    Constants,

    /// <summary>Variables, initialised or zero.</summary>
    Variables,

    /// <summary>Debugging information, attributes, unwinding tables.</summary>
    Other,
}

/// <summary>The memory map that GNU ld writes with <c>-Map</c>: which section of which object lies where.</summary>
internal sealed partial class LinkMap(ImmutableArray<PlacedSection> sections)
{
    private const string MapHeading = "Linker script and memory map";

    /// <summary>The sections that were kept, in the order of the map; empty ones and discarded ones are left out.</summary>
    public ImmutableArray<PlacedSection> Sections { get; } = sections;

    /// <summary>Reads a map.</summary>
    public static LinkMap Parse(string text)
    {
        var start = text.IndexOf(MapHeading, StringComparison.Ordinal);
        var body = start < 0 ? "" : text[start..];
        var sections =
            from Match match in InputSection().Matches(body)
            let bytes = Number(match.Groups["size"])
            where bytes > 0
            select new PlacedSection(
                match.Groups["name"].Value,
                Number(match.Groups["address"]),
                checked((int)bytes),
                match.Groups["file"].Value.Trim()
            );
        return new LinkMap([.. sections]);
    }

    /// <summary>The function whose code covers an address, for people; empty when none does.</summary>
    public string FunctionAt(uint address)
    {
        foreach (var section in Sections)
        {
            if (section.Kind == SectionKind.Code && address >= section.Address && address - section.Address < section.Bytes)
                return section.Section.StartsWith(".text.", StringComparison.Ordinal)
                    ? section.Section[6..]
                    : Path.GetFileName(section.Object);
        }
        return "";
    }

    private static uint Number(Group group) => uint.Parse(group.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // " .text.f  0x00000100  0x20 file.o"; a long name stands alone on its line.
    [GeneratedRegex(
        """^ (?<name>\.[^\s*]+|COMMON)\s+(?<address>0x[0-9a-f]{1,16})\s+(?<size>0x[0-9a-f]{1,8})[ \t]+(?<file>\S.*)$""",
        RegexOptions.Multiline
    )]
    private static partial Regex InputSection();
}
