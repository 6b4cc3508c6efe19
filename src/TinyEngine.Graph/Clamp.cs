namespace TinyEngine.Graph;

/// <summary>Bounds of an output in integer codes: what a fused activation leaves of the range of the type.</summary>
/// <param name="Min">Smallest code.</param>
/// <param name="Max">Largest code.</param>
internal readonly record struct Clamp(int Min, int Max)
{
    /// <summary>The whole range of an integer type: no activation.</summary>
    public static Clamp Full(DType type) => new((int)type.MinValue(), (int)type.MaxValue());

    /// <summary>Whether this is the whole range of a type.</summary>
    public bool IsFull(DType type) => this == Full(type);

    /// <summary>Limits a value.</summary>
    public int Apply(int value) => Math.Clamp(value, Min, Max);

    /// <summary>Both bounds at once.</summary>
    public Clamp Intersect(Clamp other) => new(Math.Max(Min, other.Min), Math.Min(Max, other.Max));

    /// <inheritdoc/>
    public override string ToString() => $"clamp {Min}..{Max}";
}
