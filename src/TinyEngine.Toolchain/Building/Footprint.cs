using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Building;

/// <summary>Sizes of the generated code in a linked program. Library code, the harness and the board do not count.</summary>
/// <param name="Flash">What lies in flash.</param>
/// <param name="StaticBytes">Variables; generated code has none.</param>
/// <param name="Variables">Names of the sections that hold variables, for the message.</param>
internal sealed record Footprint(Flash Flash, int StaticBytes, IReadOnlyList<string> Variables)
{
    /// <summary>Adds up the sections of some objects.</summary>
    /// <param name="map">The link map.</param>
    /// <param name="objects">Full paths of the generated code's objects.</param>
    /// <param name="name">The model's name: constants called <c>NAME_w_...</c> are weights.</param>
    public static Footprint Measure(LinkMap map, IReadOnlySet<string> objects, string name)
    {
        int code = 0,
            weights = 0,
            tables = 0,
            variables = 0;
        var names = new List<string>();
        foreach (var section in map.Sections.Where(s => objects.Contains(s.Object)))
        {
            switch (section.Kind)
            {
                case SectionKind.Code:
                    code += section.Bytes;
                    break;
                case SectionKind.Constants when section.Section.StartsWith($".rodata.{name}_w_", StringComparison.Ordinal):
                    weights += section.Bytes;
                    break;
                case SectionKind.Constants:
                    tables += section.Bytes;
                    break;
                case SectionKind.Variables:
                    variables += section.Bytes;
                    names.Add($"{section.Section} in {Path.GetFileName(section.Object)}");
                    break;
            }
        }
        return new Footprint(new Flash(code, weights, tables), variables, names);
    }
}
