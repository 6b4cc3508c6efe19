using System.Collections.Immutable;

namespace TinyEngine.Compiler.Emission;

/// <summary>Where the networks of a library compute.</summary>
internal enum ArenaSharing
{
    /// <summary>Each has an arena of its own.</summary>
    Separate,

    /// <summary>All have the same one, as large as the largest needs; one network may run at a time.</summary>
    Shared,
}

/// <summary>One network or several as C, with one copy of each kernel.</summary>
/// <param name="Name">Prefix of the kernels, and what build systems call the library.</param>
/// <param name="Networks">The networks, in the user's order.</param>
/// <param name="Files">File name to text.</param>
internal sealed record CLibrary(string Name, ImmutableArray<CSources> Networks, ImmutableSortedDictionary<string, string> Files)
{
    /// <summary>Where the networks compute.</summary>
    public ArenaSharing Arena { get; init; }

    /// <summary>Whether one arena serves several networks.</summary>
    public bool SharesArena => Arena == ArenaSharing.Shared;

    /// <summary>Bytes of the arenas, or of the one that all share.</summary>
    public long ArenaBytes =>
        SharesArena ? Networks.Max(network => network.Plan.ArenaBytes) : Networks.Sum(network => (long)network.Plan.ArenaBytes);

    /// <summary>A network as a library of its own.</summary>
    public static CLibrary Of(CSources network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new CLibrary(network.Name, [network], network.Files);
    }

    /// <summary>Puts networks together.</summary>
    /// <param name="name">Prefix of the kernels.</param>
    /// <param name="networks">Networks that were emitted with this name as <see cref="CompileOptions.Library"/>; no two with files of one
    /// name.</param>
    /// <param name="version">Version of this tool, for the README.</param>
    /// <param name="arena">Where they compute.</param>
    public static CLibrary Of(string name, ImmutableArray<CSources> networks, string version, ArenaSharing arena = ArenaSharing.Separate)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        files.AddRange(networks.SelectMany(network => network.Files));
        files.AddRange(KernelSources.For(name, networks.SelectMany(network => network.Plan.Schedule.Symbols)));
        var library = new CLibrary(name, networks, files.ToImmutable()) { Arena = arena };
        if (library.SharesArena)
            files[$"{LibraryWriter.ArenaType(name)}.h"] = LibraryWriter.Arena(library);
        files["CMakeLists.txt"] = ProjectWriter.CMake(name, [.. networks.Select(network => network.Name)], files.Keys);
        files["README.md"] = LibraryWriter.Readme(library, version);
        return library with { Files = files.ToImmutable() };
    }

    /// <summary>Names, without their extensions, of the files that a network has.</summary>
    public static ImmutableArray<string> FilesOfNetwork(string name) => [name, $"{name}_weights", $"{name}_selftest"];

    /// <summary>Names, without their extensions, of the files that a library has besides.</summary>
    public static ImmutableArray<string> FilesOfLibrary(string name) =>
        [$"{name}_kernels", $"{name}_kernels_anyshift", LibraryWriter.ArenaType(name)];
}
