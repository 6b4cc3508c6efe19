using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

public class BuiltinOperatorNamesTests
{
    [Fact]
    public void Names_and_codes_belong_together()
    {
        foreach (var code in Enum.GetValues<BuiltinOperator>())
            code.SchemaName().Replace("_", "", StringComparison.Ordinal).ShouldBe(code.ToString().ToUpperInvariant());
        Enum.GetValues<BuiltinOperator>().Select(c => (int)c).ShouldBe(Enumerable.Range(0, 210));
    }

    [Theory]
    [InlineData(BuiltinOperator.Conv2D, 3, "CONV_2D")]
    [InlineData(BuiltinOperator.SquaredDifference, 99, "SQUARED_DIFFERENCE")]
    [InlineData(BuiltinOperator.Gelu, 150, "GELU")]
    [InlineData(BuiltinOperator.StablehloComposite, 206, "STABLEHLO_COMPOSITE")]
    [InlineData((BuiltinOperator)9999, 9999, "operator 9999")]
    [InlineData((BuiltinOperator)(-1), -1, "operator -1")]
    internal void Codes_are_those_of_the_schema(BuiltinOperator code, int number, string name) =>
        ((int)code, code.SchemaName()).ShouldBe((number, name));
}
