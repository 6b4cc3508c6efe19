using Microsoft.CodeAnalysis;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>What the planner computes with would hide its mistakes if the validator of plans used it too.</summary>
public class ValidatorIndependenceTests
{
    /// <summary>What a plan is made of, and what operators and kernels promise. Nothing here decides a place, a lifetime or an
    /// order.</summary>
    private static readonly string[] Allowed =
    [
        "AccumulateCall",
        "ElementOrder",
        "EquatableArray",
        "IRowOperator",
        "IUpdatesVariable",
        "InterfaceModes",
        "IWindowed",
        "KernelCall",
        "MemoryPlan",
        "NarrowBlock",
        "Network",
        "Node",
        "OpTypes",
        "OutputMode",
        "OverlapTolerance",
        "PatchRegion",
        "PatchStage",
        "PlanValidator",
        "RowCall",
        "RowEvent",
        "RowIndex",
        "RowLayout",
        "RowRange",
        "RowSlots",
        "RowSource",
        "Schedule",
        "Shape",
        "Stage",
        "Step",
        "TensorType",
        "Value",
        "ValueId",
        "ValueKind",
        "Window2D",
        "WindowAxis",
    ];

    /// <summary>Members of these types that scheduling and planning compute with, and all that is made by an <c>Of</c>.</summary>
    private static readonly string[] Forbidden = ["Of", "RowsRead", "TileColumns"];

    private static readonly Lazy<ILookup<string, ISymbol>> Used = new(() =>
        CompilerSource
            .Files.Where(path => Path.GetFileName(path).StartsWith("PlanValidator", StringComparison.Ordinal))
            .SelectMany(path => CompilerSource.Names(path, _ => true))
            .Where(symbol => symbol.ContainingAssembly?.Name.StartsWith("TinyEngine.", StringComparison.Ordinal) == true)
            .ToLookup(symbol => CompilerSource.TypeOf(symbol)?.Name ?? "")
    );

    [Fact]
    public void The_validator_uses_no_type_that_the_planner_computes_with() =>
        Used.Value.Select(type => type.Key).Where(type => type.Length > 0).Except(Allowed).ShouldBeEmpty();

    [Fact]
    public void A_type_that_is_allowed_is_used() => Allowed.Where(type => !Used.Value.Contains(type)).ShouldBeEmpty();

    [Fact]
    public void The_validator_calls_nothing_that_the_planner_computes_with() =>
        Used
            .Value.SelectMany(type => type)
            .OfType<IMethodSymbol>()
            .Select(method => method.Name)
            .ShouldNotContain(name => Forbidden.Contains(name));
}
