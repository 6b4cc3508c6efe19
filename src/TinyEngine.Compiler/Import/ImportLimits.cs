namespace TinyEngine.Compiler.Import;

/// <summary>
/// What the importer accepts at most. A model for a microcontroller is far below these; a hostile file is stopped before it makes the
/// compiler allocate. Sizes are checked from the file's claims, before any memory is reserved for them.
/// </summary>
internal static class ImportLimits
{
    /// <summary>Bytes of a model file.</summary>
    public const long FileBytes = 256L << 20;

    /// <summary>Bytes of one tensor.</summary>
    public const int TensorBytes = 64 << 20;

    /// <summary>Rows of one tensor, those of a batch together: schedules, plans and prices walk through them.</summary>
    public const int TensorRows = 1 << 19;

    /// <summary>Bytes of all tensors that operators compute, together.</summary>
    public const long ComputedBytes = 256L << 20;

    /// <summary>Operators of a network.</summary>
    public const int Operators = 2_000;

    /// <summary>Axes of a tensor.</summary>
    public const int Rank = 8;
}
