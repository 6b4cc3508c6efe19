using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

/// <summary>Files that are broken or unsupported in one way each.</summary>
public class BadModelTests
{
    public static TheoryData<string> Files =>
        [
            .. Directory
                .EnumerateFiles(Repository.File("tests/badmodels"), "*.tflite")
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_model_is_refused_with_a_diagnostic_and_leaves_nothing(string name)
    {
        using var folder = new TempFolder();
        var model = Repository.File("tests/badmodels", name);
        foreach (var arguments in new string[][] { ["inspect", model], ["run", model, "--input", Sample.Input, "--output", folder["out"]] })
        {
            var result = Tool.Run(arguments);
            result.Code.ShouldBe(1);
            result.Error.ShouldStartWith(model);
            result.Error.ShouldMatch(@"error TE[12]\d{3}: ");
        }

        folder.Names.ShouldBeEmpty();
    }
}
