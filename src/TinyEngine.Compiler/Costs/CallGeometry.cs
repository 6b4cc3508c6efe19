using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using TinyEngine.Compiler.Calls;

namespace TinyEngine.Compiler.Costs;

/// <summary>The sizes of a kernel call that its parameter struct holds, as numbers. Read once for a call.</summary>
internal sealed class CallGeometry
{
    private static readonly ConditionalWeakTable<KernelCall, CallGeometry> Known = [];

    private readonly Dictionary<string, int[]> _fields = new(StringComparer.Ordinal);

    private CallGeometry(KernelCall call)
    {
        foreach (var field in call.Params?.Fields ?? [])
        {
            if (NumbersIn(field.Value) is { } numbers)
                _fields[field.Name] = numbers;
        }

        (In, Out) = (Layout("in", "in0"), Layout("out"));
        In1 = _fields.ContainsKey("in1") ? Layout("in1") : Out;
        Start = call switch
        {
            RowCall row => (Number("inOffset", 0), row.OutputOffset),
            WholeCall whole => (
                whole.Arguments.OfType<CallArgument.Input>().FirstOrDefault()?.ByteOffset ?? 0,
                whole.Arguments.OfType<CallArgument.Output>().FirstOrDefault()?.ByteOffset ?? 0
            ),
            _ => default,
        };
        InWidth = Number("inWidth", 1);
        InChannels = Number("inChannels", Number("channels", 1));
        OutChannels = Number("outChannels", Number("multiplier", 1) * InChannels);
        (KernelHeight, KernelWidth) = (Number("kernelHeight", 1), Number("kernelWidth", 1));
        (Stride, Dilation, PadLeft) = (Number("strideX", 1), Number("dilationX", 1), Number("padLeft", 0));
        Groups = Number("groups", 1);
        PixelsAtATime = PixelBlocks.Most(call.Kernel);
        IsSpecial = call.Kernel.Contains("_k", StringComparison.Ordinal);
        Clamps = Number("clampMin", sbyte.MinValue) > sbyte.MinValue || Number("clampMax", sbyte.MaxValue) < sbyte.MaxValue;
    }

    /// <summary>Distance of pixels and of channels in the first input.</summary>
    public (int Pixel, int Channel) In { get; }

    /// <summary>The same of the second input; that of the output where there is only one.</summary>
    public (int Pixel, int Channel) In1 { get; }

    /// <summary>The same of the output.</summary>
    public (int Pixel, int Channel) Out { get; }

    /// <summary>Bytes from the start of input and output to what a copy reads and writes first.</summary>
    public (int In, int Out) Start { get; }

    /// <summary>Columns of the input.</summary>
    public int InWidth { get; }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Rows of the window.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the window.</summary>
    public int KernelWidth { get; }

    /// <summary>Columns from a window to the next.</summary>
    public int Stride { get; }

    /// <summary>Columns from a tap to the next.</summary>
    public int Dilation { get; }

    /// <summary>Padding before the first column.</summary>
    public int PadLeft { get; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>Most pixels that a convolution works on together.</summary>
    public int PixelsAtATime { get; }

    /// <summary>Whether the kernel is made for one size of window.</summary>
    public bool IsSpecial { get; }

    /// <summary>Whether outputs are limited further than to int8, in a second pass.</summary>
    public bool Clamps { get; }

    /// <summary>The geometry of a call.</summary>
    public static CallGeometry Of(KernelCall call) => Known.GetValue(call, key => new CallGeometry(key));

    /// <summary>A number of the parameters.</summary>
    public int Number(string name, int missing) => _fields.TryGetValue(name, out var numbers) && numbers.Length == 1 ? numbers[0] : missing;

    /// <summary>The numbers of an array of the parameters, or of a struct and those in it; none without one.</summary>
    public ReadOnlySpan<int> Numbers(string name) => _fields.GetValueOrDefault(name);

    /// <summary>Product of an array of the parameters; 1 without one.</summary>
    public double Product(string name) =>
        _fields.TryGetValue(name, out var numbers) ? numbers.Aggregate(1.0, (product, number) => product * Math.Max(1, number)) : 1;

    /// <summary>Taps of a window that lie in the row.</summary>
    public int TapsInside(int column)
    {
        var (first, inside) = ((column * Stride) - PadLeft, 0);
        for (var tap = 0; tap < KernelWidth; tap++)
            inside += first + (tap * Dilation) is var at && at >= 0 && at < InWidth ? 1 : 0;
        return inside;
    }

    /// <summary>The numbers of an initializer; null when there is anything else in it. Structs within structs count as one list.</summary>
    private static int[]? NumbersIn(ReadOnlySpan<char> initializer)
    {
        var numbers = new List<int>(2);
        foreach (var range in initializer.SplitAny("{}, "))
        {
            var text = initializer[range];
            if (text.IsEmpty)
                continue;
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return null;
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private (int Pixel, int Channel) Layout(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_fields.TryGetValue(name, out var numbers) && numbers.Length == 2)
                return (numbers[0], numbers[1]);
        }

        return default;
    }
}

/// <summary>One call of a kernel, as far as its instructions depend on it.</summary>
/// <param name="Geometry">Sizes.</param>
/// <param name="First">First output column.</param>
/// <param name="End">One past the last.</param>
/// <param name="RowsInside">Rows of the window that lie inside the map.</param>
internal readonly record struct KernelWork(CallGeometry Geometry, int First, int End, int RowsInside)
{
    /// <summary>Output columns.</summary>
    public int Columns => End - First;
}
