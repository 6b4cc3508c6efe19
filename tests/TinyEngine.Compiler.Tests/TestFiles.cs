namespace TinyEngine.Compiler.Tests;

/// <summary>Finds the data under <c>tests/</c> of the checkout.</summary>
internal static class TestFiles
{
    private static readonly string Root = FindRoot();

    /// <summary>A file of the checkout.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The bytes of a file, by its path below <c>tests/</c>.</summary>
    public static byte[] Read(string path) => File.ReadAllBytes(System.IO.Path.Combine(Root, "tests", path));

    /// <summary>Writes a file, by its path below <c>tests/</c>; only for snapshots that are being renewed.</summary>
    public static void Write(string path, string text) => File.WriteAllText(System.IO.Path.Combine(Root, "tests", path), text);

    /// <summary>All files of a name pattern below a folder of <c>tests/</c>, as paths below <c>tests/</c>, in a fixed order.</summary>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var tests = System.IO.Path.Combine(Root, "tests");
        var start = System.IO.Path.Combine(tests, folder);
        if (!Directory.Exists(start))
            return [];
        return
        [
            .. Directory
                .EnumerateFiles(start, pattern, SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(tests, file))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "TinyEngine.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
