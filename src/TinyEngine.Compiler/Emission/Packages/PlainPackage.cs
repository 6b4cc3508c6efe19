namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>All files in one folder, for a build system of one's own.</summary>
internal sealed class PlainPackage : Package
{
    /// <inheritdoc/>
    public override string Kind => "plain";

    /// <inheritdoc/>
    public override bool HasExample => false;

    private protected override void Fill(IDictionary<string, string> files, PackageSubject subject)
    {
        foreach (var (name, text) in subject.Library.Files)
            files[name] = text;
    }
}
