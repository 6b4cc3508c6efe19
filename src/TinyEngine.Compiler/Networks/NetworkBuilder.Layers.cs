using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Networks;

/// <content>Layers without weights.</content>
public sealed partial class NetworkBuilder
{
    /// <summary>Adds an addition, with broadcasting.</summary>
    public ValueId Add(ValueId first, ValueId second, FusedActivation activation = FusedActivation.None) =>
        Calibrate(
            output => new AddSub(AddSubKind.Add, Activations.Bounds(activation, output)!.Value),
            Largest(TypeOf(first)) + Largest(TypeOf(second)),
            first,
            second
        );

    /// <summary>Adds a subtraction, with broadcasting.</summary>
    public ValueId Sub(ValueId first, ValueId second, FusedActivation activation = FusedActivation.None) =>
        Calibrate(
            output => new AddSub(AddSubKind.Sub, Activations.Bounds(activation, output)!.Value),
            Largest(TypeOf(first)) + Largest(TypeOf(second)),
            first,
            second
        );

    /// <summary>Adds a multiplication, with broadcasting.</summary>
    public ValueId Mul(ValueId first, ValueId second, FusedActivation activation = FusedActivation.None) =>
        Calibrate(
            output => new Mul(Activations.Bounds(activation, output)!.Value),
            Largest(TypeOf(first)) * Largest(TypeOf(second)),
            first,
            second
        );

    /// <summary>Adds a maximum over windows.</summary>
    public ValueId MaxPool2D(ValueId input, WindowSpec window, FusedActivation activation = FusedActivation.None) =>
        Move(new MaxPool2D(window.On(TypeOf(input).Shape), Activations.Bounds(activation, TypeOf(input))!.Value), input);

    /// <summary>Adds an average over windows.</summary>
    public ValueId AveragePool2D(ValueId input, WindowSpec window, FusedActivation activation = FusedActivation.None) =>
        Move(new AveragePool2D(window.On(TypeOf(input).Shape), Activations.Bounds(activation, TypeOf(input))!.Value), input);

    /// <summary>Adds an average over height and width.</summary>
    /// <param name="input">Feature map.</param>
    /// <param name="keepDims">Whether the result is a map of one pixel, otherwise a vector.</param>
    public ValueId GlobalMean(ValueId input, bool keepDims = false) =>
        Calibrate(_ => new ReduceSum(SumKind.Mean, [1, 2], keepDims), Largest(TypeOf(input)), input);

    /// <summary>Adds a softmax over the last axis.</summary>
    public ValueId Softmax(ValueId input) => Apply(new Softmax(1), QuantParams.PerTensor(1f / 256, -128), input);

    /// <summary>Adds a logistic function.</summary>
    public ValueId Logistic(ValueId input) => Apply(new Logistic(), QuantParams.PerTensor(1f / 256, -128), input);

    /// <summary>Adds a nearest-neighbour resize.</summary>
    public ValueId ResizeNearest(ValueId input, int height, int width) =>
        Move(new ResizeNearestNeighbor(height, width, AlignCorners: false, HalfPixelCenters: false), input);

    /// <summary>Surrounds a map with zeros.</summary>
    public ValueId Pad(ValueId input, int top, int bottom, int left, int right) =>
        Move(new Pad([0, top, left, 0], [0, bottom, right, 0]), input);

    /// <summary>Gives a value another shape.</summary>
    public ValueId Reshape(ValueId input, Shape shape) => Move(new Reshape(shape), input);

    /// <summary>Makes one row of all elements.</summary>
    public ValueId Flatten(ValueId input) => Reshape(input, [1, TypeOf(input).Shape.ElementCount]);

    /// <summary>Adds a transposition.</summary>
    public ValueId Transpose(ValueId input, params ReadOnlySpan<int> permutation) => Move(new Transpose([.. permutation]), input);

    /// <summary>Brings a value to another scale.</summary>
    public ValueId Requantize(ValueId input, QuantParams quant) =>
        TypeOf(input).Quant == quant ? input : Apply(new Quantize(), quant, input);

    /// <summary>Joins values along an axis; those on another scale than the result are rescaled first.</summary>
    public ValueId Concat(int axis, params ReadOnlySpan<ValueId> inputs)
    {
        var (low, high) = (0.0, 0.0);
        foreach (var input in inputs)
        {
            var quant = TypeOf(input).Quant;
            low = Math.Min(low, quant.Scale * (double)(sbyte.MinValue - quant.ZeroPoint));
            high = Math.Max(high, quant.Scale * (double)(sbyte.MaxValue - quant.ZeroPoint));
        }

        var joined = QuantFor(low, high);
        var operands = new ValueId[inputs.Length];
        for (var i = 0; i < operands.Length; i++)
            operands[i] = Requantize(inputs[i], joined);
        return Apply(new Concatenation(axis), joined, operands);
    }
}
