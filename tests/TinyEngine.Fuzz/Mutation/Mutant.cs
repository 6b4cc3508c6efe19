namespace TinyEngine.Fuzz.Mutation;

/// <summary>How a mutant was made.</summary>
internal enum MutantKind
{
    /// <summary>Records of the model were changed and written as a sound FlatBuffer.</summary>
    Records,

    /// <summary>Offsets, lengths and vtables of the FlatBuffer were changed.</summary>
    Offsets,

    /// <summary>Bytes were changed anywhere.</summary>
    Bytes,

    /// <summary>The file as the file system shows it: missing, a folder, too large.</summary>
    FileSystem,
}

/// <summary>A file made from a valid one.</summary>
/// <param name="Index">Its number; with the seed it says everything.</param>
/// <param name="Kind">How it was made.</param>
/// <param name="Origin">Name of the valid model.</param>
/// <param name="File">The bytes.</param>
/// <param name="Changes">What was changed, for people.</param>
internal sealed record Mutant(int Index, MutantKind Kind, string Origin, byte[] File, string Changes)
{
    /// <summary>Whether it was made with knowledge of the format.</summary>
    public bool IsStructureAware => Kind is MutantKind.Records or MutantKind.Offsets;
}
