using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Types by hand, and inference on them.</summary>
internal static class Infer
{
    public static TensorType Int8(Shape shape, float scale = 0.1f, int zeroPoint = 0) => new(DType.Int8, shape, QuantParams.PerTensor(scale, zeroPoint));

    public static TensorType Int16(Shape shape, float scale = 0.001f, int zeroPoint = 0) => new(DType.Int16, shape, QuantParams.PerTensor(scale, zeroPoint));

    public static TensorType Plain(DType type, Shape shape) => new(type, shape, QuantParams.None);

    /// <summary>The output type of an operator that must accept its operands.</summary>
    public static TensorType Type(Op op, TensorType output, params ReadOnlySpan<TensorType> inputs)
    {
        var bag = new DiagnosticBag();
        var result = op.Infer(inputs, new OpSite(Place.None, [output], bag));
        string.Join('\n', bag.Items).ShouldBe("");
        return result.Types.ShouldHaveSingleItem();
    }

    /// <summary>The one error of an operator that must refuse its operands, as <c>id: message</c>.</summary>
    public static string Error(Op op, TensorType output, params ReadOnlySpan<TensorType> inputs)
    {
        var bag = new DiagnosticBag();
        op.Infer(inputs, new OpSite(Place.None, [output], bag)).Succeeded.ShouldBeFalse();
        var error = bag.Items.ShouldHaveSingleItem();
        return $"{error.Id}: {error.Message}";
    }
}
