using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Networks;

/// <summary>
/// Builds quantized int8 networks layer by layer, for demonstrations and tests. Weights are random but live: while a layer is added, it
/// runs on a few synthetic inputs, and its weight scales, biases and output scale are chosen so that its results spread over the codes as
/// those of a trained network do. The same calls with the same seed always give the same network.
/// </summary>
/// <example><code>
/// var net = new NetworkBuilder("small", seed: 1);
/// var x = net.Conv2D(net.Input(32, 32, 3), filters: 8, WindowSpec.Square(3, stride: 2));
/// x = net.InvertedBottleneck(x, expand: 4, filters: 8, kernel: 3);
/// var graph = net.Output(net.Softmax(net.FullyConnected(net.GlobalMean(x), units: 10))).Build();
/// </code></example>
public sealed partial class NetworkBuilder
{
    /// <summary>How many synthetic inputs each layer is calibrated with.</summary>
    private const int Samples = 4;

    /// <summary>Room beyond the largest result seen, since other inputs may give larger ones.</summary>
    private const double Headroom = 1.05;

    private readonly GraphBuilder _graph;
    private readonly SplitMix64 _random;
    private readonly Dictionary<ValueId, byte[][]> _samples = [];
    private int _inputs;
    private int _layers;

    /// <summary>Starts a network.</summary>
    /// <param name="name">Name of the network.</param>
    /// <param name="seed">Decides all weights.</param>
    public NetworkBuilder(string name, ulong seed)
    {
        _graph = new GraphBuilder(name);
        _random = new SplitMix64(seed);
    }

    /// <summary>Type of a value that was added before.</summary>
    public TensorType TypeOf(ValueId value) => _graph.TypeOf(value);

    /// <summary>Adds an image input, real numbers from −1 to 1.</summary>
    public ValueId Input(int height, int width, int channels) => Input([1, height, width, channels]);

    /// <summary>Adds an input of any shape, real numbers from −1 to 1.</summary>
    public ValueId Input(Shape shape) => Sampled(_graph.Input($"input_{_inputs++}", InputType(shape)));

    /// <summary>Adds an image input that the caller gives as float32, and its codes: networks whose edges were not quantized.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="channelsFirst">Whether the caller gives [1, C, H, W], as PyTorch has it.</param>
    /// <returns>The codes, [1, H, W, C].</returns>
    public ValueId RealInput(int height, int width, int channels, bool channelsFirst = false)
    {
        var codes = InputType([1, height, width, channels]);
        var turned = new TensorType(DType.Float32, codes.Shape, QuantParams.None);
        var given = channelsFirst ? turned with { Shape = [1, channels, height, width] } : turned;
        var (x, toNhwc, quantize) = (_graph.Input($"input_{_inputs++}", given), new Transpose([0, 2, 3, 1]), new Quantize());
        if (channelsFirst)
            x = _graph.Node(toNhwc, [x], turned, NextName(toNhwc));
        return Sampled(_graph.Node(quantize, [x], codes, NextName(quantize)));
    }

    private static TensorType InputType(Shape shape) => new(DType.Int8, shape, QuantParams.PerTensor(2f / 255, -1));

    private ValueId Sampled(ValueId id)
    {
        var samples = new byte[Samples][];
        for (var s = 0; s < Samples; s++)
            samples[s] = SyntheticInput.Bytes(TypeOf(id), _random.Next());
        _samples.Add(id, samples);
        return id;
    }

    /// <summary>Declares the real numbers that a value stands for, as float32, as the next output.</summary>
    public NetworkBuilder RealOutput(ValueId value)
    {
        var dequantize = new Dequantize();
        var type = new TensorType(DType.Float32, TypeOf(value).Shape, QuantParams.None);
        return Output(_graph.Node(dequantize, [value], type, NextName(dequantize)));
    }

    /// <summary>Declares a value as the next output.</summary>
    public NetworkBuilder Output(ValueId value)
    {
        _graph.Output(value);
        return this;
    }

    /// <summary>The finished network.</summary>
    /// <exception cref="InvalidOperationException">There is no output.</exception>
    public Network Build() => _graph.Build();

    /// <summary>Adds any operator with known output quantization.</summary>
    /// <param name="op">Operator.</param>
    /// <param name="quant">Quantization of its int8 output.</param>
    /// <param name="inputs">Operands.</param>
    /// <exception cref="ArgumentException">The operator refuses the operands; the message holds the diagnostics.</exception>
    internal ValueId Apply(Op op, QuantParams quant, params ReadOnlySpan<ValueId> inputs)
    {
        ArgumentNullException.ThrowIfNull(op);
        var id = _graph.Node(op, inputs, new TensorType(DType.Int8, default, quant), NextName(op));
        _samples.Add(id, Run(op, TypeOf(id), inputs));
        return id;
    }

    /// <summary>Adds any operator that moves codes without changing them.</summary>
    /// <inheritdoc cref="Apply"/>
    internal ValueId Move(Op op, ValueId input) => Apply(op, TypeOf(input).Quant, input);

    /// <summary>Adds an operator after finding the range of its results.</summary>
    /// <param name="op">The operator for an output type, on which an activation's bounds depend.</param>
    /// <param name="bound">No result is larger.</param>
    /// <param name="inputs">Operands.</param>
    private ValueId Calibrate(Func<TensorType, Op> op, double bound, params ReadOnlySpan<ValueId> inputs)
    {
        var (low, high) = (0.0, 0.0);
        for (var round = 0; round < 3; round++)
        {
            var type = new TensorType(DType.Int8, default, QuantParams.PerTensor((float)(bound / 127), 0));
            var codes = Run(op(type), Infer(op(type), type, inputs), inputs)
                .SelectMany(bytes => bytes)
                .Select(code => (int)(sbyte)code)
                .ToList();
            (low, high) = (codes.Min() * bound / 127, codes.Max() * bound / 127);
            var largest = codes.Max(Math.Abs);
            if (largest > 100)
                break;
            bound *= (largest + 1) / 127.0; // a first bound may be so wide that only a few codes occur
        }

        var quant = QuantFor(low * Headroom, high * Headroom);
        return Apply(op(new TensorType(DType.Int8, default, quant)), quant, inputs);
    }

    /// <summary>The int8 quantization of a range of real numbers, 0 included.</summary>
    private static QuantParams QuantFor(double low, double high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        var scale = (float)(Math.Max(high - low, 1e-3) / 255);
        return QuantParams.PerTensor(scale, Math.Clamp((int)Math.Round(sbyte.MinValue - (low / scale)), sbyte.MinValue, sbyte.MaxValue));
    }

    /// <summary>The largest magnitude that a type can hold.</summary>
    private static double Largest(TensorType type) =>
        type.Quant.Scale * (double)Math.Max(127 - type.Quant.ZeroPoint, 128 + type.Quant.ZeroPoint);

    private string NextName(Op op) => $"{op.Name.ToLowerInvariant()}_{_layers++}";

    private TensorType Infer(Op op, TensorType output, ReadOnlySpan<ValueId> inputs)
    {
        var bag = new DiagnosticBag();
        var types = new TensorType[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
            types[i] = TypeOf(inputs[i]);
        var inferred = op.Infer(types, new OpSite(new Place("", op.Name), [output], bag));
        return inferred.Succeeded ? inferred.Types[0] : throw new ArgumentException(string.Join('\n', bag.Items), nameof(op));
    }

    /// <summary>Results of an operator for every sample.</summary>
    private byte[][] Run(Op op, TensorType output, ReadOnlySpan<ValueId> inputs)
    {
        var results = new byte[Samples][];
        for (var s = 0; s < Samples; s++)
        {
            var operands = ImmutableArray.CreateBuilder<Tensor>(inputs.Length);
            foreach (var input in inputs)
                operands.Add(new Tensor(TypeOf(input), _samples[input][s]));
            results[s] = new byte[output.ByteSize];
            op.Evaluate(new EvaluationContext(operands.MoveToImmutable(), [(output, results[s])], Place.None));
        }

        return results;
    }

    private ValueId Constant<T>(string name, TensorType type, T[] elements)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(elements).ToArray();
        var id = _graph.Constant(name, type, (ReadOnlyMemory<byte>)bytes);
        _samples.Add(id, [.. Enumerable.Repeat(bytes, Samples)]);
        return id;
    }
}
