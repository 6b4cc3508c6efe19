using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>How an options field is stored.</summary>
internal enum TfliteFieldType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>One byte: a small enum such as padding or activation.</summary>
    Byte,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A 32-bit float.</summary>
    Float,

    /// <summary>A vector of 32-bit integers.</summary>
    Int32Vector,

    /// <summary>Text.</summary>
    String,
}

/// <summary>One field that is present in an options table.</summary>
/// <param name="Id">Number of the field, in the order of the schema from 0.</param>
/// <param name="Type">How it is stored, and how it is to be read.</param>
/// <param name="Bits">A scalar's value; a float's bit pattern, so that NaN equals itself; 0 for a vector.</param>
/// <param name="Vector">A vector's elements; empty for a scalar.</param>
internal sealed record TfliteField(int Id, TfliteFieldType Type, long Bits, EquatableArray<int> Vector = default)
{
    /// <summary>A text; empty for other types.</summary>
    public string Text { get; init; } = "";
}

/// <summary>
/// An operator's attributes as the file has them: the fields present in its options table, by field number. What is absent has the
/// schema's default, which the caller names: <c>options.Int32(field: 4, @default: 1)</c>. Immutable; each <c>With</c> returns a new value.
/// </summary>
/// <remarks>Reading a field with another type than it was stored with is a mistake of the calling code and throws
/// <see cref="InvalidOperationException"/>; a file cannot cause it, since <see cref="TfliteReader"/> stores each field with the type
/// that <see cref="TfliteOptionsSchema"/> gives.</remarks>
internal sealed record TfliteOptions
{
    /// <summary>No options table.</summary>
    public static TfliteOptions None { get; } = new(BuiltinOptionsType.None);

    /// <summary>An options table without any field, so all defaults.</summary>
    public TfliteOptions(BuiltinOptionsType type)
        : this(type, []) { }

    internal TfliteOptions(BuiltinOptionsType type, EquatableArray<TfliteField> fields)
    {
        Type = type;
        Fields = fields;
    }

    /// <summary>Which options table it is; may be a code that the enum does not list, and then it has no fields.</summary>
    public BuiltinOptionsType Type { get; }

    /// <summary>The fields present, ordered by <see cref="TfliteField.Id"/>.</summary>
    public EquatableArray<TfliteField> Fields { get; }

    /// <summary>The bytes that a custom operator has in place of a table; empty for none.</summary>
    public EquatableArray<byte> Custom { get; init; } = [];

    /// <summary>Whether the field is present.</summary>
    public bool Has(int field) => Find(field) is not null;

    /// <summary>A boolean field.</summary>
    public bool Bool(int field, bool @default = false) => Find(field, TfliteFieldType.Bool) is { } f ? f.Bits != 0 : @default;

    /// <summary>A field of one byte, such as an enum.</summary>
    public byte Byte(int field, byte @default = 0) => Find(field, TfliteFieldType.Byte) is { } f ? (byte)f.Bits : @default;

    /// <summary>A 32-bit integer field.</summary>
    public int Int32(int field, int @default = 0) => Find(field, TfliteFieldType.Int32) is { } f ? (int)f.Bits : @default;

    /// <summary>A 64-bit integer field.</summary>
    public long Int64(int field, long @default = 0) => Find(field, TfliteFieldType.Int64) is { } f ? f.Bits : @default;

    /// <summary>A float field.</summary>
    public float Float(int field, float @default = 0) =>
        Find(field, TfliteFieldType.Float) is { } f ? BitConverter.Int32BitsToSingle((int)f.Bits) : @default;

    /// <summary>A field that is a vector of 32-bit integers; empty when absent.</summary>
    public ImmutableArray<int> Int32Vector(int field) => Find(field, TfliteFieldType.Int32Vector)?.Vector.Items ?? [];

    /// <summary>A field that is text; empty when absent.</summary>
    public string Text(int field) => Find(field, TfliteFieldType.String)?.Text ?? "";

    /// <summary>These options with a text set.</summary>
    /// <exception cref="ArgumentException">The schema gives this field another type, or none.</exception>
    public TfliteOptions With(int field, string value) => Set(new TfliteField(field, TfliteFieldType.String, 0) { Text = value });

    /// <summary>These options with an integer field set: a byte, an int32 or an int64, as the schema has it.</summary>
    /// <exception cref="ArgumentException">The schema gives this field another type, or none.</exception>
    /// <exception cref="OverflowException">The value does not fit the field.</exception>
    public TfliteOptions With(int field, long value) =>
        SchemaType(field) switch
        {
            TfliteFieldType.Byte => Set(field, TfliteFieldType.Byte, checked((byte)value)),
            TfliteFieldType.Int32 => Set(field, TfliteFieldType.Int32, checked((int)value)),
            _ => Set(field, TfliteFieldType.Int64, value),
        };

    /// <summary>These options with a boolean field set.</summary>
    /// <exception cref="ArgumentException">The schema gives this field another type, or none.</exception>
    public TfliteOptions With(int field, bool value) => Set(field, TfliteFieldType.Bool, value ? 1 : 0);

    /// <summary>These options with a float field set.</summary>
    /// <exception cref="ArgumentException">The schema gives this field another type, or none.</exception>
    public TfliteOptions With(int field, float value) => Set(field, TfliteFieldType.Float, BitConverter.SingleToInt32Bits(value));

    /// <summary>These options with a vector field set.</summary>
    /// <exception cref="ArgumentException">The schema gives this field another type, or none.</exception>
    public TfliteOptions With(int field, EquatableArray<int> values) => Set(field, TfliteFieldType.Int32Vector, 0, values);

    private TfliteOptions Set(int field, TfliteFieldType type, long bits, EquatableArray<int> vector = default) =>
        Set(new TfliteField(field, type, bits, vector));

    private TfliteOptions Set(TfliteField field)
    {
        if (SchemaType(field.Id) != field.Type)
            throw new ArgumentException($"The schema has no field {field.Id} of type {field.Type} in {Type} options.", nameof(field));
        return new(Type, [.. Fields.Where(f => f.Id < field.Id), field, .. Fields.Where(f => f.Id > field.Id)]);
    }

    private TfliteFieldType? SchemaType(int field)
    {
        var types = TfliteOptionsSchema.FieldTypes(Type);
        return (uint)field < (uint)types.Length ? types[field] : null;
    }

    private TfliteField? Find(int field, TfliteFieldType type)
    {
        var found = Find(field);
        if (found is not null && found.Type != type)
            throw new InvalidOperationException($"Field {field} of {Type} options is stored as {found.Type}, not as {type}.");
        return found;
    }

    private TfliteField? Find(int field)
    {
        foreach (var candidate in Fields)
            if (candidate.Id == field)
                return candidate;
        return null;
    }
}
