using TinyEngine.Compiler.Scheduling.Patches;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Scheduling.Patches;

/// <summary>Layers as literals.</summary>
internal static class Layers
{
    /// <summary>A convolution or pooling with the same window in both directions.</summary>
    public static PatchLayer Window(MapSize input, int kernel, int stride = 1, int dilation = 1, bool same = true, string op = "CONV_2D") =>
        Window(
            input,
            WindowAxis.Create(input.Height, kernel, stride, dilation, same),
            WindowAxis.Create(input.Width, kernel, stride, dilation, same),
            op
        );

    /// <summary>A convolution or pooling with a window for each direction.</summary>
    public static PatchLayer Window(MapSize input, WindowAxis y, WindowAxis x, string op = "CONV_2D") =>
        new(op, input, input with { Height = y.OutputSize(input.Height), Width = x.OutputSize(input.Width) }, new Window2D(y, x));

    /// <summary>A sum, pixel by pixel, of the outputs of other layers.</summary>
    public static PatchLayer Add(MapSize input, params ReadOnlySpan<int> sources) =>
        new("ADD", input, input) { Sources = EquatableArray.Create(sources) };

    /// <summary>Layers one after the other, each made from the map of the one before.</summary>
    public static PatchLayer[] Chain(MapSize input, params ReadOnlySpan<Func<MapSize, PatchLayer>> parts)
    {
        var layers = new PatchLayer[parts.Length];
        for (var i = 0; i < layers.Length; i++)
            layers[i] = parts[i](i == 0 ? input : layers[i - 1].Output);
        return layers;
    }
}
