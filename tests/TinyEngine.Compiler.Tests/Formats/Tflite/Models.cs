using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>Models as literals, and shorthands around the reader.</summary>
internal static class Models
{
    public const string FileName = "net.tflite";

    /// <summary>A convolution and a softmax: two operators, one constant with per-channel scales, one without a buffer.</summary>
    public static TfliteModel Small { get; } =
        new(
            TfliteModel.SupportedVersion,
            "made by hand",
            [new(BuiltinOperator.Conv2D, Version: 3), new(BuiltinOperator.Softmax)],
            [
                new(
                    "main",
                    [
                        new("in", [1, 4, 4, 1], TfliteTensorType.Int8, 0, new([0.5f], [-128]))
                        {
                            ShapeSignature = [-1, 4, 4, 1],
                            HasRank = true,
                        },
                        new("weights", [2, 1, 1, 1], TfliteTensorType.Int8, 1, new([0.25f, 0.125f], [0, 0], QuantizedDimension: 0)),
                        new("mid", [1, 4, 4, 2], TfliteTensorType.Int8, 0, new([1f], [3])),
                        new("out", [1, 4, 4, 2], TfliteTensorType.Int8, 0, new([1 / 256f], [-128])),
                    ],
                    Inputs: [0],
                    Outputs: [3],
                    [
                        new(0, [0, 1, -1], [2], new TfliteOptions(BuiltinOptionsType.Conv2D).With(0, 1).With(1, 1).With(2, 1).With(3, 3)),
                        new(1, [2], [3], new TfliteOptions(BuiltinOptionsType.Softmax).With(0, 1f)),
                    ]
                ),
            ],
            [TfliteBuffer.Empty, new(new byte[] { 3, 250 })]
        );

    public static byte[] SmallBytes => TfliteWriter.Write(Small);

    public static (TfliteModel? Model, DiagnosticBag Bag) Read(ReadOnlyMemory<byte> file)
    {
        var bag = new DiagnosticBag();
        var model = TfliteReader.Read(file, FileName, bag);
        (model is null).ShouldBe(bag.HasErrors);
        return (model, bag);
    }

    public static TfliteModel ReadSound(ReadOnlyMemory<byte> file)
    {
        var (model, bag) = Read(file);
        bag.Items.ShouldBeEmpty();
        return model.ShouldNotBeNull();
    }

    /// <summary>Reads a file that must be refused and gives the ids and the place and message of each reason.</summary>
    public static (string[] Ids, string[] Lines) Refusal(ReadOnlyMemory<byte> file)
    {
        var (model, bag) = Read(file);
        model.ShouldBeNull();
        return ([.. bag.Items.Select(d => d.Id)], [.. bag.Items.Select(d => $"{d.Place.Detail}: {d.Message}")]);
    }
}
