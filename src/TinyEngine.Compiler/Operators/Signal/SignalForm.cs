using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>Operators of audio front ends.</summary>
internal enum SignalKind
{
    Window,
    Energy,
    FftAutoScale,
    FilterBank,
    FilterBankSquareRoot,
    FilterBankSpectralSubtraction,
    Pcan,
    FilterBankLog,
}

/// <summary>What distinguishes one operator of an audio front end from another.</summary>
/// <param name="Name">Name of the custom operator.</param>
/// <param name="Summary">What it computes, one line.</param>
/// <param name="Inputs">Element types of the operands.</param>
/// <param name="Outputs">Element types of the results.</param>
/// <param name="Options">Names of its options, in the order of the kernel's.</param>
internal sealed record SignalForm(
    string Name,
    string Summary,
    ImmutableArray<DType> Inputs,
    ImmutableArray<DType> Outputs,
    ImmutableArray<string> Options
)
{
    /// <summary>Whether it keeps a number of uint32 for each channel from run to run.</summary>
    public bool HasState { get; init; }

    /// <summary>Options that are shifts of 32-bit numbers: 0 to 31.</summary>
    public ImmutableArray<string> Shifts { get; init; } = [];

    /// <summary>Element types for people.</summary>
    public string Types =>
        $"{string.Join(", ", Inputs.Select(type => type.Name()))} → {string.Join(", ", Outputs.Select(type => type.Name()))}";

    /// <summary>The forms, in the order of <see cref="SignalKind"/>.</summary>
    public static ImmutableArray<SignalForm> All { get; } =
    [
        new("SignalWindow", "Samples times a window", [DType.Int16, DType.Int16], [DType.Int16], ["shift"]) { Shifts = ["shift"] },
        new("SignalEnergy", "Squares of a spectrum's magnitudes", [DType.Int16], [DType.UInt32], ["start_index", "end_index"]),
        new("SignalFftAutoScale", "Samples shifted left as far as they go", [DType.Int16], [DType.Int16, DType.Int32], []),
        new(
            "SignalFilterBank",
            "Energies added up in overlapping triangles",
            [DType.UInt32, DType.Int16, DType.Int16, DType.Int16, DType.Int16, DType.Int16],
            [DType.UInt64],
            ["num_channels"]
        ),
        new("SignalFilterBankSquareRoot", "Square roots, shifted right", [DType.UInt64, DType.Int32], [DType.UInt32], []),
        new(
            "SignalFilterBankSpectralSubtraction",
            "Channels without the running estimate of their noise",
            [DType.UInt32],
            [DType.UInt32, DType.UInt32],
            [
                "smoothing",
                "one_minus_smoothing",
                "alternate_smoothing",
                "alternate_one_minus_smoothing",
                "smoothing_bits",
                "spectral_subtraction_bits",
                "min_signal_remaining",
                "clamping",
                "num_channels",
            ]
        )
        {
            HasState = true,
            Shifts = ["smoothing_bits", "spectral_subtraction_bits"],
        },
        new(
            "SignalPCAN",
            "Automatic gain by a table over the noise",
            [DType.UInt32, DType.UInt32, DType.Int16],
            [DType.UInt32],
            ["snr_shift"]
        )
        {
            Shifts = ["snr_shift"],
        },
        new("SignalFilterBankLog", "Logarithms of channels", [DType.UInt32], [DType.Int16], ["output_scale", "input_correction_bits"])
        {
            Shifts = ["input_correction_bits"],
        },
    ];
}
