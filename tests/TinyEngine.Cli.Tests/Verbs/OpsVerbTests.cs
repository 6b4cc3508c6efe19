using System.Text.Json;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Formats.Tflite;
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
            .Where(code => code != (int)BuiltinOperator.Custom)
            .ToList();
        listed
            .Order()
            .ShouldBe(TfliteTable.Codes.Concat(TfliteVariables.Operators.Select(op => op.Code)).Select(code => (int)code).Order());
    }

    [Fact]
    public void Operators_of_TensorFlow_Lite_Micro_are_marked_or_named_with_a_reason()
    {
        using var json = JsonDocument.Parse(Tool.Run("ops", "--json").Out);
        var marked = json
            .RootElement.GetProperty("operators")
            .EnumerateArray()
            .Where(op => op.GetProperty("inMicroResolver").GetBoolean())
            .Select(op => op.GetProperty("name").GetString()!)
            .ToList();
        var missing = json
            .RootElement.GetProperty("missing")
            .EnumerateArray()
            .ToDictionary(op => op.GetProperty("name").GetString()!, op => op.GetProperty("reason").GetString()!);
        marked.ShouldContain("SignalWindow");
        missing["IF"].ShouldContain("control flow");
        missing.Keys.Concat(marked).Order().ShouldBe(MicroResolver.Names.Order());
    }

    [Fact]
    public void People_see_names_types_and_limits()
    {
        var page = Tool.Run("ops").Out;
        page.ShouldContain("CONV_2D");
        page.ShouldContain("int8 x int8 weights + int32 bias → int8");
    }
}
