using TinyEngine.Compiler.Choosing;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>What the fuzzer found, as small as it gets: files that ended in an exception, took too much, or were accepted without meaning
/// anything.</summary>
public class HostileModelTests
{
    private static readonly TfliteModel Add = ReadCase("ADD/vector");

    public static TheoryData<string, string, string> Refusals =>
        new()
        {
            { "options of another operator", "TE1017", "the operator carries the options of another one (table 30, its own is 11)" },
            { "axes whose product leaves 128 bits", "TE1014", "takes" },
            { "a million rows", "TE1014", "shape [2, 524287, 1, 4] has 1,048,574 rows" },
            { "data of the input in another file", "TE1012", "the tensor's data is in another file" },
            { "data for the input", "TE2003", "is an input of the graph, but buffer" },
            { "data for the output", "TE2003", "is computed, but buffer" },
            { "a state with a zero point", "TE2006", "a state of int16 has zero point 5" },
            { "a name with control characters", "TE1012", "" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_hostile_model_is_refused_with_a_reason(string what, string id, string message)
    {
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(Spoil(what)), "net.tflite", bag).ShouldBeNull();
        var found = bag.Items.FirstOrDefault(item => item.Id == id).ShouldNotBeNull(string.Join('\n', bag.Items));
        found.Message.ShouldContain(message);
        bag.Items.ShouldAllBe(item => !item.Message.Any(char.IsControl) && !item.Place.Detail.Any(char.IsControl));
    }

    [Fact]
    public void A_window_on_an_impossible_size_is_refused()
    {
        var model = ReadCase("TRANSPOSE_CONV/spatial_1x1");
        var shape = model.Buffers.Items.ToList().FindIndex(buffer => buffer.Data.Length == 16);
        foreach (var size in new[] { int.MinValue, int.MaxValue })
        {
            var data = model.Buffers[shape].Data.ToArray();
            BitConverter.TryWriteBytes(data.AsSpan(4), size);
            var spoilt = model with { Buffers = new(model.Buffers.Items.SetItem(shape, new TfliteBuffer(data))) };
            var bag = new DiagnosticBag();
            Pipeline.Import(TfliteWriter.Write(spoilt), "net.tflite", bag).ShouldBeNull();
            bag.Items.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void A_long_list_in_a_message_is_cut()
    {
        var diagnostic = new Diagnostic(Diag.BadOptions, Place.None, string.Join(", ", Enumerable.Range(0, 10_000)));
        diagnostic.Message.Length.ShouldBeLessThan(700);
        diagnostic.Message.ShouldEndWith("...");
    }

    [Fact]
    public void An_arena_that_no_microcontroller_has_is_refused()
    {
        var net = new OperatorGraph("huge");
        net.Output(net.Node(new Relu(ReluKind.Relu), DType.Int8, [1 << 20, 12, 4], net.Input(DType.Int8, 1 << 20, 12, 4)));
        var bag = new DiagnosticBag();
        Pipeline.Plan(net.Builder.Build(), new CompileOptions("net"), "net.tflite", bag).ShouldBeNull();
        bag.Items.Select(item => item.Id).ShouldBe(["TE4001"]);
    }

    [Fact]
    public void The_largest_arena_is_replayed_in_little_memory()
    {
        var net = new OperatorGraph("large");
        net.Output(net.Node(new Relu(ReluKind.Relu), DType.Int8, [1 << 20, 1, 16], net.Input(DType.Int8, 1 << 20, 1, 16)));
        var graph = net.Builder.Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = Pipeline.Plan(graph, new CompileOptions("net"), "net.tflite", new DiagnosticBag());
        plan.ShouldNotBeNull().ArenaBytes.ShouldBe(Pipeline.MaximumArenaBytes);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(512L << 20);
    }

    [Fact]
    public void An_input_that_nothing_reads_does_not_disturb_a_stream()
    {
        var net = new OperatorGraph("unused");
        var (x, unused) = (net.Input(DType.Int8, 1, 8, 4, 4), net.Input(DType.Int8, 1, 8, 4, 4));
        net.Output(net.Node(new Relu(ReluKind.Relu), DType.Int8, [1, 8, 4, 4], x));
        var bag = new DiagnosticBag();
        var plan = Pipeline
            .Plan(net.Builder.Build(), new CompileOptions("net") { Schedule = ScheduleKind.Stream }, "net.tflite", bag)
            .ShouldNotBeNull();
        bag.Items.ShouldBeEmpty();
        plan.Offsets[unused.Index].ShouldNotBeNull();
    }

    [Fact]
    public void A_row_made_from_every_other_row_takes_whole_tensors()
    {
        var net = new OperatorGraph("gaps");
        net.Output(
            net.Node(
                new StridedSlice([0, 1, 2, 0], [1, 2, 3, 1], [1, 3, 3, 1], [3]),
                DType.Int8,
                [1, 3, 3],
                net.Input(DType.Int8, 1, 8, 9, 3)
            )
        );
        var bag = new DiagnosticBag();
        Pipeline
            .Plan(net.Builder.Build(), new CompileOptions("net") { Schedule = ScheduleKind.Stream }, "net.tflite", bag)
            .ShouldNotBeNull()
            .Schedule.Stages.ShouldBeEmpty();
        bag.Items.ShouldBeEmpty();
    }

    [Fact]
    public void Maps_larger_than_any_memory_are_streamed()
    {
        var net = new OperatorGraph("wide");
        var x = net.Node(
            new Relu(ReluKind.Relu),
            DType.Int8,
            [1, 1024, 1024, 32],
            net.Node(
                new Concatenation(3),
                DType.Int8,
                [1, 1024, 1024, 32],
                [.. Enumerable.Repeat(net.Input(DType.Int8, 1, 1024, 1024, 1), 32)]
            )
        );
        net.Output(
            net.Node(
                new MaxPool2D(
                    new Window2D(WindowAxis.Create(1024, 64, 64, 1, same: false), WindowAxis.Create(1024, 64, 64, 1, same: false)),
                    Clamp.Full(DType.Int8)
                ),
                DType.Int8,
                [1, 16, 16, 32],
                x
            )
        );
        var bag = new DiagnosticBag();
        var plan = Pipeline.Plan(
            net.Builder.Build(),
            new CompileOptions("net") { Schedule = ScheduleKind.Stream, Interface = new InterfaceModes(InputMode.Stream) },
            "net.tflite",
            bag
        );
        string.Join('\n', bag.Items).ShouldBe("");
        plan.ShouldNotBeNull().ArenaBytes.ShouldBeLessThan(70 * 1024 * 32);
    }

    private static TfliteModel ReadCase(string path) =>
        TfliteReader.Read(TestFiles.Read($"conformance/{path}/model.tflite"), path, new DiagnosticBag()).ShouldNotBeNull();

    private static TfliteModel Spoil(string what)
    {
        var graph = Add.Subgraphs[0];
        var (input, output) = (graph.Inputs[0], graph.Outputs[0]);
        TfliteModel Tensor(int index, Func<TfliteTensor, TfliteTensor> change) =>
            Add with
            {
                Subgraphs = [graph with { Tensors = new(graph.Tensors.Items.SetItem(index, change(graph.Tensors[index]))) }],
            };
        TfliteModel Data(int index) =>
            Tensor(index, t => t with { BufferIndex = Add.Buffers.Count }) with
            {
                Buffers = [.. Add.Buffers.Items, new TfliteBuffer(new byte[3])],
            };
        return what switch
        {
            "options of another operator" => Add with
            {
                Subgraphs =
                [
                    graph with
                    {
                        Operators =
                        [
                            graph.Operators[0] with
                            {
                                Options = new TfliteOptions(BuiltinOptionsType.Squeeze).With(0, new EquatableArray<int>([1])),
                            },
                        ],
                    },
                ],
            },
            "axes whose product leaves 128 bits" => Tensor(input, t => t with { Shape = [.. Enumerable.Repeat(1 << 30, 8)] }),
            "a million rows" => Tensor(input, t => t with { Shape = [2, 524_287, 1, 4] }),
            "data of the input in another file" => Tensor(input, t => t with { ExternalBuffer = 2 }),
            "data for the input" => Data(input),
            "data for the output" => Data(output),
            "a state with a zero point" => Tensor(graph.Operators[0].Inputs[1], t =>
                t with
                {
                    Type = TfliteTensorType.Int16,
                    IsVariable = true,
                    BufferIndex = 0,
                    Quantization = new([0.1f], [5]),
                }
            )
                is var model
                ? model with
                {
                    Subgraphs = [model.Subgraphs[0] with { Inputs = [input] }],
                }
                : null!,
            "a name with control characters" => Tensor(input, t => t with { Name = "a\n\u001b[31m\u202e", ExternalBuffer = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
    }
}
