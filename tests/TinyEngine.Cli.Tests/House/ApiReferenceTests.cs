using System.Reflection;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests.House;

/// <summary>The reference pages of the library are those that its documentation comments give. With <c>TINYENGINE_UPDATE_SNAPSHOTS=1</c>
/// they are rewritten instead.</summary>
public class ApiReferenceTests
{
    private static readonly string Folder = Repository.File("docs/reference/api");

    [Fact]
    public void The_reference_of_the_library_is_current()
    {
        var pages = ApiReference.Pages(PublicApiTests.Names.Select(Assembly.Load));
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_SNAPSHOTS") == "1")
        {
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
            Directory.CreateDirectory(Folder);
            foreach (var (name, text) in pages)
                File.WriteAllText(Path.Combine(Folder, name), text);
        }

        Directory
            .GetFiles(Folder)
            .Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)
            .ShouldBe(pages.Keys, "run eng/snapshots.sh");
        foreach (var (name, text) in pages)
            File.ReadAllText(Path.Combine(Folder, name)).ShouldBe(text, "run eng/snapshots.sh");
    }
}
