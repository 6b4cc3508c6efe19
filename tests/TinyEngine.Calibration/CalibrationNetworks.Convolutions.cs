using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Calibration;

/// <content>Networks of convolutions: pointwise, with windows, depthwise.</content>
internal static partial class CalibrationNetworks
{
    private static Network Pointwise(ulong seed, bool small = false)
    {
        var (net, random) = Start("pointwise", seed);
        for (var branch = 0; branch < 24; branch++)
        {
            // Only runs of one or three pixels have a block of one.
            var (height, width) =
                branch % 4 == 3 ? (1, branch % 8 == 3 ? 1 : 3) : (random.Between(small ? 1 : 3, small ? 3 : 6), random.Between(1, 24));
            var x = net.Input(height, width, Depth(random, small ? 24 : 96));
            x = net.Conv2D(x, Depth(random, small ? 24 : 96), 1, Activation(random));
            net.Output(net.Conv2D(x, random.Between(4, small ? 24 : 80), 1, Activation(random)));
        }

        return net.Build();
    }

    private static Network Depthwise(ulong seed, bool small = false)
    {
        var (net, random) = Start("depthwise", seed);
        for (var branch = 0; branch < 48; branch++)
        {
            var (kernel, stride, same) = (Kernels[branch % 3], 1 + (branch / 3 % 2), random.Between(0, 3) > 0);
            // Every rest of a row that is worked on four columns at a time, and rows of less.
            var quads = 4 * random.Between(1, small ? 3 : 9);
            var columns = (branch / 6) switch
            {
                4 => 3,
                5 => 2,
                6 => 1,
                7 => quads + 3,
                var rest => quads + rest,
            };
            var (height, width) = (random.Between(9, small ? 10 : 12), same ? columns * stride : ((columns - 1) * stride) + kernel);
            var channels = small ? random.Between(3, 8) : random.Between(6, 40);
            var x = net.Input(height, width, random.Between(2, 6));
            x = net.Conv2D(x, channels, 1, Activation(random));
            x = net.DepthwiseConv2D(x, WindowSpec.Square(kernel, stride, same: same), Activation(random));
            net.Output(net.Conv2D(x, random.Between(4, 24), 1, Activation(random)));
        }

        return net.Build();
    }

    /// <summary>Whole padded rows of all lengths, from the shortest that have kernels of their own.</summary>
    private static Network Padded(ulong seed)
    {
        var (net, random) = Start("padded", seed);
        for (var branch = 0; branch < 36; branch++)
        {
            var (kernel, stride) = (Kernels[branch % 3], 1 + (branch / 3 % 2));
            var columns = (stride == 1 ? 4 + (kernel / 2) : 5) + (branch / 6) + (4 * random.Between(0, branch < 18 ? 2 : 8));
            var x = net.Conv2D(
                net.Input(random.Between(kernel, 12), columns * stride, random.Between(2, 6)),
                random.Between(6, 40),
                1,
                Activation(random)
            );
            x = net.DepthwiseConv2D(x, WindowSpec.Square(kernel, stride), Activation(random));
            net.Output(net.Conv2D(x, random.Between(4, 16), 1, Activation(random)));
        }

        return net.Build();
    }

    /// <summary>Maps of a few columns, some smaller than the window.</summary>
    private static Network Small(ulong seed)
    {
        var (net, random) = Start("small", seed);
        for (var branch = 0; branch < 48; branch++)
        {
            var (kernel, stride) = (Kernels[branch % 3], 1 + (branch / 3 % 2));
            var x = net.Conv2D(
                net.Input(random.Between(1, 9), 1 + (branch / 6) + random.Between(0, 4), random.Between(2, 6)),
                Depth(random, 60),
                1,
                Activation(random)
            );
            net.Output(
                net.Conv2D(
                    net.DepthwiseConv2D(x, WindowSpec.Square(kernel, stride), Activation(random)),
                    random.Between(4, 16),
                    1,
                    Activation(random)
                )
            );
        }

        return net.Build();
    }

    /// <summary>Windows with gaps between their taps.</summary>
    private static Network Dilated(ulong seed)
    {
        var (net, random) = Start("dilated", seed);
        for (var branch = 0; branch < 16; branch++)
        {
            var window = new WindowSpec(random.Between(2, 5), random.Between(2, 5), 1, 1, random.Between(1, 3), random.Between(2, 3));
            var x = net.Conv2D(
                net.Input(random.Between(7, 14), random.Between(7, 20), random.Between(2, 6)),
                Depth(random, 40),
                1,
                Activation(random)
            );
            net.Output(net.Conv2D(net.DepthwiseConv2D(x, window, Activation(random)), random.Between(4, 16), 1, Activation(random)));
        }

        return net.Build();
    }

    /// <summary>Windows over channel-last rows, which depthwise kernels turn round four channels at a time.</summary>
    private static Network Lanes(ulong seed)
    {
        var (net, random) = Start("lanes", seed);
        for (var branch = 0; branch < 36; branch++)
        {
            var x = net.Input(
                random.Between(9, 12),
                random.Between(9, 30),
                random.Between(0, 2) > 0 ? 4 * random.Between(2, 6) : random.Between(5, 20)
            );
            net.Output(
                net.DepthwiseConv2D(
                    x,
                    WindowSpec.Square(Kernels[branch % 3], 1 + (branch / 3 % 2), same: random.Between(0, 3) > 0),
                    Activation(random)
                )
            );
        }

        for (var branch = 0; branch < 8; branch++)
        {
            var x = net.Input(random.Between(7, 9), random.Between(5, 30), random.Between(2, 8));
            net.Output(
                net.DepthwiseConv2D(
                    x,
                    new WindowSpec(random.Between(2, 5), random.Between(2, 9), 1, random.Between(1, 2)),
                    Activation(random),
                    multiplier: random.Between(1, 3)
                )
            );
        }

        return net.Build();
    }

    private static Network Inside(ulong seed)
    {
        var (net, random) = Start("inside", seed);
        for (var branch = 0; branch < 36; branch++)
        {
            var size = random.Between(2, 6);
            var x = net.Input(size, random.Between(Math.Max(2, size - 1), size), 4 * random.Between(8, 60));
            x = net.DepthwiseConv2D(x, WindowSpec.Square(Kernels[branch % 3], 1 + (branch / 3 % 2)), Activation(random));
            net.Output(x);
        }

        return net.Build();
    }

    private static Network Convolution(ulong seed)
    {
        var (net, random) = Start("convolution", seed);
        for (var branch = 0; branch < 36; branch++)
        {
            var kernel = branch % 4 == 3 ? random.Between(2, 5) : 3;
            var channels =
                branch % 3 == 0 ? 3
                : branch % 3 == 1 ? 4 * random.Between(1, 8)
                : random.Between(1, 10);
            var x = net.Input(random.Between(5, 9), random.Between(5, 40), channels);
            net.Output(
                net.Conv2D(
                    x,
                    random.Between(4, 24),
                    WindowSpec.Square(kernel, random.Between(1, 2), same: random.Between(0, 3) > 0),
                    Activation(random)
                )
            );
        }

        for (var branch = 0; branch < 12; branch++)
        {
            // Spectrograms: one channel, tall windows.
            var x = net.Input(random.Between(9, 16), random.Between(10, 40), 1);
            var stride = random.Between(1, 2);
            net.Output(
                net.Conv2D(
                    x,
                    random.Between(4, 16),
                    new WindowSpec(random.Between(3, 9), random.Between(4, 8), stride, stride),
                    Activation(random)
                )
            );
        }

        return net.Build();
    }

    /// <summary>First layers of images.</summary>
    private static Network First(ulong seed)
    {
        var (net, random) = Start("first", seed);
        for (var branch = 0; branch < 20; branch++)
        {
            var x = net.Input(random.Between(5, 9), random.Between(20, 170), branch % 5 == 4 ? 1 : 3);
            net.Output(
                net.Conv2D(x, 4 * random.Between(2, 8), WindowSpec.Square(branch % 10 == 9 ? 5 : 3, 1 + (branch % 2)), Activation(random))
            );
        }

        return net.Build();
    }

    /// <summary>Windows that few networks have: dilated, uneven, over one column, as large as the map; first layers of one
    /// channel.</summary>
    private static Network Odd(ulong seed)
    {
        var (net, random) = Start("odd", seed);
        WindowSpec Window(int kind, int height, int width) =>
            kind switch
            {
                0 => WindowSpec.Square(3, dilation: random.Between(2, 3), same: random.Between(0, 1) == 0),
                1 => new WindowSpec(random.Between(1, 5), random.Between(1, 5), random.Between(1, 2), random.Between(1, 3)),
                2 => new WindowSpec(random.Between(2, 7), random.Between(1, 3), random.Between(1, 2), 1),
                3 => WindowSpec.Square(Math.Min(9, Math.Max(height, width) + random.Between(0, 3)), random.Between(1, 4)),
                _ => new WindowSpec(random.Between(1, 4), random.Between(1, 4), 1, 1, random.Between(1, 3), random.Between(1, 3)),
            };
        for (var branch = 0; branch < 60; branch++)
        {
            var kind = branch % 5;
            var (height, width) = kind switch
            {
                2 => (random.Between(9, 40), 1),
                3 => (random.Between(2, 6), random.Between(2, 6)),
                _ => (random.Between(13, 16), random.Between(13, 24)),
            };
            if (branch % 2 == 0)
                net.Output(
                    net.Conv2D(
                        net.Input(height, width, random.Between(1, 12)),
                        random.Between(3, 16),
                        Window(kind, height, width),
                        Activation(random)
                    )
                );
            else
                net.Output(
                    net.DepthwiseConv2D(
                        net.Input(height, width, random.Between(2, 12)),
                        Window(kind, height, width),
                        Activation(random),
                        random.Between(0, 3) == 0 ? 2 : 1
                    )
                );
        }

        for (var branch = 0; branch < 12; branch++)
        {
            var window = WindowSpec.Square(random.Between(2, 5), random.Between(1, 2), same: random.Between(0, 3) > 0);
            net.Output(
                net.Conv2D(
                    net.Input(random.Between(9, 17), random.Between(9, 30), random.Between(1, 2)),
                    random.Between(4, 12),
                    window,
                    Activation(random)
                )
            );
        }

        return net.Build();
    }
}
