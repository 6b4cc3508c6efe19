using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using static TinyEngine.Conformance.More.CaseBuilder;

namespace TinyEngine.Conformance.More;

/// <content>Resource variables: the samples are consecutive steps of one run.</content>
internal static partial class MoreCases
{
    private const string Assign = "ASSIGN_VARIABLE";

    private static IEnumerable<MoreCase> VariableCases()
    {
        yield return Steps("running_sum", c => Accumulate(c, Int8(0.05f, -3, 1, 7), started: false));
        yield return Steps("running_sum_started", c => Accumulate(c, Int8(0.05f, 4, 1, 7), started: true));
        yield return Steps("running_sum_s16", c => Accumulate(c, Int16(0.01f, 1, 5), started: false));
        yield return Steps("swapped", Swap);
        yield return Steps("read_renamed", Rename);
        foreach (var (rows, added) in new[] { (5, 1), (5, 3), (4, 4), (13, 2) })
            yield return Steps($"window_{rows}_by_{added}", c => Window(c, rows, added, started: rows == 13));
    }

    private static MoreCase Steps(string name, Action<CaseBuilder> build) => new(Assign, name, 0, build) { Sequence = true, Samples = 6 };

    private static void Accumulate(CaseBuilder c, TensorType type, bool started)
    {
        var state = started ? c.Started(type) : c.Variable(type);
        var sum = c.Node(new AddSub(AddSubKind.Add, Clamp.Full(type.DType)), type, state, c.Input(type));
        c.Node(new UpdateVariable(), type, state, sum);
        c.Output(new Slice([0, 0], [1, type.Shape[1]]), type, sum);
    }

    /// <summary>Each variable takes what another held before the run.</summary>
    private static void Swap(CaseBuilder c)
    {
        var type = Int8(0.1f, 5, 1, 6);
        var (first, second, input) = (c.Started(type), c.Variable(type), c.Input(type));
        c.Output(new AddSub(AddSubKind.Sub, Clamp.Full(DType.Int8)), type, first, second);
        c.Node(new UpdateVariable(), type, first, second);
        c.Node(new UpdateVariable(), type, second, input);
    }

    /// <summary>What was read is used under another shape, after everything else was computed.</summary>
    private static void Rename(CaseBuilder c)
    {
        var (flat, map) = (Int8(0.1f, 5, 1, 6), Int8(0.1f, 5, 1, 2, 3));
        var (state, input) = (c.Started(flat), c.Input(flat));
        var old = c.Node(new Reshape(Shape.Create([1, 2, 3])), map, state);
        var next = c.Node(new AddSub(AddSubKind.Add, Clamp.Full(DType.Int8)), flat, input, state);
        c.Output(new Transpose([0, 2, 1]), Int8(0.1f, 5, 1, 3, 2), old);
        c.Node(new UpdateVariable(), flat, state, next);
    }

    /// <summary>A convolution over the last rows of a signal of which some arrive in each step.</summary>
    private static void Window(CaseBuilder c, int rows, int added, bool started)
    {
        const int Channels = 6;
        var all = Int8(0.1f, -7, 1, rows, 1, Channels);
        var state = started ? c.Started(all) : c.Variable(all);
        var window = c.Node(new UpdateVariable(), all, state, c.Input(Int8(0.1f, -7, 1, added, 1, Channels)));
        var taps = new Window2D(WindowAxis.Create(rows, rows, 1, 1, same: false), WindowAxis.Create(1, 1, 1, 1, same: false));
        var weights = new TensorType(DType.Int8, [4, rows, 1, Channels], QuantParams.PerTensor(0.02f, 0));
        var bias = new TensorType(DType.Int32, [4], QuantParams.PerTensor(0.1f * 0.02f, 0));
        c.Output(
            new Conv2D(taps, Clamp.Full(DType.Int8)),
            Int8(0.2f, 3, 1, 1, 1, 4),
            window,
            c.Constant(weights),
            c.Given<int>(bias, 100, -2000, 3000, -50)
        );
    }
}
