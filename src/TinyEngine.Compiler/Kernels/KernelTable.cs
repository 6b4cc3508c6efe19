using System.Collections.Frozen;
using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Targets;

namespace TinyEngine.Compiler.Kernels;

/// <summary>The kernels that exist, from <c>kernels/kernels.inc</c>.</summary>
internal static class KernelTable
{
    private static readonly FrozenDictionary<string, KernelDef> BySymbol;
    private static readonly FrozenDictionary<Key, KernelDef> ByKey;

    static KernelTable()
    {
        All = KernelListReader.Read(KernelFiles.Find(KernelFiles.List)!, KernelFiles.List);
        BySymbol = All.ToFrozenDictionary(kernel => kernel.Symbol, StringComparer.Ordinal);
        ByKey = All.SelectMany(kernel =>
                new[]
                {
                    (new Key(kernel.Operator, kernel.Types, kernel.Isa, kernel.Special, kernel.Encoding), kernel),
                    (new Key(kernel.Operator, kernel.Types, kernel.Isa, kernel.Special, null), kernel),
                }
            )
            .DistinctBy(pair => pair.Item1)
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.kernel);
    }

    /// <summary>All kernels, in the order of the list.</summary>
    public static ImmutableArray<KernelDef> All { get; }

    /// <summary>A kernel by its symbol.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static KernelDef Of(string symbol) =>
        TryOf(symbol) ?? throw new InvalidOperationException($"{KernelFiles.List} has no {symbol}");

    /// <summary>A kernel by its symbol; null when there is none.</summary>
    public static KernelDef? TryOf(string symbol) => BySymbol.GetValueOrDefault(symbol);

    /// <summary>The kernel for some work; the portable one where there is none for the instruction set.</summary>
    /// <param name="op">The operator's name in the list.</param>
    /// <param name="types">Types of the activations.</param>
    /// <param name="isa">Instructions that may be used.</param>
    /// <param name="special">What it is made for.</param>
    /// <param name="encoding">Requantization; null for the usual one, which stands first in the list.</param>
    /// <exception cref="InvalidOperationException">There is none; that is a defect of the operator that asks.</exception>
    public static KernelDef Find(
        string op,
        string types,
        InstructionSet isa = InstructionSet.C99,
        KernelSpecial special = default,
        KernelEncoding? encoding = null
    ) =>
        TryFind(op, types, isa, special, encoding)
        ?? throw new InvalidOperationException($"{KernelFiles.List} has no {op} of {types} for {special} in {isa}");

    /// <summary>The same; null when there is none.</summary>
    /// <param name="op">The operator's name in the list.</param>
    /// <param name="types">Types of the activations.</param>
    /// <param name="isa">Instructions that may be used.</param>
    /// <param name="special">What it is made for.</param>
    /// <param name="encoding">Requantization; null for the usual one, which stands first in the list.</param>
    public static KernelDef? TryFind(
        string op,
        string types,
        InstructionSet isa = InstructionSet.C99,
        KernelSpecial special = default,
        KernelEncoding? encoding = null
    ) =>
        ByKey.GetValueOrDefault(new Key(op, types, isa, special, encoding))
        ?? (isa == InstructionSet.C99 ? null : ByKey.GetValueOrDefault(new Key(op, types, InstructionSet.C99, special, encoding)));

    /// <summary>What a query asks for.</summary>
    private readonly record struct Key(string Operator, string Types, InstructionSet Isa, KernelSpecial Special, KernelEncoding? Encoding);
}
