using TinyEngine.Compiler.Operators;

namespace TinyEngine.Compiler.Tests.Networks;

public class RandomOperatorsTests
{
    [Fact]
    public void Random_operators_are_all_that_there_are() =>
        RandomOperators
            .Build(1)
            .Nodes.Select(node => node.Op.GetType())
            .Distinct()
            .OrderBy(type => type.Name)
            .ShouldBe(OperatorTable.All.Select(def => def.Type).OrderBy(type => type.Name));

    [Fact]
    public void Zero_points_at_both_ends_are_among_them()
    {
        var graph = RandomOperators.Build(1);
        var zeroPoints = graph
            .Values.Where(value => value.Type is { DType: Graph.DType.Int8, Quant.IsQuantized: true })
            .SelectMany(value => value.Type.Quant.ZeroPoints.Items)
            .ToList();
        zeroPoints.ShouldContain(-128);
        zeroPoints.ShouldContain(127);
    }
}
