using TinyEngine.Toolchain.Tools;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests;

/// <summary>One verifier for all tests of a class, so that objects are compiled once.</summary>
public sealed class SharedVerifier : IDisposable
{
    public Verifier Verifier { get; } = new(Toolset.FromEnvironment());

    public void Dispose() => Verifier.Dispose();
}
