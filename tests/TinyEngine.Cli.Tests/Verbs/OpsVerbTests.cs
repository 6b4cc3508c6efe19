using System.Text.Json;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Import.Tflite;

namespace TinyEngine.Cli.Tests.Verbs;

public class OpsVerbTests
{
    [Fact]
    public void Every_operator_of_the_table_is_listed()
    {
        using var json = JsonDocument.Parse(Tool.Run("ops", "--json").Out);
        var listed = json
            .RootElement.GetProperty("operators")
            .EnumerateArray()
            .Select(op => op.GetProperty("tfliteCode").GetInt32())
            .ToList();
        listed.Order().ShouldBe(TfliteTable.Codes.Select(code => (int)code).Order());
    }

    [Fact]
    public void People_see_names_types_and_limits()
    {
        var page = Tool.Run("ops").Out;
        page.ShouldContain("CONV_2D");
        page.ShouldContain("int8 x int8 weights + int32 bias → int8");
    }
}
