using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Lowering;

/// <summary>
/// A case of <c>tests/lowering</c>: a remark, a network one layer a line, a target, and what the network becomes. The lines of the network
/// are <c>input 16x16x8</c>, and <c>conv</c>, <c>depthwise</c>, <c>dense</c> or <c>add</c> with words such as <c>24</c> for filters or
/// units, <c>k3</c> for the window, <c>s2</c> for the stride; each reads the layer before it, an <c>add</c> the input, too.
/// </summary>
/// <param name="Head">Lines as they stand in the file, down to that of the target.</param>
internal sealed record LoweringCase(ImmutableArray<string> Head)
{
    private const string TargetWord = "target ";

    /// <summary>The cases of a file: each ends with an empty line.</summary>
    public static IEnumerable<LoweringCase> Read(string text)
    {
        var head = ImmutableArray.CreateBuilder<string>();
        var inHead = true;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0)
                inHead = true;
            else if (inHead)
                head.Add(line);
            if (!line.StartsWith(TargetWord, StringComparison.Ordinal))
                continue;
            yield return new LoweringCase(head.ToImmutable());
            head.Clear();
            inHead = false;
        }
    }

    /// <summary>The case with what the network becomes.</summary>
    public string Write()
    {
        var words = Head[^1][TargetWord.Length..].Split(' ');
        var bag = new DiagnosticBag();
        var goal = words.Contains("size") ? KernelGoal.Size : KernelGoal.Speed;
        var schedule = LayerScheduler.Build(Network(), Target.Find(words[0])!, "case", bag, goal);
        var text = new StringBuilder();
        foreach (var line in Head)
            text.Append(line).Append('\n');
        foreach (var step in schedule.ShouldNotBeNull(string.Join('\n', bag.Items)).Steps)
            WriteStep(text, schedule, step);
        return text.ToString();
    }

    private Network Network()
    {
        var net = new NetworkBuilder("case", 1);
        ValueId input = default,
            last = default;
        foreach (var line in Head.Where(line => !line.StartsWith('#') && !line.StartsWith(TargetWord, StringComparison.Ordinal)))
        {
            var words = line.Split(' ');
            int Number(string prefix, int missing) =>
                words.Skip(1).FirstOrDefault(word => word.StartsWith(prefix, StringComparison.Ordinal) && char.IsDigit(word[^1]))
                    is { } word
                    ? int.Parse(word[prefix.Length..], CultureInfo.InvariantCulture)
                    : missing;
            var window = WindowSpec.Square(Number("k", 1), Number("s", 1));
            last = words[0] switch
            {
                "input" => input = net.Input(
                    new Shape([1, .. words[1].Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))])
                ),
                "conv" => net.Conv2D(last, int.Parse(words[1], CultureInfo.InvariantCulture), window),
                "depthwise" => net.DepthwiseConv2D(last, window),
                "dense" => net.FullyConnected(last, int.Parse(words[1], CultureInfo.InvariantCulture)),
                "add" => net.Add(last, input),
                _ => throw new InvalidOperationException($"'{line}' is no layer"),
            };
        }

        return net.Output(last).Build();
    }

    private static void WriteStep(StringBuilder text, Schedule schedule, Step step)
    {
        var node = schedule.NodeOf(step);
        text.Append(CultureInfo.InvariantCulture, $"    {node.Op.Name}: {Layouts(schedule, node.Inputs)} -> ");
        text.Append(Layouts(schedule, node.Outputs)).Append('\n');
        foreach (var call in step.Calls)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {call.Kernel}{How(call)}, overlap {call.Overlap}\n");
            if (call.Params is { } parameters)
            {
                var fields = parameters.Fields.Select(field => $"{field.Name}={Value(field.Value)}");
                text.Append(CultureInfo.InvariantCulture, $"        {parameters.CType}: {string.Join(" ", fields)}\n");
            }

            if (call.Scratch is { } scratch)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"        scratch {scratch.Bytes}: {scratch.Formula}({string.Join(", ", scratch.Arguments)})\n"
                );
            foreach (var constant in call.Constants)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"        constant {constant.Suffix}: {constant.ByteSize} bytes{Order(constant)}\n"
                );
        }
    }

    private static string Layouts(Schedule schedule, IEnumerable<ValueId> values) =>
        string.Join(
            ", ",
            values
                .Where(id => !schedule.Graph[id].IsConstant)
                .Select(id => schedule.LayoutOf(id))
                .Select(layout => $"{layout.Order} {{{layout.PixelStride}, {layout.ChannelStride}}} x {layout.Rows}")
        );

    private static string How(KernelCall call) =>
        call switch
        {
            RowCall row => $" by rows from {string.Join(" ", row.Sources.Select(Source))}, {row.Columns} columns"
                + (row.RunsOverRows ? ", or over all rows" : ""),
            _ => "",
        };

    private static string Source(RowSource source) => $"{source.Operand}:{source.Index.Stride}y{source.Index.Offset:+0;-0;+0}";

    private static string Value(FieldValue value) =>
        value switch
        {
            FieldValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
            FieldValue.Layout layout => $"{{{layout.PixelStride},{layout.ChannelStride}}}",
            FieldValue.Constant constant => $"@{constant.Suffix}",
            _ => value.ToString(),
        };

    private static string Order(CallConstant constant) =>
        constant switch
        {
            CallConstant.Weights weights => $", {weights.Order}",
            CallConstant.Requant requant => $", {requant.Encoding}{(requant.FoldsZeroPoint ? "" : ", zero point not folded in")}",
            _ => "",
        };
}
