using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using static TinyEngine.Conformance.More.CaseBuilder;

namespace TinyEngine.Conformance.More;

/// <content>Operators of float32 islands.</content>
internal static partial class MoreCases
{
    private static IEnumerable<MoreCase> FloatCases()
    {
        var map = Plain(DType.Float32, 1, 5, 6, 3);
        foreach (var kind in new[] { SumKind.Mean, SumKind.Sum })
        {
            foreach (var axes in new int[][] { [1, 2], [3], [0, 2], [1, 3] })
            {
                foreach (var kept in new[] { true, false })
                {
                    var op = new RealSum(kind, [.. axes], kept);
                    yield return new(op.Name, $"f32_{string.Join('_', axes)}{(kept ? "_kept" : "")}", 0, c =>
                        c.Output(op, Plain(DType.Float32), c.Input(map))
                    );
                }
            }
        }

        foreach (var takesLarger in new[] { true, false })
        {
            foreach (var axis in new[] { 1, 3 })
            {
                var op = new ArgMinMax(takesLarger, axis);
                yield return new(op.Name, $"f32_{axis}", 0, c => c.Output(op, Plain(DType.Int32), c.Input(map)));
            }
        }

        yield return new("MEAN", "layer_norm_f32", 0, c =>
        {
            var x = c.Input(Plain(DType.Float32, 1, 4, 8));
            var real = Plain(DType.Float32);
            var mean = new RealSum(SumKind.Mean, [2], KeepDims: true);
            var centre = c.Node(mean, real, x);
            var variance = c.Node(mean, real, c.Node(new Binary(BinaryFunction.SquaredDifference), real, x, centre));
            var shifted = c.Node(new Binary(BinaryFunction.Add), real, variance, c.Given(Plain(DType.Float32, 1), 0.001f));
            var factor = c.Node(new Unary(UnaryFunction.Rsqrt), real, shifted);
            c.Output(new Binary(BinaryFunction.Mul), real, c.Node(new Binary(BinaryFunction.Sub), real, x, centre), factor);
        });
    }
}
