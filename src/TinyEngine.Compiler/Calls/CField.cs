using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Calls;

/// <summary>The value of a field of a kernel's parameter struct: data, which costs read and of which Emission makes C.</summary>
internal abstract record FieldValue
{
    private FieldValue() { }

    /// <summary>An integer.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Number(int Value) : FieldValue;

    /// <summary>A float.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Real(float Value) : FieldValue;

    /// <summary>A <c>te_layout</c>: where the elements of a row lie.</summary>
    /// <param name="PixelStride">Bytes from a pixel to its right neighbour; 0 where one pixel serves all columns.</param>
    /// <param name="ChannelStride">Bytes from a channel to the next; 0 where one serves all.</param>
    public sealed record Layout(int PixelStride, int ChannelStride) : FieldValue;

    /// <summary>An array of integers within the struct; its elements behind these are 0.</summary>
    /// <param name="Items">The first elements.</param>
    public sealed record Numbers(EquatableArray<int> Items) : FieldValue;

    /// <summary>A struct, or an array of structs, within the struct.</summary>
    /// <param name="Values">Its members, in the order of the declaration.</param>
    public sealed record Members(ImmutableArray<FieldValue> Values) : FieldValue
    {
        /// <summary>A struct of integers.</summary>
        public static Members Of(params ReadOnlySpan<int> values)
        {
            var members = ImmutableArray.CreateBuilder<FieldValue>(values.Length);
            foreach (var value in values)
                members.Add(new Number(value));
            return new Members(members.MoveToImmutable());
        }
    }

    /// <summary>The address of a constant array of the call.</summary>
    /// <param name="Suffix">Which one: <see cref="CallConstant.Suffix"/>.</param>
    public sealed record Constant(string Suffix) : FieldValue;

    /// <summary>No address.</summary>
    public sealed record None : FieldValue;
}

/// <summary>A field of a kernel's parameter struct.</summary>
/// <param name="Name">Its name in C.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct CField(string Name, FieldValue Value)
{
    /// <summary>An integer.</summary>
    public CField(string name, int value)
        : this(name, new FieldValue.Number(value)) { }

    /// <summary>An array of integers.</summary>
    public CField(string name, IEnumerable<int> values)
        : this(name, new FieldValue.Numbers([.. values])) { }

    /// <summary>A layout.</summary>
    public CField(string name, RowLayout layout)
        : this(name, new FieldValue.Layout(layout.PixelStride, layout.ChannelStride)) { }

    /// <summary>The address of a constant array, which is called as the field unless another name is given.</summary>
    public static CField Constant(string name, string? suffix = null) => new(name, new FieldValue.Constant(suffix ?? name));
}

/// <summary>Parameters of a kernel: a const struct in flash.</summary>
/// <param name="CType">Struct type.</param>
/// <param name="Fields">Its fields, in the order of the declaration.</param>
internal sealed record CParams(string CType, ImmutableArray<CField> Fields)
{
    /// <summary>The value of a field; null when there is none of that name and kind.</summary>
    public T? Find<T>(string name)
        where T : FieldValue
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
                return field.Value as T;
        }

        return null;
    }
}
