using System.Collections.Immutable;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Draws operands and attributes for one operator and adds it to a graph.</summary>
/// <param name="builder">The graph.</param>
/// <param name="seed">Decides everything.</param>
/// <param name="name">Name of the operator.</param>
internal sealed class RandomOperands(GraphBuilder builder, int seed, string name)
{
    private readonly Random _random = new(seed);
    private int _count;

    /// <summary>A number from a range.</summary>
    public int Next(int least, int end) => _random.Next(least, end);

    /// <summary>A decision.</summary>
    public bool Flip() => _random.Next(2) == 0;

    /// <summary>A size that is no multiple of anything, mostly.</summary>
    public int Size() => _random.Next(1, 10);

    /// <summary>Mostly one map, at times a batch of several.</summary>
    public int Batch() => _random.Next(4) == 0 ? _random.Next(2, 4) : 1;

    /// <summary>A type with one scale; zero points at both ends are frequent.</summary>
    public TensorType Type(DType type) =>
        new(
            type,
            [1],
            QuantParams.PerTensor(
                Scale(),
                type == DType.Int16
                    ? 0
                    : _random.Next(4) switch
                    {
                        0 => -128,
                        1 => 127,
                        _ => _random.Next(-128, 128),
                    }
            )
        );

    /// <summary>A type of a result, unrelated to the operands': results saturate, or vanish.</summary>
    public TensorType Output(DType type) => Type(type);

    /// <summary>A type that the operator prescribes.</summary>
    public static TensorType Fixed(DType type, float scale, int zeroPoint) => new(type, [1], QuantParams.PerTensor(scale, zeroPoint));

    /// <summary>A type without quantization.</summary>
    public static TensorType Plain(DType type) => new(type, [1], QuantParams.None);

    /// <summary>A constant of numbers between 1 and 2.</summary>
    public ValueId Reals(params ReadOnlySpan<int> shape)
    {
        var type = Plain(DType.Float32) with { Shape = Shape.Create(shape) };
        return builder.Constant<float>(
            $"{name}_reals",
            type,
            [.. Enumerable.Range(0, type.Shape.ElementCount).Select(_ => 1 + _random.NextSingle())]
        );
    }

    /// <summary>An operator on numbers without quantization, all of one random shape.</summary>
    public void Plain(Op op, DType from, DType to, int operands, params int[] shape)
    {
        shape = shape.Length > 0 ? shape : [1, Size(), Size(), Size()];
        Node(op, Plain(to), [.. Enumerable.Range(0, operands).Select(_ => Input(Plain(from), shape))]);
    }

    /// <summary>Bounds of the output codes.</summary>
    public Clamp Clamp() => Flip() ? Graph.Clamp.Full(DType.Int8) : new Clamp(_random.Next(-128, 0), _random.Next(0, 128));

    /// <summary>Axes to reduce, ascending.</summary>
    public EquatableArray<int> Axes() =>
        _random.Next(4) switch
        {
            0 => [1, 2],
            1 => [3],
            2 => [2, 3],
            _ => [1, 2, 3],
        };

    /// <summary>An order of axes.</summary>
    public int[] Permutation(int rank)
    {
        var order = Enumerable.Range(0, rank).ToArray();
        _random.Shuffle(order);
        return order;
    }

    /// <summary>An input of the graph.</summary>
    public ValueId Input(TensorType type, params ReadOnlySpan<int> shape) =>
        builder.Input($"{name}_in{_count++}", type with { Shape = Shape.Create(shape) });

    /// <summary>A feature map as an input.</summary>
    public ValueId Map(DType type) => Input(Type(type), 1, Size(), Size(), Size());

    /// <summary>Adds the operator; its results leave the graph.</summary>
    public void Node(Op op, TensorType output, params ReadOnlySpan<ValueId> inputs) =>
        builder.Output(builder.Node(op, inputs, output, name));

    /// <summary>Adds an operator with several results; all of them leave the graph.</summary>
    public void Nodes(Op op, TensorType output, int count, params ReadOnlySpan<ValueId> inputs)
    {
        foreach (var result in builder.Node(op, inputs, [.. Enumerable.Repeat(output, count)], name))
            builder.Output(result);
    }

    /// <summary>An operator on int8 codes whose types are all the same.</summary>
    public void SameQuant(Action<TensorType> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        add(Type(DType.Int8));
    }

    /// <summary>An operator that moves codes of any type.</summary>
    public void AnyType(Action<TensorType> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        add(Type(Flip() ? DType.Int8 : DType.Int16));
    }

    /// <summary>Two operands, one of which may repeat along some axes or be constant.</summary>
    public void Binary(Op op, DType type)
    {
        int[] shape = [1, Size(), Size(), Size()];
        int[] second = [.. shape.Select((size, axis) => axis > 0 && _random.Next(4) == 0 ? 1 : size)];
        var (a, b) = (Input(Type(type), shape), Flip() ? Input(Type(type), second) : Constant(Type(type), second));
        if (Flip())
            Node(op, Output(type), a, b);
        else
            Node(op, Output(type), b, a);
    }

    /// <summary>A convolution, plain or grouped.</summary>
    public void Convolution(DType type, int groups, int? kernel = null)
    {
        var (channels, filters) = (groups * Next(1, 6), groups * Next(1, 6));
        var (height, width) = (Size() + 3, Size() + 3);
        var window = Window(height, width, kernel);
        var input = Input(Type(type), Batch(), height, width, channels);
        var weights = Weights(filters, axis: 0, filters, window.Y.Kernel, window.X.Kernel, channels / groups);
        Weighted(new Conv2D(window, FullOr(type)), type, input, weights, filters);
    }

    /// <summary>A depthwise convolution, at times with a multiplier.</summary>
    public void Depthwise(DType type)
    {
        var (channels, multiplier) = (Next(1, 9), Next(1, 3));
        var (height, width) = (Size() + 3, Size() + 3);
        var window = Window(height, width, null);
        var input = Input(Type(type), Batch(), height, width, channels);
        var weights = Weights(channels * multiplier, axis: 3, 1, window.Y.Kernel, window.X.Kernel, channels * multiplier);
        Weighted(new DepthwiseConv2D(window, FullOr(type)), type, input, weights, channels * multiplier);
    }

    /// <summary>A transposed convolution without padding.</summary>
    public void TransposeConv(DType type)
    {
        var (height, width, channels, filters) = (Next(1, 5), Next(1, 5), Next(1, 5), Next(1, 5));
        var (kernelY, kernelX, stride) = (Next(1, 5), Next(1, 5), Next(1, 4));
        var (outHeight, outWidth) = (((height - 1) * stride) + kernelY, ((width - 1) * stride) + kernelX);
        var window = new Window2D(
            WindowAxis.Create(outHeight, kernelY, stride, 1, same: false),
            WindowAxis.Create(outWidth, kernelX, stride, 1, same: false)
        );
        var weights = Weights(filters, axis: 0, filters, kernelY, kernelX, channels);
        Weighted(
            new TransposeConv(window, outHeight, outWidth, FullOr(type)),
            type,
            Input(Type(type), Batch(), height, width, channels),
            weights,
            filters
        );
    }

    /// <summary>A fully connected layer on one vector or several.</summary>
    public void FullyConnected(DType type, int rows)
    {
        var (depth, outputs) = (Next(1, 40), Next(1, 12));
        Weighted(
            new FullyConnected(false, FullOr(type)),
            type,
            Input(Type(type), rows, depth),
            Weights(outputs, axis: 0, outputs, depth),
            outputs
        );
    }

    /// <summary>A fully connected layer whose weights are an input.</summary>
    public void FullyConnectedAny()
    {
        var (rows, depth, outputs) = (Size(), Next(1, 40), Next(1, 12));
        ImmutableArray<ValueId> operands = [Input(Type(DType.Int8), rows, depth), Input(Type(DType.Int8), outputs, depth)];
        if (Flip())
            operands = operands.Add(Bias(outputs, DType.Int32));
        Node(new GeneralFullyConnected(Flip(), Clamp()), Output(DType.Int8), operands.AsSpan());
    }

    /// <summary>A product of two inputs.</summary>
    public void BatchMatMul()
    {
        var (rows, depth, columns, left, right) = (Size(), Size(), Size(), Flip(), Flip());
        var a = left ? Input(Type(DType.Int8), 2, depth, rows) : Input(Type(DType.Int8), 2, rows, depth);
        var b = right ? Input(Type(DType.Int8), 2, columns, depth) : Input(Type(DType.Int8), 2, depth, columns);
        Node(new BatchMatMul(left, right), Output(DType.Int8), a, b);
    }

    /// <summary>A filter with memory.</summary>
    public void Svdf()
    {
        var (rank, units, features, memory) = (Next(1, 3), Next(1, 5), Next(1, 9), Next(2, 6));
        var state = builder.Variable($"{name}_state", Type(DType.Int8) with { Shape = [1, rank * units * memory] });
        Weighted(
            new Svdf(rank),
            DType.Int8,
            Input(Type(DType.Int8), 1, features),
            Constant(Type(DType.Int8) with { Quant = QuantParams.PerTensor(Scale(), 0) }, rank * units, features),
            units,
            Constant(Type(DType.Int8) with { Quant = QuantParams.PerTensor(Scale(), 0) }, rank * units, memory),
            state
        );
    }

    /// <summary>A variable that keeps the last rows.</summary>
    public void UpdateVariable(TensorType type)
    {
        var (rows, channels) = (Next(1, 9), Size());
        var state = builder.Variable($"{name}_state", type with { Shape = [1, rows, 1, channels] });
        Node(new UpdateVariable(), type, state, Input(type, 1, Next(1, rows + 1), 1, channels));
    }

    /// <summary>Constant indices of rows of 5.</summary>
    public ValueId Picks(int count) => Picks(new TensorType(DType.Int32, [count], QuantParams.None), [5]);

    /// <summary>Constant indices into a tensor of some sizes, a tuple for each pick.</summary>
    public ValueId Picks(int count, int[] sizes) => Picks(new TensorType(DType.Int32, [count, sizes.Length], QuantParams.None), sizes);

    private ValueId Picks(TensorType type, int[] sizes) =>
        builder.Constant<int>(
            $"{name}_picks",
            type,
            [.. Enumerable.Range(0, type.Shape.ElementCount).Select(i => _random.Next(sizes[i % sizes.Length]))]
        );

    /// <summary>Picks by a constant list, with repetitions.</summary>
    public void Gather(TensorType type)
    {
        int[] shape = [1, Size(), Size(), Size()];
        var axis = Next(1, 4);
        int[] picks = [.. Enumerable.Range(0, Next(1, 7)).Select(_ => _random.Next(shape[axis]))];
        Node(
            new Gather(axis, 0),
            type,
            Input(type, shape),
            builder.Constant<int>($"{name}_picks", new TensorType(DType.Int32, [picks.Length], QuantParams.None), picks)
        );
    }

    /// <summary>A layer with memory over a sequence, batch or time first.</summary>
    public void Lstm()
    {
        var (timeMajor, batch, steps, features, cells) = (Flip(), Next(1, 3), Next(1, 6), Next(1, 9), Next(1, 9));
        var (outer, inner) = timeMajor ? (steps, batch) : (batch, steps);
        var output = Type(DType.Int8) with
        {
            Quant = QuantParams.PerTensor(
                1f / 128,
                _random.Next(4) switch
                {
                    0 => -128,
                    1 => 127,
                    _ => _random.Next(-128, 128),
                }
            ),
        };
        var cellScale = MathF.Pow(2, -Next(8, 15));
        var recurrent = Enumerable
            .Range(0, 8)
            .Select(gate =>
                Constant(
                    Type(DType.Int8) with
                    {
                        Quant = QuantParams.PerTensor((float)Math.Pow(2, (_random.NextDouble() * 6) - 9), 0),
                    },
                    cells,
                    gate < 4 ? features : cells
                )
            )
            .ToArray();
        builder.Output(
            builder.Node(
                new UnidirectionalSequenceLstm(timeMajor, Flip() ? 0 : 3.5f),
                [
                    Input(Type(DType.Int8), outer, inner, features),
                    .. recurrent,
                    .. Enumerable.Range(0, 4).Select(_ => Bias(cells, DType.Int32)),
                    builder.Variable($"{name}_output", output with { Shape = [batch, cells] }),
                    builder.Variable($"{name}_cell", Fixed(DType.Int16, cellScale, 0) with { Shape = [batch, cells] }),
                ],
                output,
                name
            )
        );
    }

    /// <summary>A pooling; output and input mean the same by a code.</summary>
    public void Pool(DType type, Func<Window2D, Clamp, Op> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var (height, width, own) = (Size() + 3, Size() + 3, Type(type));
        Node(create(Window(height, width, null) with { }, FullOr(type)), own, Input(own, Batch(), height, width, Size()));
    }

    /// <summary>A constant with bytes that are random, or all at an end of the range.</summary>
    public ValueId Constant(TensorType type, params ReadOnlySpan<int> shape)
    {
        var bytes = new byte[(type with { Shape = Shape.Create(shape) }).ByteSize];
        if (_random.Next(4) == 0)
            Array.Fill(bytes, Flip() ? (byte)0x80 : (byte)0x7F);
        else
            _random.NextBytes(bytes);
        return builder.Constant($"{name}_c{_count++}", type with { Shape = Shape.Create(shape) }, (ReadOnlyMemory<byte>)bytes);
    }

    private void Weighted(Op op, DType type, ValueId input, ValueId weights, int channels, params ReadOnlySpan<ValueId> more)
    {
        var operands = ImmutableArray.Create(input, weights).AddRange(more);
        if (more.Length > 0 || Flip())
            operands = operands.Add(Bias(channels, type == DType.Int16 && Flip() ? DType.Int64 : DType.Int32));
        builder.Output(builder.Node(op, operands.AsSpan(), Output(type), name));
    }

    private ValueId Bias(int channels, DType type)
    {
        var range = 1 << _random.Next(4, 30);
        var values = Enumerable.Range(0, channels).Select(_ => _random.Next(-range, range)).ToArray();
        return type == DType.Int64
            ? builder.Constant<long>(
                $"{name}_bias{_count++}",
                new TensorType(type, [channels], QuantParams.None),
                [.. values.Select(v => (long)v)]
            )
            : builder.Constant<int>($"{name}_bias{_count++}", new TensorType(type, [channels], QuantParams.None), values);
    }

    /// <summary>Weights with one scale, or one for each channel that differ by powers of ten.</summary>
    private ValueId Weights(int channels, int axis, params ReadOnlySpan<int> shape)
    {
        var quant = Flip()
            ? QuantParams.PerTensor(Scale(), 0)
            : new QuantParams(
                [.. Enumerable.Range(0, channels).Select(_ => Scale() * MathF.Pow(10, _random.Next(-5, 1)))],
                [.. new int[channels]],
                axis
            );
        return Constant(new TensorType(DType.Int8, [1], quant), shape);
    }

    private Window2D Window(int height, int width, int? kernel)
    {
        WindowAxis Axis(int size) =>
            WindowAxis.Create(size, kernel ?? Next(1, 5), Next(1, 4), kernel is null && _random.Next(4) == 0 ? 2 : 1, Flip());
        return new Window2D(Axis(height), Axis(width));
    }

    private Clamp FullOr(DType type) => type == DType.Int8 ? Clamp() : Graph.Clamp.Full(type);

    /// <summary>Mostly near what networks have, at times far from it: shifts reach both ends.</summary>
    private float Scale() => (float)Math.Pow(2, _random.Next(8) == 0 ? (_random.NextDouble() * 40) - 24 : (_random.NextDouble() * 6) - 8);
}
