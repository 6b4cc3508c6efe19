using System.Collections.Immutable;
using TinyEngine.Compiler.Operators.Families;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators.Shapes;

/// <summary>
/// The copies between a map and the same map with the positions of each block moved into the batch: position b of a block of the padded (or
/// uncropped) map is batch ((b₀·B₁ + b₁)·…)·N + n. Shared by SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND, which differ in the direction.
/// </summary>
internal static class BatchBlocks
{
    /// <summary>Positions of a block at most, so that the list of copies stays short.</summary>
    public const int MaximumPositions = 4096;

    /// <summary>Whether a block is not too large; sizes below 1 are for the caller to refuse.</summary>
    public static bool Fits(EquatableArray<int> block) =>
        block.Items.Aggregate(1L, (product, size) => Math.Min(product, MaximumPositions + 1L) * size) <= MaximumPositions;

    /// <summary>One copy per position of a block.</summary>
    /// <param name="space">Shape of the map.</param>
    /// <param name="batch">Shape of the map with the blocks in the batch.</param>
    /// <param name="block">Block size of the axes 1, 2, ….</param>
    /// <param name="before">Positions before the map's first along these axes: padding or crop.</param>
    /// <param name="toBatch">Whether the map is the input.</param>
    public static ImmutableArray<DataMove> Moves(
        Shape space,
        Shape batch,
        EquatableArray<int> block,
        EquatableArray<int> before,
        bool toBatch
    )
    {
        var (spaceStrides, batchStrides) = (space.Strides(), batch.Strides());
        var moves = ImmutableArray.CreateBuilder<DataMove>();
        var count = block.Items.Aggregate(1, (product, size) => product * size);
        for (var b = 0; b < count; b++)
        {
            var sizes = space.Sizes.ToArray();
            var steps = spaceStrides.ToArray();
            var (spaceOffset, batchOffset) = (0, b * space[0] * batchStrides[0]);
            var rest = b;
            var empty = false;
            for (var i = block.Count - 1; i >= 0; i--)
            {
                var (axis, position) = (i + 1, rest % block[i]);
                rest /= block[i];
                // Positions o of the batched map whose source o·block + position − before lies inside the map.
                var first = Math.Max(0, CeilDivide(before[i] - position, block[i]));
                var end = Math.Min(batch[axis], CeilDivide(space[axis] + before[i] - position, block[i]));
                empty |= end <= first;
                sizes[axis] = end - first;
                steps[axis] *= block[i];
                spaceOffset += ((first * block[i]) + position - before[i]) * spaceStrides[axis];
                batchOffset += first * batchStrides[axis];
            }

            if (empty)
                continue;
            moves.Add(
                new DataMove(
                    0,
                    0,
                    toBatch
                        ? new StridedCopy([.. sizes], [.. steps], [.. batchStrides], spaceOffset, batchOffset)
                        : new StridedCopy([.. sizes], [.. batchStrides], [.. steps], batchOffset, spaceOffset)
                )
            );
        }

        return moves.ToImmutable();
    }

    private static int CeilDivide(int dividend, int divisor) => dividend > 0 ? ((dividend - 1) / divisor) + 1 : -(-dividend / divisor);
}
