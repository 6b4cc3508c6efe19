using System.Text.RegularExpressions;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Import.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Guide;

/// <summary>The operator that docs/guide/add-an-operator.md adds, compiled here as the page shows it.</summary>
public partial class AddAnOperatorTests
{
    private const int MostFiles = 6;

    private static readonly string Page = File.ReadAllText(Repository.File("docs", "guide", "add-an-operator.md"));

    [Theory]
    [InlineData("Abs.cs")]
    [InlineData("Abs.Tflite.cs")]
    public void The_page_shows_the_code_that_is_compiled(string name) =>
        Page.ShouldContain(
            $"```csharp\n{File.ReadAllText(Repository.File("tests", "TinyEngine.Compiler.Tests", "Guide", "Example", name))}```\n"
        );

    [Fact]
    public void It_takes_few_files_that_are_written_by_hand_and_those_that_it_changes_exist()
    {
        var files = Row().Matches(Page).Select(row => row.Groups["file"].Value).ToList();
        files.Count.ShouldBeInRange(2, MostFiles);
        files.Where(file => !file.Contains("/Abs/", StringComparison.Ordinal) && !File.Exists(Repository.File(file))).ShouldBeEmpty();
    }

    [Fact]
    public void The_operator_runs_in_the_interpreter_and_gets_a_kernel()
    {
        var builder = new GraphBuilder("net");
        var x = builder.Input("x", new TensorType(DType.Int8, [1, 4], QuantParams.PerTensor(0.5f, 1)));
        var y = builder.Node(new Abs(), [x], new TensorType(DType.Int8, [1, 4], QuantParams.PerTensor(1, -3)));
        var graph = builder.Output(y).Build();
        new Interpreter.Interpreter(graph)
            .Run([unchecked((byte)-128), 1, 5, 127])[0]
            .ShouldBe([62, unchecked((byte)-3), unchecked((byte)-1), 60]);
        var (bag, options) = (new DiagnosticBag(), new CompileOptions("net"));
        var sources = Pipeline.Emit(Pipeline.Plan(graph, options, "net", bag)!, options);
        sources.Files["net.c"].ShouldContain("te_lut_s8");
    }

    [Fact]
    public void The_mapping_reads_and_writes_the_operator_of_TFLite()
    {
        var mapping = Abs.Tflite.ShouldHaveSingleItem();
        mapping.Code.ShouldBe(BuiltinOperator.Abs);
        var type = new TensorType(DType.Int8, [3], QuantParams.PerTensor(1, 0));
        var site = new OpSite(Place.None, [type], new DiagnosticBag());
        var node = new TfliteNode([new TfliteOperand("x", type, null)], [type], TfliteOptions.None, site);
        mapping.Read(node)!.Op.ShouldBe(new Abs());
        mapping.Write!(new Abs(), new OpTypes([type], [type])).ShouldNotBeNull();
    }

    [GeneratedRegex(@"^\| \d \| `(?<file>[^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
