using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Networks;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph;

namespace TinyEngine.Calibration;

/// <summary>A network whose steps are measured.</summary>
/// <param name="Name">Name.</param>
/// <param name="Isa">Instructions that its kernels may use.</param>
/// <param name="Build">Makes the network.</param>
/// <param name="Rename">Puts another kernel with the same parameters in a kernel's place; the results are then wrong, the instructions
/// those of that kernel.</param>
internal sealed record CalibrationNetwork(string Name, InstructionSet Isa, Func<Network> Build, Func<string, string>? Rename = null)
{
    /// <summary>Takes an offered kernel wherever one fits, fastest or not; without it those that the compiler takes.</summary>
    public Func<string, bool>? Prefers { get; init; }

    /// <summary>Whether steps take the kernels that they take in row stages.</summary>
    public bool ByRows { get; init; }

    /// <summary>Makes other calls of those that were selected, for kernels with other parameters.</summary>
    public Func<KernelCall, KernelCall>? Replace { get; init; }

    /// <summary>Whether input codes are all as frequent, not those of images, where the instructions depend on them.</summary>
    public bool HasEvenCodes { get; init; }

    /// <summary>Whether rows are planar wherever kernels on both sides can have it, as in stages that write over their input, or nowhere;
    /// without it where the compiler has them so.</summary>
    public bool? IsPlanar { get; init; }

    /// <summary>What kernels are chosen for.</summary>
    public KernelGoal Goal { get; init; }
}

/// <summary>Layers of many shapes, always the same ones. Most are short branches of a network with many inputs.</summary>
internal static partial class CalibrationNetworks
{
    private static readonly int[] Kernels = [3, 5, 7];

    /// <summary>Those whose steps are measured one by one.</summary>
    public static IEnumerable<CalibrationNetwork> Layers()
    {
        for (ulong seed = 1; seed <= 2; seed++)
        {
            var s = seed;
            yield return new($"pointwise{s}", InstructionSet.Dsp, () => Pointwise(s));
            yield return new($"depthwise{s}", InstructionSet.Dsp, () => Depthwise(s));
            yield return new($"lanes{s}", InstructionSet.Dsp, () => Lanes(s));
            yield return new($"inside{s}", InstructionSet.Dsp, () => Inside(s));
            yield return new($"convolution{s}", InstructionSet.Dsp, () => Convolution(s));
            yield return new($"odd{s}", InstructionSet.Dsp, () => Odd(s));
            yield return new($"depthwise{s}any", InstructionSet.Dsp, () => Depthwise(s), AnyShift);
            yield return new($"planar{s}", InstructionSet.Dsp, () => Depthwise(s)) { IsPlanar = true };
            yield return new(
                $"pointwise{s}x2",
                InstructionSet.Dsp,
                () => Pointwise(s),
                kernel => kernel.Replace("k1x1_x5", "k1x1", StringComparison.Ordinal)
            );
            yield return new($"padded{s}", InstructionSet.Dsp, () => Padded(s));
            yield return new($"turned{s}", InstructionSet.Dsp, () => Padded(s), Turned);
            foreach (var network in DepthwiseLines(s))
                yield return network;
            foreach (var network in Windows(s))
                yield return network;
            yield return new(
                $"convolution{s}x2",
                InstructionSet.Dsp,
                () => Convolution(s),
                kernel =>
                    kernel
                        .Replace("conv2d_s8_x5", "conv2d_s8", StringComparison.Ordinal)
                        .Replace("conv2d_s8_x4", "conv2d_s8", StringComparison.Ordinal)
            );
        }

        yield return new("vectors", InstructionSet.Dsp, Vectors);
        yield return new("vectors_any", InstructionSet.Dsp, Vectors, AnyShift);
        yield return new("vectors_few", InstructionSet.Dsp, Vectors, Few);
        yield return new("elements", InstructionSet.Dsp, Elements);
        yield return new("conversions", InstructionSet.Dsp, Conversions);
        yield return new("portable_pointwise", InstructionSet.C99, () => Pointwise(3, small: true));
        yield return new("portable_depthwise", InstructionSet.C99, () => Depthwise(3, small: true));
        yield return new("portable_convolution", InstructionSet.C99, () => Convolution(3));
        yield return new("portable_vectors", InstructionSet.C99, Vectors);
        yield return new("portable_elements", InstructionSet.C99, Elements);
        foreach (var network in Variants().Concat(Operators()))
            yield return network;
    }

    /// <summary>Chains that run in row stages, to measure what stages take besides their kernels.</summary>
    public static IEnumerable<CalibrationNetwork> Chains()
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var s = seed;
            yield return new($"chain{s}", InstructionSet.Dsp, () => Chain(s));
        }
    }

    /// <summary>Kernels that the layers above would get with other scales, or where size counts.</summary>
    private static IEnumerable<CalibrationNetwork> Variants()
    {
        yield return new(
            "pointwise_x2_any",
            InstructionSet.Dsp,
            () => Pointwise(1),
            kernel => AnyShift(kernel.Replace("k1x1_x5", "k1x1", StringComparison.Ordinal))
        );
        yield return new(
            "convolution_x2_any",
            InstructionSet.Dsp,
            () => Convolution(1),
            kernel => AnyShift(kernel.Replace("_x5", "", StringComparison.Ordinal).Replace("_x4", "", StringComparison.Ordinal))
        );
        yield return new("portable_pointwise_any", InstructionSet.C99, () => Pointwise(3, small: true), PortableAnyShift);
        yield return new("portable_depthwise_any", InstructionSet.C99, () => Depthwise(3, small: true), PortableAnyShift);
        yield return new("portable_convolution_any", InstructionSet.C99, () => Convolution(3), PortableAnyShift);
        yield return new("portable_vectors_any", InstructionSet.C99, Vectors, PortableAnyShift);
        yield return new("map_vectors", InstructionSet.Dsp, MapVectors) { ByRows = true };
        yield return new("portable_map_vectors", InstructionSet.C99, MapVectors) { ByRows = true };
        yield return new("map_vectors_any", InstructionSet.Dsp, MapVectors) { ByRows = true, Replace = FinishAnyShift };
    }

    private static string PortableAnyShift(string kernel) => kernel.Replace("__c99", "_anyshift__c99", StringComparison.Ordinal);

    private static KernelCall FinishAnyShift(KernelCall call) =>
        call is AccumulateCall sums ? sums with { FinishKernel = PortableAnyShift(sums.FinishKernel) } : call;

    private static string AnyShift(string kernel) =>
        kernel.Replace("__dsp", "_anyshift__dsp", StringComparison.Ordinal) is var general && KernelTable.TryOf(general) is not null
            ? general
            : kernel;

    private static string Few(string kernel) =>
        kernel.Replace("te_fully_connected_s8__dsp", "te_fully_connected_s8_few__dsp", StringComparison.Ordinal);

    /// <summary>Convolutions of all kinds with each kernel that can compute them.</summary>
    private static IEnumerable<CalibrationNetwork> Windows(ulong seed)
    {
        foreach (var pixels in new[] { "_x4", "_x5" })
        {
            bool Takes(string kernel) => kernel.Contains(pixels, StringComparison.Ordinal);
            foreach (
                var (name, build) in new (string, Func<Network>)[]
                {
                    ("convolution", () => Convolution(seed)),
                    ("first", () => First(seed)),
                    ("odd", () => Odd(seed)),
                }
            )
            {
                yield return new($"{name}{seed}{pixels}", InstructionSet.Dsp, build) { Prefers = Takes };
            }
        }
    }

    /// <summary>Maps of all sizes, small ones among them, with each depthwise kernel that can work on them, on planar rows and on
    /// channel-last ones.</summary>
    private static IEnumerable<CalibrationNetwork> DepthwiseLines(ulong seed)
    {
        static bool IsInside(string kernel) => kernel.Contains("_inside", StringComparison.Ordinal);
        static bool CopiesRows(string kernel) =>
            kernel.StartsWith("te_dwconv2d_s8", StringComparison.Ordinal)
            && !IsInside(kernel)
            && !kernel.Contains("_p", StringComparison.Ordinal);
        foreach (
            var (name, build) in new (string, Func<Network>)[]
            {
                ("depthwise", () => Depthwise(seed)),
                ("padded", () => Padded(seed)),
                ("small", () => Small(seed)),
                ("dilated", () => Dilated(seed)),
            }
        )
        {
            foreach (var (end, rename) in new (string, Func<string, string>?)[] { ("", null), ("any", AnyShift) })
            {
                yield return new($"{name}{seed}copied{end}", InstructionSet.Dsp, build, rename) { IsPlanar = true, Prefers = CopiesRows };
                yield return new($"{name}{seed}lanes{end}", InstructionSet.Dsp, build, rename) { IsPlanar = false, Prefers = CopiesRows };
                yield return new($"{name}{seed}inside{end}", InstructionSet.Dsp, build, rename) { IsPlanar = false, Prefers = IsInside };
                yield return new($"{name}{seed}generic{end}", InstructionSet.Dsp, build, rename)
                {
                    IsPlanar = true,
                    Goal = KernelGoal.Size,
                };
            }
        }
    }

    /// <summary>SAME puts the smaller padding first; explicit padding often comes the other way round.</summary>
    private static string Turned(string kernel) =>
        kernel
            .Replace("_p01", "_p10", StringComparison.Ordinal)
            .Replace("_p12", "_p21", StringComparison.Ordinal)
            .Replace("_p23", "_p32", StringComparison.Ordinal);

    private static Network Chain(ulong seed)
    {
        var (net, random) = Start("chain", seed);
        var x = net.Conv2D(net.Input(random.Between(30, 60), random.Between(30, 60), 3), 8, WindowSpec.Square(3, stride: 2));
        for (var block = 0; block < 3 + (int)seed; block++)
            x = net.InvertedBottleneck(
                x,
                random.Between(1, 5),
                random.Between(0, 1) == 0 ? net.TypeOf(x).Shape[3] : 4 * random.Between(2, 5),
                Kernels[random.Between(0, 2)],
                block % 3 == 1 ? 2 : 1
            );
        return net.Output(net.FullyConnected(net.GlobalMean(x), 10)).Build();
    }

    private static (NetworkBuilder Net, SplitMix64 Random) Start(string name, ulong seed) =>
        (new NetworkBuilder(name, seed), new SplitMix64(seed + 100));

    /// <summary>Mostly multiples of 4, as networks have them.</summary>
    private static int Depth(SplitMix64 random, int most) =>
        random.Between(0, 3) > 0 ? 4 * random.Between(1, most / 4) : random.Between(2, most);

    private static FusedActivation Activation(SplitMix64 random) =>
        random.Between(0, 2) switch
        {
            0 => FusedActivation.Relu6,
            1 => FusedActivation.None,
            _ => FusedActivation.ReluN1To1,
        };
}
