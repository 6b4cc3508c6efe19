using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Shorthand for tests of <see cref="Op.Infer"/> on literals.</summary>
internal static class Inference
{
    /// <summary>int8 with scale 0.5 and zero point 3, unless told otherwise.</summary>
    public static TensorType Int8(Shape shape, float scale = 0.5f, int zeroPoint = 3) => new(DType.Int8, shape, QuantParams.PerTensor(scale, zeroPoint));

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

    /// <summary>Expects one error whose text contains a fragment.</summary>
    public static void ShouldFail(Op op, DiagnosticDescriptor descriptor, string fragment, ImmutableArray<TensorType> outputs, params ReadOnlySpan<TensorType> inputs)
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
