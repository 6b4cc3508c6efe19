using System.Collections.Immutable;

namespace TinyEngine.Compiler.Emission;

/// <summary>Several networks as C, with one copy of each kernel.</summary>
/// <param name="Name">Prefix of the kernels.</param>
/// <param name="Networks">The networks; each was emitted for this library.</param>
/// <param name="Files">File name to text: the sources of all networks, and their kernels.</param>
internal sealed record CLibrary(string Name, ImmutableArray<CSources> Networks, ImmutableSortedDictionary<string, string> Files)
{
    /// <summary>Puts networks together.</summary>
    /// <param name="name">Prefix of the kernels.</param>
    /// <param name="networks">Networks that were emitted with this name as <see cref="CompileOptions.Library"/>.</param>
    public static CLibrary Of(string name, ImmutableArray<CSources> networks)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        files.AddRange(networks.SelectMany(network => network.Files));
        files.AddRange(KernelSources.For(name, networks.SelectMany(network => network.Plan.Schedule.Symbols)));
        return new CLibrary(name, networks, files.ToImmutable());
    }
}
