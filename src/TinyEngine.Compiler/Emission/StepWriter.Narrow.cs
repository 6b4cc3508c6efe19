using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Narrow blocks: expansion, window and projection of a few columns at a time.</summary>
internal sealed partial class StepWriter
{
    private void WriteNarrow(NarrowBlock block)
    {
        var (expand, window) = (new StepWriter(c, model, block.Expand), new StepWriter(c, model, block.Window));
        var (input, wide, chunk, output) = (expand._node.Inputs[0], expand._node.Outputs[0], window._node.Outputs[0], _node.Outputs[0]);
        var (expandCall, windowCall, projectCall) = (
            (RowCall)expand._step.Calls[0],
            (RowCall)window._step.Calls[0],
            (RowCall)_step.Calls[0]
        );
        var shape = ((IWindowed)window._node.Op).Window;
        var (height, width, columns) = (model.Schedule.RowsOf(input), model.Graph[wide].Type.Shape[2], model.Graph[chunk].Type.Shape[2]);
        var (tile, made, thin) = (model.Schedule.LayoutOf(wide), model.Schedule.LayoutOf(chunk), model.Schedule.LayoutOf(output));
        using (c.Function($"static void step_{index}({StepArguments.Of(model, index).Parameters(model)}, int32_t y)"))
        {
            c.Line($"const {Pointer(input)} *const in0 = {expand.InputAddress(input)};");
            c.Line($"{Pointer(wide)} *const tile = ({Pointer(wide)} *)(arena + {model.Plan.Offsets[wide.Index]!.Value});");
            c.Line($"{Pointer(chunk)} *const chunk = ({Pointer(chunk)} *)(arena + {model.Plan.Offsets[chunk.Index]!.Value});");
            c.Line($"{Pointer(output)} *const out0 = {OutputAddress(output)};");
            c.Line($"{Pointer(output)} *const target = {RowAddress(output, "out0", "y", 0)};");
            c.Line("/* The tile holds the columns [base, have) of the expansion. */");
            c.Line("int32_t base = 0;");
            c.Line("int32_t have = 0;");
            using (c.Block($"for (int32_t x0 = 0; x0 < {columns}; x0 += {block.Columns})"))
            {
                c.Line($"const int32_t x1 = x0 + {block.Columns} < {columns} ? x0 + {block.Columns} : {columns};");
                c.Line("/* Columns of the expansion that these need. */");
                c.Line($"const int32_t left = {Position("x0", shape.X.Stride, -shape.X.PadBefore)};");
                c.Line($"const int32_t right = {Position("(x1 - 1)", shape.X.Stride, shape.X.Extent - shape.X.PadBefore)};");
                c.Line("const int32_t c0 = left > 0 ? left : 0;");
                c.Line($"const int32_t c1 = right < {width} ? right : {width};");
                c.Line("const int32_t from = have > c0 ? have : c0;");
                c.Line($"const {Pointer(wide)} *rows[{shape.Y.Kernel}];");
                c.Line($"TE_STEP(arena, {block.Expand});");
                using (c.Block("if (from > c0 && c0 > base)"))
                    c.Line(Shift(tile));
                c.Line("base = c0;").Line("have = c1;");
                using (c.Block($"for (int32_t k = 0; k < {shape.Y.Kernel}; ++k)"))
                {
                    c.Line(
                        $"const int32_t row = {Position("y", shape.Y.Stride, -shape.Y.PadBefore)} + "
                            + $"{(shape.Y.Dilation == 1 ? "k" : $"k * {shape.Y.Dilation}")};"
                    );
                    using (c.Block($"if (row < 0 || row >= {height})"))
                        c.Line("rows[k] = NULL;").Line("continue;");
                    c.Line($"rows[k] = {Product("tile + k", tile.RowStride)} - {Product("c0", tile.PixelStride)};");
                    using (c.Block("if (from >= c1)"))
                        c.Line("continue;");
                    c.Line($"const {Pointer(input)} *const source[1] = {{ {RowAddress(input, "in0", "row", 0)} }};");
                    c.Line(
                        $"{expandCall.Kernel}({Product("tile + k", tile.RowStride)} + {Product("(from - c0)", tile.PixelStride)}, "
                            + $"source, from, c1, {expand.ParamsArgument(0, expandCall)}, {expand.ScratchAddress(expandCall)});"
                    );
                }

                c.Line($"TE_STEP(arena, {block.Window});");
                c.Line(
                    $"{windowCall.Kernel}(chunk, rows, x0, x1, {window.ParamsArgument(0, windowCall)}, "
                        + $"{window.ScratchAddress(windowCall)});"
                );
                c.Line($"TE_STEP(arena, {block.Project});");
                c.Line($"const {Pointer(chunk)} *const made[1] = {{ chunk - x0 * {Elements(made.PixelStride, chunk)} }};");
                c.Line(
                    $"{projectCall.Kernel}(target + x0 * {Elements(thin.PixelStride, output)}, made, x0, x1, "
                        + $"{ParamsArgument(0, projectCall)}, {ScratchAddress(projectCall)});"
                );
            }

            if (model.Schedule.Delivers(output))
                DeliveryWriter.WriteRow(c, model, output, "y", "target");
        }

        c.Line();
    }

    /// <summary>Moves the columns that are still needed to the tile's start.</summary>
    private static string Shift(RowLayout tile)
    {
        var (lines, pitch) =
            tile.Order == ElementOrder.RowPlanar ? (tile.ByteSize / tile.ChannelStride, tile.ChannelStride) : (tile.Rows, tile.RowStride);
        return $"{LoopKernels.ShiftLines}(tile, {lines}, {pitch}, {Product("(c0 - base)", tile.PixelStride)}, "
            + $"{Product("(have - c0)", tile.PixelStride)});";
    }

    private static string Product(string expression, int factor) => factor == 1 ? expression : $"{expression} * {factor}";

    private static string Position(string variable, int stride, int offset)
    {
        var product = stride == 1 ? variable : $"{variable} * {stride}";
        return offset == 0 ? product
            : offset > 0 ? $"{product} + {offset}"
            : $"{product} - {-offset}";
    }
}
