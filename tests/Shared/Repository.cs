namespace TinyEngine.Testing;

/// <summary>Files of the checkout that the tests run in. Every test project links this file.</summary>
internal static class Repository
{
    /// <summary>The folder that holds TinyEngine.slnx.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the root.</summary>
    public static string File(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.File.Exists(Path.Combine(folder, "TinyEngine.slnx")))
                return folder;
        }

        throw new InvalidOperationException($"no TinyEngine.slnx above {AppContext.BaseDirectory}");
    }
}
