namespace TinyEngine.Conformance;

/// <summary>One golden case.</summary>
/// <param name="Op">Operator folder.</param>
/// <param name="Path">Folder below the set's.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Sequence">Whether the samples are consecutive steps of one run.</param>
/// <param name="Tolerance">Largest allowed difference, in integer codes or units in the last place.</param>
internal sealed record Case(string Op, string Path, int Samples, bool Sequence, int Tolerance)
{
    /// <summary>Absolute folder.</summary>
    public string Folder { get; init; } = "";
}
