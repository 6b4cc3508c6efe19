using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace TinyEngine.Graph;

/// <summary>Sizes of a tensor's axes, outermost first (NHWC for feature maps). The default value is the shape of a scalar.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly ImmutableArray<int> _sizes;

    /// <summary>Makes a shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An axis is not positive.</exception>
    /// <exception cref="OverflowException">The element count leaves int32.</exception>
    public Shape(ImmutableArray<int> sizes)
    {
        var count = 1;
        foreach (var size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(sizes));
            count = checked(count * size);
        }

        _sizes = sizes;
    }

    /// <summary>Makes a shape from a collection expression.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new([.. sizes]);

    /// <summary>The axis sizes.</summary>
    public ImmutableArray<int> Sizes => _sizes.IsDefault ? [] : _sizes;

    /// <summary>Number of axes.</summary>
    public int Rank => Sizes.Length;

    /// <inheritdoc/>
    public int Count => Rank;

    /// <summary>Product of the axis sizes; 1 for a scalar.</summary>
    public int ElementCount
    {
        get
        {
            var count = 1;
            foreach (var size in Sizes)
                count *= size; // the constructor proved that this fits
            return count;
        }
    }

    /// <inheritdoc/>
    public int this[int axis] => Sizes[axis];

    /// <summary>The sizes as a span.</summary>
    public ReadOnlySpan<int> AsSpan() => Sizes.AsSpan();

    /// <summary>Distance in elements between neighbours along each axis of a dense row-major tensor.</summary>
    public ImmutableArray<int> Strides()
    {
        var strides = new int[Rank];
        var stride = 1;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Sizes[axis];
        }

        return [.. strides];
    }

    /// <summary>This shape seen as N, H, W, C: missing leading axes are 1, axes before the last three are multiplied into N.</summary>
    public (int N, int Height, int Width, int Channels) ToNhwc()
    {
        var (height, width, channels) = (1, 1, 1);
        var rank = Rank;
        if (rank >= 1)
            channels = Sizes[rank - 1];
        if (rank >= 2)
            width = Sizes[rank - 2];
        if (rank >= 3)
            height = Sizes[rank - 3];
        return (ElementCount / (height * width * channels), height, width, channels);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in Sizes)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>For example <c>1x96x96x3</c>, or <c>scalar</c>.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join('x', Sizes);

    /// <summary>Enumerates the sizes.</summary>
    public ImmutableArray<int>.Enumerator GetEnumerator() => Sizes.GetEnumerator();

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => ((IEnumerable<int>)Sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Sizes).GetEnumerator();

    /// <summary>Whether both have the same axes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);
}
