using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Networks;

/// <summary>Small random networks of operators that may run patch by patch: windows of many kinds, residuals, branches,
/// concatenations.</summary>
public static class PatchNetworks
{
    private const int MaximumLayers = 9;

    /// <summary>The network of a seed; it is always the same.</summary>
    public static Network Build(int seed)
    {
        var random = new Random(seed);
        var net = new NetworkBuilder($"patches{seed}", (ulong)seed + 1);
        var values = new List<ValueId> { net.Input(random.Next(6, 19), random.Next(6, 19), random.Next(1, 5)) };
        var layers = random.Next(3, MaximumLayers + 1);
        for (var layer = 0; layer < layers; layer++)
        {
            var from = random.Next(3) == 0 ? values[random.Next(values.Count)] : values[^1];
            var shape = net.TypeOf(from).Shape;
            var alike = values.Where(value => value != from && net.TypeOf(value).Shape.Equals(shape)).ToList();
            var sides = values
                .Where(value => value != from && net.TypeOf(value).Shape[1] == shape[1] && net.TypeOf(value).Shape[2] == shape[2])
                .ToList();
            values.Add(
                random.Next(8) switch
                {
                    0 or 1 when alike.Count > 0 => net.Add(from, alike[^1], FusedActivation.Relu),
                    2 when sides.Count > 0 => net.Concat(3, from, sides[^1]),
                    3 => net.DepthwiseConv2D(from, Window(random, shape)),
                    4 => net.MaxPool2D(from, Window(random, shape) with { DilationX = 1, DilationY = 1 }),
                    5 => net.AveragePool2D(from, Window(random, shape) with { DilationX = 1, DilationY = 1 }),
                    6 => net.Logistic(from),
                    _ => net.Conv2D(from, random.Next(1, 10), Window(random, shape), FusedActivation.None),
                }
            );
        }

        net.Output(values[^1]);
        if (random.Next(3) == 0)
            net.Output(values[random.Next(1, values.Count - 1)]);
        return net.Build();
    }

    private static WindowSpec Window(Random random, Shape map)
    {
        int[] kernels = [1, 1, 2, 3, 3, 5, 7];
        var (ky, kx) = (kernels[random.Next(kernels.Length)], kernels[random.Next(kernels.Length)]);
        if (random.Next(2) == 0)
            kx = ky;
        var stride = random.Next(3) == 0 ? random.Next(2, 4) : 1;
        var dilation = random.Next(5) == 0 ? 2 : 1;
        var fits = ((ky - 1) * dilation) + 1 <= map[1] && ((kx - 1) * dilation) + 1 <= map[2];
        return new WindowSpec(ky, kx, stride, random.Next(4) == 0 ? 1 : stride, dilation, dilation, !fits || random.Next(3) > 0);
    }
}
