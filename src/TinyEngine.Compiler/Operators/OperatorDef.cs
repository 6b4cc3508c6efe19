using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>An operator type with its entry in <see cref="OperatorTable"/>; static abstract, so it cannot be left out.</summary>
/// <typeparam name="T">The operator.</typeparam>
internal interface IOperator<T>
    where T : Op
{
    /// <summary>The entry.</summary>
    static abstract OperatorDef Definition { get; }
}

/// <summary>One operator as the rest of the product sees it: what it computes and what of it is supported.</summary>
/// <param name="Type">The record that implements it.</param>
/// <param name="Summary">What it computes, one line.</param>
internal sealed record OperatorDef(Type Type, string Summary)
{
    /// <summary>Supported element types, for example <c>int8, int8 per-channel weights, int32 bias → int8</c>.</summary>
    public required ImmutableArray<string> DataTypes { get; init; }

    /// <summary>Attribute ranges and restrictions, one line.</summary>
    public required string Limits { get; init; }

    /// <summary>Whether it takes part in row stages: <c>yes</c>, perhaps with conditions, or <c>no</c> with the reason, which
    /// <see cref="Op.WhyWholeTensors(OpTypes)"/> gives for a node.</summary>
    public required string Rows { get; init; }

    /// <summary>What differs between the operators of a file format that this one stands for, by name; empty when nothing does.</summary>
    public ImmutableArray<OperatorForm> Forms { get; init; } = [];
}

/// <summary>An operator of a file format, where one of ours stands for several.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Summary">What it computes, one line.</param>
internal sealed record OperatorForm(string Name, string Summary)
{
    /// <summary>Its element types, where they are not those of <see cref="OperatorDef.DataTypes"/>; empty otherwise.</summary>
    public ImmutableArray<string> DataTypes { get; init; } = [];
}
