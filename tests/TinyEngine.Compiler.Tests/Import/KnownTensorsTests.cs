using System.Runtime.InteropServices;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Import;

/// <summary>What depends on shapes and constants only is computed before operators are judged, and what nobody reads is not judged at
/// all. Expected numbers are written down, not computed.</summary>
public class KnownTensorsTests
{
    [Fact]
    public void A_shape_is_taken_apart_computed_with_and_used()
    {
        // Flatten with an unknown batch, in int64: [shape[0], prod(shape[1:])].
        var file = new FileBuilder();
        var shape = file.Int64(4);
        file.Operator(BuiltinOperator.Shape, [file.Input], shape, Options(BuiltinOptionsType.Shape, 0, (byte)TfliteTensorType.Int64));
        var sizes = file.Int64(3);
        file.Operator(
            BuiltinOperator.StridedSlice,
            [shape, file.Ints([1]), file.Ints([4]), file.Ints([1])],
            sizes,
            new TfliteOptions(BuiltinOptionsType.StridedSlice)
        );
        var product = file.Int64();
        file.Operator(BuiltinOperator.ReduceProd, [sizes, file.Ints([0])], product, new TfliteOptions(BuiltinOptionsType.Reducer));
        var both = file.Int64(2);
        file.Operator(BuiltinOperator.Pack, [file.Longs([1], scalar: true), product], both, Options(BuiltinOptionsType.Pack, 0, 2));
        var narrow = file.Tensor(TfliteTensorType.Int32, 2);
        file.Operator(BuiltinOperator.Cast, [both], narrow, new TfliteOptions(BuiltinOptionsType.Cast));
        var output = file.Codes(1, 24);
        file.Operator(BuiltinOperator.Reshape, [file.Input, narrow], output, new TfliteOptions(BuiltinOptionsType.Reshape));
        var graph = Import(file.Build(output));
        graph.Nodes.ShouldHaveSingleItem().Op.ShouldBeOfType<Reshape>().Target.ShouldBe([1, 24]);
        graph.Nodes[0].SourceIndex.ShouldBe(5);
    }

    [Theory]
    [InlineData(nameof(BuiltinOperator.Add), 7, -3, 4)]
    [InlineData(nameof(BuiltinOperator.Sub), 7, -3, 10)]
    [InlineData(nameof(BuiltinOperator.Mul), 5_000_000_000, 3, 15_000_000_000)]
    [InlineData(nameof(BuiltinOperator.Mul), long.MaxValue, 2, -2)]
    [InlineData(nameof(BuiltinOperator.Div), -7, 2, -3)]
    [InlineData(nameof(BuiltinOperator.Div), long.MinValue, -1, long.MinValue)]
    [InlineData(nameof(BuiltinOperator.FloorDiv), -7, 2, -4)]
    [InlineData(nameof(BuiltinOperator.FloorMod), -7, 2, 1)]
    [InlineData(nameof(BuiltinOperator.FloorMod), long.MinValue, -1, 0)]
    [InlineData(nameof(BuiltinOperator.Minimum), -7, 2, -7)]
    [InlineData(nameof(BuiltinOperator.Maximum), -7, 2, 2)]
    public void Two_int64(string name, long a, long b, long expected) =>
        Fold<long>(Enum.Parse<BuiltinOperator>(name), TfliteOptions.None, file => [file.Longs([a]), file.Longs([b])], [1])
            .ShouldBe([expected]);

    [Fact]
    public void A_division_by_zero_is_left_to_be_refused() =>
        Refusal(BuiltinOperator.Div, TfliteOptions.None, file => [file.Longs([1]), file.Longs([0])], [1])
            .ShouldContain("TE1013: the first operand is int64");

    [Fact]
    public void Ranges()
    {
        Fold<int>(
                BuiltinOperator.Range,
                TfliteOptions.None,
                file => [file.Ints([7], scalar: true), file.Ints([-2], true), file.Ints([-4], true)],
                [3]
            )
            .ShouldBe([7, 3, -1]);
        // Each element is the one before and a step, in single precision: 0.1 + 0.1 + ... is not i · 0.1.
        var tenths = Fold<float>(
            BuiltinOperator.Range,
            TfliteOptions.None,
            file => [file.Floats(0), file.Floats(1), file.Floats(0.1f)],
            [10]
        );
        BitConverter.SingleToUInt32Bits(tenths[8]).ShouldBe(0x3F4CCCCEu);
        (8 * 0.1f).ShouldNotBe(tenths[8]);
    }

    [Fact]
    public void Reductions()
    {
        var kept = new TfliteOptions(BuiltinOptionsType.Reducer).With(0, true);
        var dropped = new TfliteOptions(BuiltinOptionsType.Reducer);
        int[] Of(BuiltinOperator code, TfliteOptions options, int axis, int[] shape) =>
            Fold<int>(code, options, file => [file.Ints([3, -1, 4, 1, -5, 9], [2, 3]), file.Ints([axis])], shape);
        Of(BuiltinOperator.Sum, kept, 1, [2, 1]).ShouldBe([6, 5]);
        Of(BuiltinOperator.ReduceProd, dropped, 0, [3]).ShouldBe([3, 5, 36]);
        Of(BuiltinOperator.ReduceMax, dropped, -1, [2]).ShouldBe([4, 9]);
        Of(BuiltinOperator.ReduceMin, dropped, 0, [3]).ShouldBe([1, -5, 4]);
    }

    [Fact]
    public void Lists_without_elements_are_known()
    {
        // CONCATENATION of [] and [6]; the product of no sizes is 1.
        var file = new FileBuilder();
        var none = file.Tensor(TfliteTensorType.Int32, 0);
        file.Operator(
            BuiltinOperator.StridedSlice,
            [file.Ints([6]), file.Ints([1]), file.Ints([1]), file.Ints([1])],
            none,
            new TfliteOptions(BuiltinOptionsType.StridedSlice)
        );
        var joined = file.Tensor(TfliteTensorType.Int32, 1);
        file.Operator(BuiltinOperator.Concatenation, [none, file.Ints([6])], joined, new TfliteOptions(BuiltinOptionsType.Concatenation));
        var one = file.Tensor(TfliteTensorType.Int32);
        file.Operator(BuiltinOperator.ReduceProd, [none, file.Ints([0])], one, new TfliteOptions(BuiltinOptionsType.Reducer));
        var both = file.Tensor(TfliteTensorType.Int32, 1);
        file.Operator(BuiltinOperator.Mul, [joined, one], both, new TfliteOptions(BuiltinOptionsType.Mul));
        Constant<int>(file, both, [1]).ShouldBe([6]);
    }

    [Fact]
    public void What_nobody_reads_is_not_judged()
    {
        // The operator and its type are unknown to everybody; SHAPE does not look at elements.
        var file = new FileBuilder();
        var odd = file.Tensor(TfliteTensorType.Complex64, 1, 24);
        file.Operator(BuiltinOperator.Rfft2D, [file.Input], odd, TfliteOptions.None);
        var shape = file.Tensor(TfliteTensorType.Int32, 2);
        file.Operator(BuiltinOperator.Shape, [odd], shape, Options(BuiltinOptionsType.Shape, 0, (byte)TfliteTensorType.Int32));
        var output = file.Codes(1, 24);
        file.Operator(BuiltinOperator.Reshape, [file.Input, shape], output, new TfliteOptions(BuiltinOptionsType.Reshape));
        Import(file.Build(output)).Nodes.ShouldHaveSingleItem().Op.Name.ShouldBe("RESHAPE");
    }

    [Fact]
    public void Indices_of_int64_are_narrowed()
    {
        var file = new FileBuilder();
        var output = file.Codes(1, 2, 3, 3);
        file.Operator(
            BuiltinOperator.Gather,
            [file.Input, file.Longs([3, 0, 1])],
            output,
            new TfliteOptions(BuiltinOptionsType.Gather).With(0, 3)
        );
        var graph = Import(file.Build(output));
        var indices = graph[graph.Nodes.ShouldHaveSingleItem().Inputs[1]];
        indices.Type.DType.ShouldBe(DType.Int32);
        indices.Constant.As<int>().ToArray().ShouldBe([3, 0, 1]);
    }

    [Fact]
    public void Indices_that_do_not_fit_are_refused() =>
        Refusal(
                BuiltinOperator.Gather,
                new TfliteOptions(BuiltinOptionsType.Gather).With(0, 3),
                file => [file.Input, file.Longs([1L << 40])],
                [1, 2, 3, 1]
            )
            .ShouldContain("TE1013: the indices");

    [Fact]
    public void A_result_of_the_network_stays_computed()
    {
        var file = new FileBuilder();
        var output = file.Tensor(TfliteTensorType.Int32, 4);
        file.Operator(BuiltinOperator.Shape, [file.Input], output, Options(BuiltinOptionsType.Shape, 0, (byte)TfliteTensorType.Int32));
        Import(file.Build(output)).Nodes.ShouldHaveSingleItem().Op.Name.ShouldBe("SHAPE");
    }

    [Fact]
    public void Hostile_chains_end_with_a_message()
    {
        var file = new FileBuilder();
        var operand = file.Ints([.. new int[1 << 18]]);
        for (var i = 0; i < 100; i++)
        {
            var next = file.Tensor(TfliteTensorType.Int32, 1 << 18);
            file.Operator(BuiltinOperator.Add, [operand, operand], next, new TfliteOptions(BuiltinOptionsType.Add));
            operand = next;
        }

        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(file.Build(operand)), "net.tflite", bag).ShouldBeNull();
        bag.Items[0].Id.ShouldBe("TE1020");
        bag.Items[0].Message.ShouldStartWith("computing its constants takes 6");
    }

    [Theory]
    [InlineData(0, 65536, 32768)]
    [InlineData(0, 65537, 65537)]
    [InlineData(0, -1)]
    public void Sizes_that_no_tensor_has_are_refused_when_reduced(params int[] shape) =>
        RefusalBehind(
                BuiltinOperator.ReduceProd,
                new TfliteOptions(BuiltinOptionsType.Reducer),
                file => [file.Constant(TfliteTensorType.Int64, Array.Empty<long>(), shape), file.Ints([0])],
                shape[1..]
            )
            .ShouldContain("TE1");

    [Fact]
    public void Sizes_below_zero_are_refused() =>
        RefusalBehind(
                BuiltinOperator.Add,
                TfliteOptions.None,
                file => [file.Constant(TfliteTensorType.Int64, new[] { 1L }, [-1, -1]), file.Longs([2])],
                [1]
            )
            .ShouldContain("TE1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sparse_and_external_tensors_are_not_known(bool sparse) =>
        RefusalBehind(
                BuiltinOperator.Add,
                TfliteOptions.None,
                file =>
                {
                    var odd = file.Longs([1]);
                    file.Change(odd, tensor => sparse ? tensor with { HasSparsity = true } : tensor with { ExternalBuffer = 1 });
                    return [odd, file.Longs([2])];
                },
                [1]
            )
            .ShouldContain("TE1");

    private static string RefusalBehind(BuiltinOperator code, TfliteOptions options, Func<FileBuilder, int[]> operands, int[] shape)
    {
        var file = new FileBuilder();
        var result = file.Int64(shape);
        file.Operator(code, [.. operands(file)], result, options);
        var output = file.Tensor(TfliteTensorType.Bool, shape);
        file.Operator(BuiltinOperator.Equal, [result, file.Other<long>(shape)], output, TfliteOptions.None);
        var bag = new DiagnosticBag();
        // Not through bytes: the writer knows neither sparse nor external tensors.
        Compiler.Import.Tflite.TfliteImporter.Import(file.Build(output), "net.tflite", bag).ShouldBeNull();
        return string.Join('\n', bag.Items);
    }

    [Fact]
    public void A_list_is_as_long_as_its_shape()
    {
        var file = new FileBuilder();
        var joined = file.Tensor(TfliteTensorType.Int32, 4);
        file.Operator(
            BuiltinOperator.Concatenation,
            [file.Constant(TfliteTensorType.Int32, new[] { 1, 2 }, [1]), file.Constant(TfliteTensorType.Int32, new[] { 3, 4 }, [3])],
            joined,
            new TfliteOptions(BuiltinOptionsType.Concatenation)
        );
        var output = file.Tensor(TfliteTensorType.Bool, 4);
        file.Operator(BuiltinOperator.Equal, [joined, file.Other<int>([4])], output, TfliteOptions.None);
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(file.Build(output)), "net.tflite", bag).ShouldBeNull();
    }

    [Theory]
    [InlineData(nameof(BuiltinOperator.MaxPool2D))]
    [InlineData(nameof(BuiltinOperator.AveragePool2D))]
    [InlineData(nameof(BuiltinOperator.L2Pool2D))]
    public void Pooling_of_constants_is_left_to_run_time(string name)
    {
        // 400x400 windows over 400x400 codes take a minute.
        var file = new FileBuilder();
        var isFloat = name == nameof(BuiltinOperator.L2Pool2D);
        int[] shape = [1, 400, 400, 1];
        var map = isFloat ? file.Constant(TfliteTensorType.Float32, new float[160_000], shape) : file.Codes(new byte[160_000], shape);
        var pooled = isFloat ? file.Tensor(TfliteTensorType.Float32, shape) : file.Codes(shape);
        var window = new TfliteOptions(BuiltinOptionsType.Pool2D).With(1, 1).With(2, 1).With(3, 399).With(4, 399);
        file.Operator(Enum.Parse<BuiltinOperator>(name), [map], pooled, window);
        var output = isFloat ? file.Tensor(TfliteTensorType.Float32, shape) : file.Codes(shape);
        file.Operator(BuiltinOperator.Relu, [pooled], output, TfliteOptions.None);
        Import(file.Build(output)).Nodes[0].Op.ShouldBeAssignableTo<IWindowed>();
    }

    private static TfliteOptions Options(BuiltinOptionsType type, int field, long value) => new TfliteOptions(type).With(field, value);

    /// <summary>The elements that an operator on constants gives, read from the graph that uses them.</summary>
    private static T[] Fold<T>(BuiltinOperator code, TfliteOptions options, Func<FileBuilder, int[]> operands, int[] shape)
        where T : unmanaged
    {
        var file = new FileBuilder();
        var type =
            typeof(T) == typeof(long) ? TfliteTensorType.Int64
            : typeof(T) == typeof(int) ? TfliteTensorType.Int32
            : TfliteTensorType.Float32;
        var result = file.Tensor(type, shape);
        file.Operator(code, [.. operands(file)], result, options);
        return Constant<T>(file, result, shape);
    }

    private static T[] Constant<T>(FileBuilder file, int tensor, int[] shape)
        where T : unmanaged
    {
        var output = file.Tensor(TfliteTensorType.Bool, shape);
        file.Operator(BuiltinOperator.Equal, [tensor, file.Other<T>(shape)], output, TfliteOptions.None);
        var graph = Import(file.Build(output));
        return graph[graph.Nodes.ShouldHaveSingleItem().Inputs[0]].Constant.As<T>().ToArray();
    }

    private static Network Import(TfliteModel model)
    {
        var bag = new DiagnosticBag();
        var graph = Pipeline.Import(TfliteWriter.Write(model), "net.tflite", bag);
        bag.Items.ShouldBeEmpty();
        return graph.ShouldNotBeNull();
    }

    private static string Refusal(BuiltinOperator code, TfliteOptions options, Func<FileBuilder, int[]> operands, int[] shape)
    {
        var file = new FileBuilder();
        var output = code == BuiltinOperator.Gather ? file.Codes(shape) : file.Tensor(TfliteTensorType.Int64, shape);
        file.Operator(code, [.. operands(file)], output, options);
        var bag = new DiagnosticBag();
        Pipeline.Import(TfliteWriter.Write(file.Build(output)), "net.tflite", bag).ShouldBeNull();
        return string.Join('\n', bag.Items);
    }

    /// <summary>Builds a file with one int8 input of 1x2x3x4.</summary>
    private sealed class FileBuilder
    {
        private readonly List<TfliteTensor> _tensors = [];
        private readonly List<TfliteOperatorCode> _codes = [];
        private readonly List<TfliteOperator> _operators = [];
        private readonly List<TfliteBuffer> _buffers = [TfliteBuffer.Empty];
        private readonly List<int> _inputs = [0];

        public FileBuilder() => Codes(1, 2, 3, 4);

        public int Input { get; }

        public int Tensor(TfliteTensorType type, params ReadOnlySpan<int> shape) =>
            Add(new TfliteTensor($"t{_tensors.Count}", [.. shape], type));

        public int Int64(params ReadOnlySpan<int> shape) => Tensor(TfliteTensorType.Int64, shape);

        public int Codes(params ReadOnlySpan<int> shape) =>
            Add(
                new TfliteTensor($"t{_tensors.Count}", [.. shape], TfliteTensorType.Int8)
                {
                    Quantization = new TfliteQuantization([0.5f], [3]),
                }
            );

        public int Ints(int[] elements, bool scalar = false) => Ints(elements, scalar ? [] : [elements.Length]);

        public int Ints(int[] elements, int[] shape) => Constant(TfliteTensorType.Int32, elements, shape);

        public int Longs(long[] elements, bool scalar = false) =>
            Constant(TfliteTensorType.Int64, elements, scalar ? [] : [elements.Length]);

        public int Floats(float element) => Constant(TfliteTensorType.Float32, new[] { element }, []);

        /// <summary>A further input, so that something is left to compute.</summary>
        public int Other<T>(int[] shape)
        {
            var type =
                typeof(T) == typeof(long) ? TfliteTensorType.Int64
                : typeof(T) == typeof(int) ? TfliteTensorType.Int32
                : TfliteTensorType.Float32;
            _inputs.Add(Tensor(type, shape));
            return _inputs[^1];
        }

        public void Operator(BuiltinOperator code, int[] inputs, int output, TfliteOptions options)
        {
            _codes.Add(new TfliteOperatorCode(code));
            _operators.Add(new TfliteOperator(_codes.Count - 1, [.. inputs], [output], options));
        }

        public TfliteModel Build(int output) =>
            new(3, "", [.. _codes], [new TfliteSubgraph("", [.. _tensors], [.. _inputs], [output], [.. _operators])], [.. _buffers]);

        public int Constant<T>(TfliteTensorType type, T[] elements, int[] shape)
            where T : unmanaged
        {
            _buffers.Add(new TfliteBuffer(MemoryMarshal.AsBytes(elements.AsSpan()).ToArray()));
            return Add(new TfliteTensor($"t{_tensors.Count}", [.. shape], type, _buffers.Count - 1));
        }

        public int Codes(byte[] codes, int[] shape)
        {
            var tensor = Constant(TfliteTensorType.Int8, codes, shape);
            _tensors[tensor] = _tensors[tensor] with { Quantization = new TfliteQuantization([0.5f], [3]) };
            return tensor;
        }

        public void Change(int tensor, Func<TfliteTensor, TfliteTensor> change) => _tensors[tensor] = change(_tensors[tensor]);

        private int Add(TfliteTensor tensor)
        {
            _tensors.Add(tensor);
            return _tensors.Count - 1;
        }
    }
}
