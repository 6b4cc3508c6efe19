using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Costs;

/// <summary>What the costs of a kernel call depend on, taken from its parameters. A field that a family of kernels asks for and that the
/// struct lacks is a defect, told by an exception: no size is guessed.</summary>
internal sealed class CallGeometry
{
    private readonly FieldValue.Layout? _in;
    private readonly FieldValue.Layout? _in1;
    private readonly FieldValue.Layout? _out;
    private readonly int? _inWidth;
    private readonly int? _inChannels;
    private readonly int? _outChannels;
    private readonly int? _multiplier;
    private readonly int? _kernelHeight;
    private readonly int? _kernelWidth;
    private readonly int? _stride;
    private readonly int? _dilation;
    private readonly int? _padLeft;
    private readonly int? _groups;
    private readonly int? _clampMin;
    private readonly int? _clampMax;
    private readonly bool _hasTwoInputs;

    /// <summary>Reads the parameters of a call.</summary>
    public CallGeometry(KernelCall call)
    {
        Call = call;
        foreach (var field in call.Params?.Fields ?? [])
        {
            switch (field.Name, field.Value)
            {
                case ("in", FieldValue.Layout layout):
                    _in = layout;
                    break;
                case ("in0", FieldValue.Layout layout):
                    (_in, _hasTwoInputs) = (layout, true);
                    break;
                case ("in1", FieldValue.Layout layout):
                    _in1 = layout;
                    break;
                case ("out", FieldValue.Layout layout):
                    _out = layout;
                    break;
                case ("inWidth", FieldValue.Number number):
                    _inWidth = number.Value;
                    break;
                case ("inChannels", FieldValue.Number number):
                    _inChannels = number.Value;
                    break;
                case ("channels", FieldValue.Number number):
                    (_inChannels, _outChannels) = (number.Value, number.Value);
                    break;
                case ("outChannels", FieldValue.Number number):
                    _outChannels = number.Value;
                    break;
                case ("multiplier", FieldValue.Number number):
                    _multiplier = number.Value;
                    break;
                case ("kernelHeight", FieldValue.Number number):
                    _kernelHeight = number.Value;
                    break;
                case ("kernelWidth", FieldValue.Number number):
                    _kernelWidth = number.Value;
                    break;
                case ("strideX", FieldValue.Number number):
                    _stride = number.Value;
                    break;
                case ("dilationX", FieldValue.Number number):
                    _dilation = number.Value;
                    break;
                case ("padLeft", FieldValue.Number number):
                    _padLeft = number.Value;
                    break;
                case ("groups", FieldValue.Number number):
                    _groups = number.Value;
                    break;
                case ("clampMin", FieldValue.Number number):
                    _clampMin = number.Value;
                    break;
                case ("clampMax", FieldValue.Number number):
                    _clampMax = number.Value;
                    break;
            }
        }

        var special = KernelTable.TryOf(call.Kernel)?.Special ?? default;
        PixelsAtATime = PixelBlocks.Most(special);
        IsSpecial = special.Kind == KernelSpecialKind.Window;
    }

    /// <summary>The call.</summary>
    public KernelCall Call { get; }

    /// <summary>Type of its parameter struct; empty when it has none.</summary>
    public string Struct => Call.Params?.CType ?? "";

    /// <summary>Distance of pixels and of channels in the first input.</summary>
    public (int Pixel, int Channel) In => Strides(_in, "in");

    /// <summary>The same of the second input; that of the output where there is only one.</summary>
    public (int Pixel, int Channel) In1 => _hasTwoInputs ? Strides(_in1, "in1") : Out;

    /// <summary>The same of the output.</summary>
    public (int Pixel, int Channel) Out => Strides(_out, "out");

    /// <summary>Columns of the input.</summary>
    public int InWidth => _inWidth ?? throw Missing("inWidth");

    /// <summary>Channels of the input.</summary>
    public int InChannels => _inChannels ?? throw Missing("inChannels");

    /// <summary>Channels of the output.</summary>
    public int OutChannels => _outChannels ?? (_multiplier ?? throw Missing("outChannels")) * InChannels;

    /// <summary>Rows of the window.</summary>
    public int KernelHeight => _kernelHeight ?? throw Missing("kernelHeight");

    /// <summary>Columns of the window.</summary>
    public int KernelWidth => _kernelWidth ?? throw Missing("kernelWidth");

    /// <summary>Columns from a window to the next.</summary>
    public int Stride => _stride ?? throw Missing("strideX");

    /// <summary>Columns from a tap to the next.</summary>
    public int Dilation => _dilation ?? throw Missing("dilationX");

    /// <summary>Padding before the first column.</summary>
    public int PadLeft => _padLeft ?? throw Missing("padLeft");

    /// <summary>Channels of the input that an output channel sees: its own, or those of its group.</summary>
    public int Depth =>
        Struct is "te_dwconv2d_s8_params" or "te_dwconv2d_s16_params" ? 1
        : HasWindow ? InChannels / (_groups ?? throw Missing("groups"))
        : InChannels;

    /// <summary>Whether a layer with weights has a window: not where it takes single pixels or vectors.</summary>
    public bool HasWindow =>
        Struct is not ("te_conv2d_s8_k1x1_params" or "te_fully_connected_s8_params" or "te_fully_connected_s16_params");

    /// <summary>Most pixels that a convolution works on together.</summary>
    public int PixelsAtATime { get; }

    /// <summary>Whether the kernel is made for one size of window.</summary>
    public bool IsSpecial { get; }

    /// <summary>Whether outputs are limited further than to int8, in a second pass.</summary>
    public bool Clamps =>
        (_clampMin ?? throw Missing("clampMin")) > sbyte.MinValue || (_clampMax ?? throw Missing("clampMax")) < sbyte.MaxValue;

    /// <summary>A number of the parameters.</summary>
    public int Number(string name) => Value<FieldValue.Number>(name).Value;

    /// <summary>The first elements of an array of the parameters; the others are 0.</summary>
    public EquatableArray<int> Numbers(string name) => Value<FieldValue.Numbers>(name).Items;

    /// <summary>Product of the extents of loops, of which one may be empty; 1 where there are none.</summary>
    public double Product(string name) => Numbers(name).Items.Aggregate(1.0, (product, number) => product * Math.Max(1, number));

    /// <summary>A value of the parameters.</summary>
    /// <exception cref="InvalidOperationException">The struct has no such field, or one of another kind.</exception>
    public T Value<T>(string name)
        where T : FieldValue => Call.Params?.Find<T>(name) ?? throw Missing(name);

    /// <summary>Taps of a window that lie in the row.</summary>
    public int TapsInside(int column) => TapsInside(column, Dilation);

    /// <summary>The same for kernels whose taps have a given distance.</summary>
    public int TapsInside(int column, int dilation)
    {
        var (width, taps) = (InWidth, KernelWidth);
        var (first, inside) = ((column * Stride) - PadLeft, 0);
        for (var tap = 0; tap < taps; tap++)
            inside += first + (tap * dilation) is var at && at >= 0 && at < width ? 1 : 0;
        return inside;
    }

    private (int Pixel, int Channel) Strides(FieldValue.Layout? layout, string name) =>
        layout is null ? throw Missing(name) : (layout.PixelStride, layout.ChannelStride);

    private InvalidOperationException Missing(string name) =>
        new(
            $"the costs of {Call.Kernel} depend on a field '{name}', which "
                + $"{(Struct.Length > 0 ? Struct : "a call without parameters")} lacks"
        );
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
