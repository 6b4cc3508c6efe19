using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>One operator between extreme scales: what a network of tests/vectors/scales computes.</summary>
/// <param name="Operator">Key of <see cref="ScaleCases.Operators"/>.</param>
/// <param name="Input">Scale of the inputs, or of the only one.</param>
/// <param name="Output">Scale of the output; ignored where the operator fixes it.</param>
internal sealed record ScaleCase(string Operator, float Input, float Output)
{
    /// <summary>The network; null when the compiler refuses the scales.</summary>
    public Network? Build()
    {
        try
        {
            var builder = new GraphBuilder("scales");
            return builder.Output(ScaleCases.Operators[Operator](builder, this)).Build();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The inputs: every code of 8 bits; of 16 bits every 257th with the codes around zero and the ends. A second input goes
    /// through them in another order. Codes of 16-bit LOGISTIC end where the reference's products do.</summary>
    public static byte[][] Inputs(Network network) =>
        [
            .. network.Inputs.Select(
                (id, index) =>
                    Codes(
                        network[id].Type.DType,
                        index,
                        network.Nodes[0].Op is Logistic ? int.MaxValue / (network[id].Type.Quant.Scale * 4096.0 * 3) : short.MaxValue
                    )
            ),
        ];

    private static byte[] Codes(DType type, int index, double most)
    {
        var factor = index == 0 ? 1 : 77;
        if (type == DType.Int8)
            return [.. Enumerable.Range(0, 256).Select(i => (byte)(i * factor))];
        short[] near = [-3, -2, -1, 0, 1, 2, 3, short.MaxValue];
        return
        [
            .. Enumerable
                .Range(0, 256)
                .Select(i => i * factor % 256)
                .Select(i => i < near.Length ? near[i] : (short)((i * 257) + short.MinValue))
                .Select(code => Math.Abs((int)code) <= most ? code : (short)(Math.Sign(code) * Math.Floor(most)))
                .SelectMany(BitConverter.GetBytes),
        ];
    }
}

/// <summary>The operators that compute with fixed-point tables or multipliers, between scales from 1e-8 to 1e5.</summary>
internal static class ScaleCases
{
    private const int Side = 16;

    /// <summary>How to build each operator's network: 256 elements in, of one scale.</summary>
    public static IReadOnlyDictionary<string, Func<GraphBuilder, ScaleCase, ValueId>> Operators { get; } =
        new Dictionary<string, Func<GraphBuilder, ScaleCase, ValueId>>
        {
            ["TANH"] = (b, c) => Unary(b, new Tanh(), Int8(c.Input, 5), Int8(1f / 128, 0)),
            ["TANH_16"] = (b, c) => Unary(b, new Tanh(), Int16(c.Input), Int16(1f / 32768)),
            ["LOGISTIC"] = (b, c) => Unary(b, new Logistic(), Int8(c.Input, -9), Int8(1f / 256, -128)),
            ["LOGISTIC_16"] = (b, c) => Unary(b, new Logistic(), Int16(c.Input), Int16(1f / 32768)),
            ["HARD_SWISH"] = (b, c) => Unary(b, new HardSwish(), Int8(c.Input, 3), Int8(c.Output, -4)),
            ["LEAKY_RELU"] = (b, c) => Unary(b, new LeakyRelu(0.1f), Int8(c.Input, 3), Int8(c.Output, -4)),
            ["RELU"] = (b, c) => Unary(b, new Relu(ReluKind.Relu), Int8(c.Input, 3), Int8(c.Output, -4)),
            ["QUANTIZE"] = (b, c) => Unary(b, new Quantize(), Int8(c.Input, 3), Int8(c.Output, -4)),
            ["QUANTIZE_16"] = (b, c) => Unary(b, new Quantize(), Int16(c.Input), Int8(c.Output, -4)),
            ["QUANTIZE_TO_16"] = (b, c) => Unary(b, new Quantize(), Int8(c.Input, 3), Int16(c.Output)),
            ["SOFTMAX"] = (b, c) => Unary(b, new Softmax(1), Int8(c.Input, 3), Int8(1f / 256, -128)),
            ["MEAN"] = (b, c) => Reduced(b, new ReduceSum(SumKind.Mean, [1], true), c),
            ["SUM"] = (b, c) => Reduced(b, new ReduceSum(SumKind.Sum, [1], true), c),
            ["ADD"] = (b, c) => Binary(b, new AddSub(AddSubKind.Add, Clamp.Full(DType.Int8)), c, 0.7f),
            ["SUB"] = (b, c) => Binary(b, new AddSub(AddSubKind.Sub, Clamp.Full(DType.Int8)), c, 0.7f),
            ["MUL"] = (b, c) => Binary(b, new Mul(Clamp.Full(DType.Int8)), c, 0.7f),
            ["PRELU"] = (b, c) => Binary(b, new Prelu(), c, 0.01f / c.Input),
            ["CONV_2D"] = (b, c) => Convolution(b, c),
            ["FULLY_CONNECTED"] = (b, c) => Layer(b, c),
        };

    /// <summary>Operators whose output scale is fixed, so that only the input's varies.</summary>
    private static readonly HashSet<string> OneScale = ["TANH", "TANH_16", "LOGISTIC", "LOGISTIC_16", "SOFTMAX"];

    /// <summary>All cases of an operator.</summary>
    public static IEnumerable<ScaleCase> Of(string name) =>
        OneScale.Contains(name)
            ? FineScales().Select(scale => new ScaleCase(name, scale, 0))
            : CoarseScales().SelectMany(input => Ratios(input), (input, output) => new ScaleCase(name, input, output));

    /// <summary>Two scales a decade, every power of two, and both neighbours of those that are limits of a shift.</summary>
    private static IEnumerable<float> FineScales()
    {
        for (var step = -16; step <= 10; step++)
            yield return (float)Math.Pow(10, step / 2.0);
        for (var exponent = -26; exponent <= 16; exponent++)
        {
            var power = MathF.ScaleB(1, exponent);
            yield return MathF.BitDecrement(power);
            yield return power;
            yield return power * 1.0001f;
        }

        foreach (var limit in new[] { 2.65f, 2.66f, 2.67f, 1.33f, 1.34f })
            yield return limit;
    }

    private static IEnumerable<float> CoarseScales()
    {
        for (var decade = -8; decade <= 5; decade++)
            yield return (float)Math.Pow(10, decade) * 1.7f;
    }

    /// <summary>Output scales around the input's, in the steps at which multipliers change their shift, and far from it.</summary>
    private static IEnumerable<float> Ratios(float input)
    {
        foreach (var exponent in new[] { -33, -31, -24, -16, -15, -9, -8, -7, -4, -1, 0, 1, 4, 8, 15, 16, 17, 24, 29, 30, 31, 32 })
        {
            foreach (var factor in new[] { 1f, 1.37f })
            {
                if (input * MathF.ScaleB(factor, exponent) is >= 1e-9f and <= 1e6f and var output)
                    yield return output;
            }
        }
    }

    private static TensorType Int8(float scale, int zeroPoint) =>
        new(DType.Int8, [1, Side, Side, 1], QuantParams.PerTensor(scale, zeroPoint));

    private static TensorType Int16(float scale) => new(DType.Int16, [1, Side, Side, 1], QuantParams.PerTensor(scale, 0));

    private static ValueId Unary(GraphBuilder builder, Op op, TensorType input, TensorType output) =>
        builder.Node(op, [builder.Input("x", input)], output);

    private static ValueId Reduced(GraphBuilder builder, Op op, ScaleCase c) =>
        builder.Node(op, [builder.Input("x", Int8(c.Input, 3))], Int8(c.Output, -4) with { Shape = [1, 1, Side, 1] });

    private static ValueId Binary(GraphBuilder builder, Op op, ScaleCase c, float second) =>
        builder.Node(op, [builder.Input("x", Int8(c.Input, 3)), builder.Input("y", Int8(c.Input * second, -11))], Int8(c.Output, -4));

    private static ValueId Convolution(GraphBuilder builder, ScaleCase c)
    {
        var one = WindowAxis.Create(Side, 1, 1, 1, same: false);
        var scales = new EquatableArray<float>([0.01f, 0.004f, 0.05f]);
        return builder.Node(
            new Conv2D(new Window2D(one, one), Clamp.Full(DType.Int8)),
            [
                builder.Input("x", Int8(c.Input, 3)),
                builder.Constant<sbyte>("w", new TensorType(DType.Int8, [3, 1, 1, 1], new QuantParams(scales, [0, 0, 0])), [127, -127, 5]),
                builder.Constant<int>("b", new TensorType(DType.Int32, [3], QuantParams.None), [100, -20000, 0]),
            ],
            Int8(c.Output, -4) with
            {
                Shape = [1, Side, Side, 3],
            }
        );
    }

    private static ValueId Layer(GraphBuilder builder, ScaleCase c) =>
        builder.Node(
            new FullyConnected(false, Clamp.Full(DType.Int8)),
            [
                builder.Input("x", Int8(c.Input, 3) with { Shape = [64, 4] }),
                builder.Constant<sbyte>(
                    "w",
                    new TensorType(DType.Int8, [2, 4], QuantParams.PerTensor(0.01f, 0)),
                    [127, -127, 5, 60, -3, 1, 90, -128]
                ),
            ],
            Int8(c.Output, -4) with
            {
                Shape = [64, 2],
            }
        );
}
