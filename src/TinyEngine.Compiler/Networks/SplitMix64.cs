namespace TinyEngine.Compiler.Networks;

/// <summary>A small generator of pseudo-random numbers whose sequence never changes, so that networks made from a seed are the same
/// everywhere and for ever.</summary>
/// <remarks>Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 17.</remarks>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>An integer in [minimum, maximum].</summary>
    public int Between(int minimum, int maximum) => minimum + (int)(Next() % (ulong)((long)maximum - minimum + 1));

    /// <summary>A real number in [minimum, maximum).</summary>
    public double Real(double minimum, double maximum) => minimum + ((maximum - minimum) * (Next() >> 11) / (1L << 53));
}
