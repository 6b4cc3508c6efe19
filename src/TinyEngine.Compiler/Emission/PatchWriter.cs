using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes the head of a schedule that runs patch by patch: a table of regions, and a loop over the patches.</summary>
internal static class PatchWriter
{
    /// <summary>C type of a region.</summary>
    public const string RegionType = "te_region";

    /// <summary>Parameter of the steps: the regions of a patch, one for each step.</summary>
    public const string Parameter = $"const {RegionType} *patch";

    private const string Table = "patch_regions";

    /// <summary>Arguments of the function that runs all patches.</summary>
    public static StepArguments Arguments(CModel model) => StepArguments.Of(model, 0, model.Schedule.Patches!.End);

    /// <summary>Writes the regions.</summary>
    public static void WriteTable(CWriter c, CModel model)
    {
        var patches = model.Schedule.Patches!;
        c.Line("/* Rows [y0, y1) and columns [x0, x1) of a map. */");
        using (c.Block("typedef struct", $" {RegionType};"))
            c.Line("int16_t y0;").Line("int16_t y1;").Line("int16_t x0;").Line("int16_t x1;");
        c.Line().Line($"/* What each of the {patches.PatchCount} x {patches.PatchCount} patches computes of the output of each step. */");
        using (c.Block($"static const {RegionType} {Table}[{patches.Regions.Length}][{patches.End}] =", ";"))
        {
            foreach (var patch in patches.Regions)
                c.Line($"{{ {string.Join(", ", patch.Select(Initializer))} }},");
        }

        c.Line();
    }

    private static string Initializer(PatchRegion region) =>
        $"{{ {region.Rows.Start}, {region.Rows.End}, {region.Columns.Start}, {region.Columns.End} }}";

    /// <summary>Writes the function that runs all patches.</summary>
    public static void WriteLoop(CWriter c, CModel model)
    {
        var patches = model.Schedule.Patches!;
        c.Line($"/* Steps 0 to {patches.End - 1}, once for each patch. */");
        using (c.Function($"static void patches({Arguments(model).Parameters(model)})"))
        {
            using (c.Block($"for (int32_t i = 0; i < {patches.Regions.Length}; ++i)"))
            {
                for (var step = 0; step < patches.End; step++)
                {
                    c.Line($"TE_STEP(arena, {step});");
                    c.Line($"step_{step}({StepArguments.Of(model, step)}, {Table}[i]);");
                }
            }
        }

        c.Line();
    }
}
