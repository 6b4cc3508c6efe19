using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Candidates of a detector: boxes with their best scores.</summary>
/// <param name="op">The operator.</param>
/// <param name="context">Its operands.</param>
internal sealed class DetectionBoxes(DetectionPostProcess op, EvaluationContext context)
{
    private const int Coordinates = 4;
    private readonly List<float[]> _corners = [];
    private readonly List<bool> _isActive = [];
    private readonly int _columns = context.InputType(1).Shape[2];

    /// <summary>Decodes all boxes.</summary>
    public DetectionBoxes Decode(int count)
    {
        var width = context.InputType(0).Shape[2];
        for (var i = 0; i < count; i++)
        {
            var corners = Decode(
                context.Input<float>(0).Slice(i * width, Coordinates),
                context.Input<float>(2).Slice(i * Coordinates, Coordinates)
            );
            if (corners[0] >= corners[2] || corners[1] >= corners[3])
                throw context.DataError($"box {i} has no area", "its height or width is not a positive number");
            _corners.Add(corners);
            _isActive.Add(ScoreOf(i) >= op.Least);
        }

        return this;
    }

    /// <summary>The corners of a box.</summary>
    public ReadOnlySpan<float> Corners(int box) => _corners[box];

    /// <summary>The class with the best score, the first of several.</summary>
    public int ClassOf(int box)
    {
        var scores = Scores(box);
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
            best = scores[c] > scores[best] ? c : best;
        return best;
    }

    /// <summary>The best score.</summary>
    public float ScoreOf(int box) => Scores(box)[ClassOf(box)];

    /// <summary>Takes the best candidate, the first of several, and drops those that overlap it; null when there is none.</summary>
    public int? TakeBest()
    {
        int? best = null;
        for (var i = 0; i < _corners.Count; i++)
            best = _isActive[i] && (best is null || ScoreOf(i) > ScoreOf(best.Value)) ? i : best;
        if (best is not { } taken)
            return null;
        _isActive[taken] = false;
        for (var i = 0; i < _corners.Count; i++)
            _isActive[i] &= !(OverlapOf(_corners[taken], _corners[i]) > op.Overlap);
        return taken;
    }

    private ReadOnlySpan<float> Scores(int box) => context.Input<float>(1).Slice((box * _columns) + _columns - op.Classes, op.Classes);

    private float[] Decode(ReadOnlySpan<float> code, ReadOnlySpan<float> anchor)
    {
        var corners = new float[Coordinates];
        for (var axis = 0; axis < 2; axis++)
        {
            double size = anchor[axis + 2];
            var center = (float)(((double)code[axis] / op.Scales[axis] * size) + anchor[axis]);
            var grown = FloatFunctions.Exp((float)((double)code[axis + 2] / op.Scales[axis + 2]));
            var half = (float)(0.5 * grown * size);
            (corners[axis], corners[axis + 2]) = (center - half, center + half);
        }

        return corners;
    }

    private static float OverlapOf(float[] a, float[] b)
    {
        var (areaA, areaB) = ((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]));
        if (areaA <= 0 || areaB <= 0)
            return 0;
        var (height, width) = (Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]), Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]));
        var common = Math.Max(height, 0) * Math.Max(width, 0);
        return common / (areaA + areaB - common);
    }
}
