using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Shorthand for graphs of operators on random constants: one scale for all values of a type.</summary>
/// <param name="name">Name of the graph.</param>
internal sealed class OperatorGraph(string name)
{
    /// <summary>Scale of all 16-bit values but the results of LOGISTIC.</summary>
    public const float Scale16 = 0.0005f;

    private readonly Random _random = new(3);
    private int _count;

    /// <summary>What is built.</summary>
    public GraphBuilder Builder { get; } = new(name);

    /// <summary>The type of a value.</summary>
    public static TensorType Type(DType type, params ReadOnlySpan<int> shape) =>
        new(type, Shape.Create(shape), type == DType.Int8 ? QuantParams.PerTensor(0.05f, -7) : QuantParams.PerTensor(Scale16, 0));

    /// <summary>Adds an input.</summary>
    public ValueId Input(DType type, params ReadOnlySpan<int> shape) => Input(Type(type, shape));

    /// <summary>Adds an input of any quantization.</summary>
    public ValueId Input(TensorType type) => Builder.Input($"input{_count++}", type);

    /// <summary>Adds int8 weights.</summary>
    public ValueId Weights(params ReadOnlySpan<int> shape)
    {
        var bytes = new byte[Shape.Create(shape).ElementCount];
        _random.NextBytes(bytes);
        return Builder.Constant(
            $"weights{_count++}",
            new TensorType(DType.Int8, Shape.Create(shape), QuantParams.PerTensor(0.01f, 0)),
            (ReadOnlyMemory<byte>)bytes
        );
    }

    /// <summary>Adds an int32 bias.</summary>
    public ValueId Bias(int channels) =>
        Builder.Constant<int>(
            $"bias{_count++}",
            new TensorType(DType.Int32, [channels], QuantParams.None),
            [.. Enumerable.Range(0, channels).Select(_ => _random.Next(-2000, 2000))]
        );

    /// <summary>Adds an operator with one output.</summary>
    public ValueId Node(Op op, DType type, Shape shape, params ReadOnlySpan<ValueId> inputs) =>
        Builder.Node(
            op,
            inputs,
            op is Logistic ? new TensorType(type, shape, QuantParams.PerTensor(1f / 32768, 0)) : Type(type, shape.AsSpan())
        );

    /// <summary>Adds a transposed convolution with SAME padding where the sizes ask for it.</summary>
    public ValueId TransposeConv(ValueId input, int filters, int kernelHeight, int kernelWidth, int stride, int height, int width)
    {
        var channels = Builder.TypeOf(input).Shape[3];
        WindowAxis Axis(int size, int kernel, int inputSize) =>
            WindowAxis.Create(size, kernel, stride, 1, same: (inputSize - 1) * stride + kernel != size);
        var window = new Window2D(
            Axis(height, kernelHeight, Builder.TypeOf(input).Shape[1]),
            Axis(width, kernelWidth, Builder.TypeOf(input).Shape[2])
        );
        return Node(
            new TransposeConv(window, height, width, Clamp.Full(DType.Int8)),
            DType.Int8,
            [1, height, width, filters],
            input,
            Weights(filters, kernelHeight, kernelWidth, channels),
            Bias(filters)
        );
    }

    /// <summary>Makes a value an output.</summary>
    public OperatorGraph Output(ValueId id)
    {
        Builder.Output(id);
        return this;
    }
}
