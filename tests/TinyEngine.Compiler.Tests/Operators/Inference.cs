using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Shorthand for tests of <see cref="Op.Infer"/> on literals.</summary>
internal static class Inference
{
    /// <summary>int8 with scale 0.5 and zero point 3, unless told otherwise.</summary>
    public static TensorType Int8(Shape shape, float scale = 0.5f, int zeroPoint = 3) =>
        new(DType.Int8, shape, QuantParams.PerTensor(scale, zeroPoint));

    /// <summary>int8 weights with scale 0.1 and zero point 0, unless told otherwise.</summary>
    public static TensorType Weights(Shape shape, int zeroPoint = 0) => Int8(shape, 0.1f, zeroPoint);

    /// <summary>int16 with scale 0.001 and zero point 0, unless told otherwise.</summary>
    public static TensorType Int16(Shape shape, float scale = 0.001f, int zeroPoint = 0) =>
        new(DType.Int16, shape, QuantParams.PerTensor(scale, zeroPoint));

    /// <summary>A type without quantization.</summary>
    public static TensorType Plain(DType type, Shape shape) => new(type, shape, QuantParams.None);

    /// <summary>The inferred types; fails the test when an error was reported.</summary>
    public static ImmutableArray<TensorType> Infer(Op op, ImmutableArray<TensorType> outputs, params ReadOnlySpan<TensorType> inputs)
    {
        var bag = new DiagnosticBag();
        var result = op.Infer(inputs, new OpSite(Place.None, outputs, bag));
        string.Join('\n', bag.Items).ShouldBe("");
        return result.Types;
    }

    /// <summary>The shape of the one output; fails the test when an error was reported.</summary>
    public static Shape ShapeOf(Op op, TensorType output, params ReadOnlySpan<TensorType> inputs) =>
        Infer(op, [output], inputs).ShouldHaveSingleItem().Shape;

    /// <summary>The one error, as <c>id: message</c>; fails the test when the operator accepts its operands.</summary>
    public static string Error(Op op, TensorType output, params ReadOnlySpan<TensorType> inputs)
    {
        var bag = new DiagnosticBag();
        op.Infer(inputs, new OpSite(Place.None, [output], bag)).Succeeded.ShouldBeFalse();
        var error = bag.Items.ShouldHaveSingleItem();
        return $"{error.Id}: {error.Message}";
    }

    /// <summary>Expects one error whose text contains a fragment.</summary>
    public static void ShouldFail(
        Op op,
        DiagnosticDescriptor descriptor,
        string fragment,
        ImmutableArray<TensorType> outputs,
        params ReadOnlySpan<TensorType> inputs
    )
    {
        var bag = new DiagnosticBag();
        op.Infer(inputs, new OpSite(Place.None, outputs, bag)).Succeeded.ShouldBeFalse();
        var error = bag.Items.ShouldHaveSingleItem();
        error.Descriptor.ShouldBe(descriptor);
        error.ToString().ShouldContain(fragment);
    }

    /// <summary>Runs an operator on int8 codes.</summary>
    public static sbyte[] Run(Op op, TensorType output, params ReadOnlySpan<(TensorType Type, sbyte[] Codes)> inputs)
    {
        var bytes = new byte[output.ByteSize];
        var tensors = ImmutableArray.CreateBuilder<Tensor>();
        foreach (var (type, codes) in inputs)
            tensors.Add(new Tensor(type, (byte[])(object)codes));
        op.Evaluate(new EvaluationContext(tensors.ToImmutable(), [(output, bytes)], Place.None));
        return (sbyte[])(object)bytes;
    }
}
