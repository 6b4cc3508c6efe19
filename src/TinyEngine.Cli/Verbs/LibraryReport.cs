using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TinyEngine.Cli.Verbs;

/// <summary>What <c>compile</c> made of several models; also the content of report.json, which tells neither where it is nor when it was
/// made.</summary>
/// <param name="Name">Prefix of the kernels, and what build systems call the library.</param>
/// <param name="Target">What the code is for.</param>
/// <param name="Package">The form of the folder, as <c>--package</c> names it.</param>
internal sealed record LibraryReport(string Name, string Target, string Package) : Report
{
    /// <summary>Where the folder is; absent in report.json.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OutputFolder { get; init; }

    /// <summary>The board that was asked for; null for none.</summary>
    public string? Board { get; init; }

    /// <summary>RAM that there is for the arenas, as the options or the board say; null when nobody said.</summary>
    public long? SramBytes { get; init; }

    /// <summary>Flash that there is; null when nobody said.</summary>
    public long? FlashBytes { get; init; }

    /// <summary>Where the networks compute: each in an arena of its own (<c>separate</c>), or one at a time in one that all share
    /// (<c>shared</c>).</summary>
    public required string Arena { get; init; }

    /// <summary>Bytes of the arenas, or of the one that all share.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>Constants of all networks.</summary>
    public required ConstantBytes Constants { get; init; }

    /// <summary>Flash, code estimated: kernels that several networks use count once.</summary>
    public required EstimatedFlash Flash { get; init; }

    /// <summary>The report of each network, in the order of the models; flash as if it were alone.</summary>
    public required ImmutableArray<CompileReport> Networks { get; init; }

    /// <summary>Paths of all files that were written.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The report of a library.</summary>
    public static LibraryReport Of(CompiledLibrary library, string package, ImmutableArray<CompileReport> networks) =>
        new(library.Library.Name, library.Networks[0].Target.Name, package)
        {
            Command = "compile",
            Arena = library.Library.Arena.ToString().ToLowerInvariant(),
            ArenaBytes = library.Library.ArenaBytes,
            Constants = new ConstantBytes(
                library.Networks.Sum(network => network.Sources.WeightBytes),
                library.Networks.Sum(network => network.Sources.TableBytes)
            ),
            Flash = library.Flash,
            Networks = networks,
        };
}
