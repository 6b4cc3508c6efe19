using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;

namespace TinyEngine.Compiler.Emission;

/// <summary>The generated folder's C part, as text; the same plan gives the same bytes.</summary>
/// <param name="Plan">What was emitted.</param>
/// <param name="Name">Prefix of every public symbol.</param>
/// <param name="Files">File name to text.</param>
public sealed record CSources(MemoryPlan Plan, string Name, ImmutableSortedDictionary<string, string> Files)
{
    /// <summary>Bytes of packed weights.</summary>
    public int WeightBytes { get; init; }

    /// <summary>Bytes of all other constant arrays; kernel parameters are not among them.</summary>
    public int TableBytes { get; init; }

    /// <summary>Writes the sources of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="name">A C identifier.</param>
    /// <param name="version">Version of this tool, for the header.</param>
    /// <param name="selfTest">A sample to carry along; null for none.</param>
    /// <param name="library">Prefix of kernels that come with a library of several networks; null for kernels of the network's own.</param>
    public static CSources Emit(MemoryPlan plan, string name, string version, SelfTestSample? selfTest = null, string? library = null)
    {
        var model = new CModel(plan, name) { SelfTest = selfTest, Library = library ?? name };
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        files[$"{name}.h"] = HeaderWriter.Write(model, version);
        files[$"{name}.c"] = ModelWriter.Write(model);
        files[$"{name}_weights.h"] = ConstantsWriter.WriteHeader(model);
        files[$"{name}_weights.c"] = ConstantsWriter.WriteSource(model);
        if (selfTest is not null)
        {
            files[$"{name}_selftest.h"] = SelfTestWriter.WriteHeader(model);
            files[$"{name}_selftest.c"] = SelfTestWriter.WriteSource(model, selfTest);
        }

        if (library is null)
        {
            files.AddRange(KernelSources.For(name, plan.Schedule.Symbols));
            files["CMakeLists.txt"] = ProjectWriter.CMake(name, [name], files.Keys);
            files["README.md"] = ProjectWriter.Readme(model, version);
        }

        return new CSources(plan, name, files.ToImmutable())
        {
            WeightBytes = model.BytesOf(ConstantKind.Weights),
            TableBytes = model.BytesOf(ConstantKind.Table),
        };
    }
}
