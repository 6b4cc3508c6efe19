namespace TinyEngine.Compiler.Tests;

/// <summary>Finds the data under <c>tests/</c> of the checkout.</summary>
internal static class TestFiles
{
    /// <summary>The bytes of a file, by its path below <c>tests/</c>.</summary>
    public static byte[] Read(string path) => File.ReadAllBytes(Repository.File("tests", path));

    /// <summary>Writes a file, by its path below <c>tests/</c>; only for snapshots that are being renewed.</summary>
    public static void Write(string path, string text) => File.WriteAllText(Repository.File("tests", path), text);

    /// <summary>All files of a name pattern below a folder of <c>tests/</c>, as paths below <c>tests/</c>, in a fixed order.</summary>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var tests = Repository.File("tests");
        var start = Path.Combine(tests, folder);
        if (!Directory.Exists(start))
            return [];
        return
        [
            .. Directory
                .EnumerateFiles(start, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(tests, file))
                .Order(StringComparer.Ordinal),
        ];
    }
}
