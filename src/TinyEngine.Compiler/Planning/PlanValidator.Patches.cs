using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Planning;

internal sealed partial class PlanValidator
{
    /// <summary>Replays the head once for each patch. Before each, all tiles are full of rubbish: nothing of a patch is left for the
    /// next.</summary>
    private void ReplayPatches(PatchStage stage)
    {
        foreach (var (number, regions) in stage.Regions.Index())
        {
            for (var s = 0; s < stage.End; s++)
            {
                var tile = _schedule.NodeOf(_schedule.Steps[s]).Outputs[0];
                if (stage.Kept.Contains(tile))
                    continue;
                var offset = _plan.Offsets[tile.Index] ?? throw new MistakeException($"the tile of '{_graph[tile].Name}' has no place");
                Expect(IsInside(offset, Bytes(tile)), $"the tile of '{_graph[tile].Name}' lies outside the arena");
                Array.Fill(_memory, Rubbish, offset, Bytes(tile));
            }

            for (var s = 0; s < stage.End; s++)
                ReplayPatch(stage, number, s);
            CheckKept(new Moment(null, $"patch {number} ends"));
        }
    }

    private void ReplayPatch(PatchStage stage, int number, int s)
    {
        var node = _schedule.NodeOf(_schedule.Steps[s]);
        var (region, output) = (stage.Regions[number][s], new PatchView(this, stage, number, node.Outputs[0]));
        for (var y = region.Rows.Start; y < region.Rows.End; y++)
        {
            // A row is written before anything is read: kernels of patches tolerate no overlap.
            foreach (var call in _schedule.Steps[s].Calls.Cast<RowCall>())
                CheckPixels(node, call);
            SpoilScratch(s);
            output.Write(y, region.Columns);
            for (var operand = 0; operand < node.Inputs.Count; operand++)
            {
                if (_graph[node.Inputs[operand]].IsConstant)
                    continue;
                var input = new PatchView(this, stage, number, node.Inputs[operand]);
                var needed = ((IRowOperator)node.Op).InputRows(operand, y, _graph.TypesOf(node));
                foreach (var row in RowsOfCalls(node, s, operand, y))
                {
                    Expect(needed.Start <= row && row < needed.End, $"{node.Label} computes row {y} from row {row}, outside {needed}");
                    foreach (var columns in ColumnsRead(node, operand, region.Columns))
                        input.Read(row, columns, new Moment(node, $"computes patch {number},") { Row = y, From = row });
                }
            }
        }
    }

    private IEnumerable<int> RowsOfCalls(Node node, int s, int operand, int y) =>
        _schedule
            .Steps[s]
            .Calls.Cast<RowCall>()
            .SelectMany(call => Rows(node, call, y))
            .Where(source => source.Operand == operand)
            .Select(source => source.Row)
            .Distinct();

    /// <summary>Whether a call can make a part of the columns at all.</summary>
    private void CheckPixels(Node node, RowCall call)
    {
        var output = RowLayout.Dense(_graph[node.Outputs[0]].Type);
        Expect(
            (node.Op is IWindowed || call.IsPixelwise)
                && call.OutputOffset < output.PixelStride
                && (call.LinearCount == 0 || call.LinearCount * output.ElementBytes == output.RowStride),
            $"{node.Label} cannot make a part of its columns"
        );
    }

    /// <summary>Columns inside the map that some output column reads, tap by tap.</summary>
    private IEnumerable<RowRange> ColumnsRead(Node node, int operand, RowRange outputs)
    {
        var width = _graph[node.Inputs[operand]].Type.Shape.ToNhwc().Width;
        if (node.Op is not IWindowed windowed)
            return [width == 1 ? new RowRange(0, 1) : outputs];
        var (x, read) = (windowed.Window.X, new bool[width]);
        for (var output = outputs.Start; output < outputs.End; output++)
        {
            for (var tap = 0; tap < x.Kernel; tap++)
            {
                if ((output * x.Stride) - x.PadBefore + (tap * x.Dilation) is var column && column >= 0 && column < width)
                    read[column] = true;
            }
        }

        return Enumerable.Range(0, width).Where(column => read[column]).Select(column => new RowRange(column, column + 1));
    }

    /// <summary>A value as a patch sees it: a tile that begins at the patch's first pixel, or the whole map.</summary>
    private readonly struct PatchView
    {
        private readonly PlanValidator _validator;
        private readonly ValueId _id;
        private readonly RowLayout _layout;
        private readonly RowLayout _whole;
        private readonly PatchRegion _region;
        private readonly int _channels;

        public PatchView(PlanValidator validator, PatchStage stage, int number, ValueId id)
        {
            var (type, producer) = (validator._graph[id].Type, validator._graph.Producer(id));
            var (batches, height, width, channels) = type.Shape.ToNhwc();
            (_validator, _id, _layout, _channels) = (validator, id, validator._schedule.LayoutOf(id), channels);
            _whole = RowLayout.Dense(type, _layout.Order);
            _region =
                producer >= 0 && !stage.Kept.Contains(id)
                    ? stage.Regions[number][producer]
                    : new PatchRegion(new RowRange(0, batches * height), new RowRange(0, width));
            Expect(
                _region.Rows.Start >= 0
                    && _region.Columns.Start >= 0
                    && _region.Rows.End <= batches * height
                    && _region.Columns.End <= width,
                $"patch {number} of '{validator._graph[id].Name}' leaves the map"
            );
            Expect(
                _region.Rows.Count <= _layout.Rows
                    && (long)_region.Rows.Count * _region.Columns.Count * channels * _layout.ElementBytes <= _layout.ByteSize,
                $"patch {number} of '{validator._graph[id].Name}' is larger than its tile"
            );
        }

        public void Write(int row, RowRange columns)
        {
            var offset = _validator._plan.Offsets[_id.Index]
                ?? throw new MistakeException($"'{_validator._graph[_id].Name}' is written but has no place");
            foreach (var (address, position, bytes) in Runs(offset, row, columns))
                _validator.WriteAt(_id, address, position, bytes);
        }

        public void Read(int row, RowRange columns, in Moment moment)
        {
            if (_validator._plan.Offsets[_id.Index] is not { } offset)
                return;
            foreach (var (address, position, bytes) in Runs(offset, row, columns))
                _validator.ReadAt(_id, address, position, bytes, moment);
        }

        /// <summary>Bytes that follow each other in the tile and in the whole map: of a pixel, or of the columns of a channel.</summary>
        private IEnumerable<(int Address, int Position, int Bytes)> Runs(int offset, int row, RowRange columns)
        {
            var (layout, whole) = (_layout, _whole);
            var start =
                offset + ((row - _region.Rows.Start) * layout.RowStride) + ((columns.Start - _region.Columns.Start) * layout.PixelStride);
            var position = (row * whole.RowStride) + (columns.Start * whole.PixelStride);
            var (lines, inTile, inMap, bytes) =
                layout.Order == ElementOrder.ChannelLast
                    ? (1, 0, 0, columns.Count * layout.PixelStride)
                    : (_channels, layout.ChannelStride, whole.ChannelStride, columns.Count * layout.PixelStride);
            return Enumerable.Range(0, lines).Select(line => (start + (line * inTile), position + (line * inMap), bytes));
        }
    }
}
