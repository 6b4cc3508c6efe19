namespace TinyEngine.Cli.Tests.Support;

/// <summary>A small convolution of the conformance data: 1x10x14x3 → 1x8x8x5.</summary>
internal static class Sample
{
    private const string Folder = "tests/conformance/CONV_2D/dilated_1_3_valid";

    /// <summary>Bytes of the input.</summary>
    public const int InputBytes = 420;

    /// <summary>The model.</summary>
    public static string Model { get; } = Repository.File(Folder, "model.tflite");

    /// <summary>An input.</summary>
    public static string Input { get; } = Repository.File(Folder, "in0_0.bin");

    /// <summary>What the reference computes from it.</summary>
    public static string Expected { get; } = Repository.File(Folder, "out0_0.bin");
}
