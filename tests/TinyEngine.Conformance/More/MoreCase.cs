using System.Runtime.InteropServices;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Conformance.More;

/// <summary>A case that is made here: a network with random inputs, whose outputs the reference computes.</summary>
/// <param name="Op">TFLite's operator.</param>
/// <param name="Name">Which form of it.</param>
/// <param name="Tolerance">Largest allowed difference, in integer codes or units in the last place.</param>
/// <param name="Build">Adds operands and operators to the network.</param>
internal sealed record MoreCase(string Op, string Name, int Tolerance, Action<CaseBuilder> Build)
{
    /// <summary>Whether the samples are consecutive steps of one run.</summary>
    public bool Sequence { get; init; }

    /// <summary>How many samples.</summary>
    public int Samples { get; init; } = 2;

    /// <summary>Whether the file holds its int8 constants in 4 bits; they lie between -8 and 7.</summary>
    public bool IsPacked { get; init; }

    /// <summary>Folder below <c>tests/conformance</c>.</summary>
    public string Path => $"more/{Op}/{Name}";
}

/// <summary>Builds the network of a case and draws its inputs; the same name always gives the same.</summary>
/// <param name="name">Name of the network.</param>
internal sealed class CaseBuilder(string name)
{
    private readonly Random _random = new(name.Aggregate(17, (seed, letter) => unchecked((seed * 31) + letter)));
    private readonly GraphBuilder _builder = new(name);
    private readonly List<Func<byte[]>> _inputs = [];

    /// <summary>The network.</summary>
    public Network Network() => _builder.Build();

    /// <summary>Bytes for each input.</summary>
    public byte[][] Draw() => [.. _inputs.Select(draw => draw())];

    /// <summary>A quantized type.</summary>
    public static TensorType Int8(float scale, int zeroPoint, params ReadOnlySpan<int> shape) =>
        new(DType.Int8, Shape.Create(shape), QuantParams.PerTensor(scale, zeroPoint));

    /// <summary>A quantized type of 16 bits.</summary>
    public static TensorType Int16(float scale, params ReadOnlySpan<int> shape) =>
        new(DType.Int16, Shape.Create(shape), QuantParams.PerTensor(scale, 0));

    /// <summary>A type without quantization.</summary>
    public static TensorType Plain(DType type, params ReadOnlySpan<int> shape) => new(type, Shape.Create(shape), QuantParams.None);

    /// <summary>An input with random elements; numbers that are not codes lie in a range.</summary>
    public ValueId Input(TensorType type, double low = -5, double high = 5)
    {
        _inputs.Add(() => Elements(type, low, high));
        return _builder.Input($"in{_inputs.Count - 1}", type);
    }

    /// <summary>An input with given elements, the same in every sample.</summary>
    public ValueId Chosen<T>(TensorType type, T[] elements)
        where T : unmanaged
    {
        _inputs.Add(() => MemoryMarshal.AsBytes<T>(elements).ToArray());
        return _builder.Input($"in{_inputs.Count - 1}", type);
    }

    /// <summary>A constant with random elements.</summary>
    public ValueId Constant(TensorType type, double low = -5, double high = 5) =>
        _builder.Constant("constant", type, (ReadOnlyMemory<byte>)Elements(type, low, high));

    /// <summary>A constant with random elements of 4 bits.</summary>
    public ValueId Nibbles(TensorType type) => Given(type, Elements(type, 0, 0).Select(code => (sbyte)(code % 16 - 8)).ToArray());

    /// <summary>A constant with given elements.</summary>
    public ValueId Given<T>(TensorType type, params ReadOnlySpan<T> elements)
        where T : unmanaged => _builder.Constant("constant", type, elements);

    /// <summary>A variable that starts from random elements.</summary>
    public ValueId Started(TensorType type) => _builder.Variable("started", type, Elements(type, -5, 5));

    /// <summary>A variable tensor.</summary>
    public ValueId Variable(TensorType type) => _builder.Variable("state", type);

    /// <summary>An operator.</summary>
    public ValueId Node(Op op, TensorType output, params ReadOnlySpan<ValueId> inputs) => _builder.Node(op, inputs, output);

    /// <summary>An operator whose results leave the network.</summary>
    public void Output(Op op, TensorType output, params ReadOnlySpan<ValueId> inputs) => _builder.Output(Node(op, output, inputs));

    /// <summary>An operator with several results, all of which leave the network.</summary>
    public void Outputs(Op op, TensorType[] outputs, params ReadOnlySpan<ValueId> inputs)
    {
        foreach (var result in _builder.Node(op, inputs, [.. outputs]))
            _builder.Output(result);
    }

    private byte[] Elements(TensorType type, double low, double high)
    {
        var bytes = new byte[type.ByteSize];
        if (type.Quant.IsQuantized)
        {
            _random.NextBytes(bytes);
            return bytes;
        }

        var step = type.DType.ByteSize();
        for (var at = 0; at < bytes.Length; at += step)
        {
            var value = low + (_random.NextDouble() * (high - low));
            var integer = (long)Math.Floor(value);
            var element = bytes.AsSpan(at, step);
            if (type.DType == DType.Float32)
                MemoryMarshal.Write(element, (float)value);
            else if (type.DType == DType.Bool)
                element[0] = (byte)_random.Next(2);
            else
                BitConverter.GetBytes(integer).AsSpan(0, step).CopyTo(element);
        }

        return bytes;
    }
}
