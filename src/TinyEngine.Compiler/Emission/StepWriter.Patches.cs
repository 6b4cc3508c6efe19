using TinyEngine.Compiler.Calls;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Patches: a tile is addressed as if it were the whole map, from where row 0 and column 0 would be.</summary>
internal sealed partial class StepWriter
{
    /// <summary>From a tile's address back to where the map's first pixel would be; nothing for whole maps.</summary>
    private string TileOrigin(ValueId id)
    {
        if (!_inPatches || !model.Schedule.IsTile(id))
            return "";
        var (layout, region) = (model.Schedule.LayoutOf(id), $"patch[{model.Graph.Producer(id)}]");
        return $" - ({Product($"{region}.y0", Elements(layout.RowStride, id))} + "
            + $"{Product($"{region}.x0", Elements(layout.PixelStride, id))})";
    }

    /// <summary>Distance of the first column of the output's patch, in a row of a value that has the same columns.</summary>
    private string FirstColumn(ValueId id) => Product("to->x0", Elements(model.Schedule.LayoutOf(id).PixelStride, id));

    private void WriteLinearPatch(int callIndex, RowCall call, string target)
    {
        var source = call.Sources[0];
        var input = _node.Inputs[source.Operand];
        var row = RowAddress(input, $"in{source.Operand}", RowExpression(source.Index, callIndex, 0), 0);
        c.Line(
            $"{call.Kernel}({target}, {row} + {FirstColumn(input)}, (to->x1 - to->x0) * {call.LinearCount / call.Columns}, "
                + $"{ParamsArgument(callIndex, call)});"
        );
    }
}
