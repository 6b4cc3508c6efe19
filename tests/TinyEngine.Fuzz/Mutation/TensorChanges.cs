using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Shapes, types, flags and names of tensors.</summary>
internal static class TensorChanges
{
    private static readonly int[] Sizes =
    [
        0,
        -1,
        1,
        2,
        3,
        4,
        5,
        7,
        8,
        16,
        17,
        33,
        64,
        127,
        255,
        1000,
        4096,
        65_535,
        65_536,
        1 << 20,
        int.MaxValue,
        int.MinValue,
    ];

    /// <summary>Text that C, JSON, HTML, Markdown or a terminal could take for more than a name.</summary>
    private static readonly string[] Names =
    [
        "",
        " ",
        "*/ int x; /*",
        "a\nb",
        "a\r\n#error x",
        "\"quoted\\",
        "%s%n",
        "??/",
        "//",
        "\\\n",
        "${x}",
        "$(x)",
        "int",
        "\u0000",
        "\u001b[31mred",
        "\u202eevil",
        "naïve/größe",
        "😀",
        "<script>alert(1)</script>",
        "|a|b|",
        "`code`",
        new('n', 5000),
        "../../etc/x",
        "te_step",
        "model_run",
    ];

    private static readonly TfliteTensorType[] CommonTypes =
    [
        TfliteTensorType.Int8,
        TfliteTensorType.Int16,
        TfliteTensorType.Int32,
        TfliteTensorType.Float32,
        TfliteTensorType.UInt8,
        TfliteTensorType.Int64,
    ];

    /// <summary>One axis of one tensor.</summary>
    public static TfliteModel? Size(TfliteModel model, Random random)
    {
        var (index, tensor) = Pick(model, random);
        return tensor.Shape.Count == 0
            ? null
            : model.WithTensor(index, tensor with { Shape = tensor.Shape.Set(random.Next(tensor.Shape.Count), NewSize(random)) });
    }

    /// <summary>A size wherever it stands, which often leaves a sound model; constants keep pace.</summary>
    public static TfliteModel? SizeEverywhere(TfliteModel model, Random random)
    {
        var (_, tensor) = Pick(model, random);
        if (tensor.Shape.Count == 0)
            return null;
        var old = tensor.Shape[random.Next(tensor.Shape.Count)];
        var size = random.Next(4) == 0 ? NewSize(random) : random.Next(1, 40);
        var changed = model.WithTensors(t => t with { Shape = [.. t.Shape.Items.Select(s => s == old ? size : s)] });
        return ConstantChanges.Fit(changed, random);
    }

    /// <summary>An axis more or less, or many.</summary>
    public static TfliteModel? Rank(TfliteModel model, Random random)
    {
        var (index, tensor) = Pick(model, random);
        var shape =
            random.Next(4) == 0 ? [.. Enumerable.Repeat(1, random.Next(12))] : tensor.Shape.Shuffled(random, () => random.Next(1, 3));
        return model.WithTensor(index, tensor with { Shape = shape });
    }

    /// <summary>The type of one tensor, also one that does not exist.</summary>
    public static TfliteModel? ElementType(TfliteModel model, Random random)
    {
        var (index, tensor) = Pick(model, random);
        return model.WithTensor(
            index,
            tensor with
            {
                Type = random.Next(3) == 0 ? (TfliteTensorType)random.Next(-3, 30) : CommonTypes[random.Next(CommonTypes.Length)],
            }
        );
    }

    /// <summary>All tensors of a type get another.</summary>
    public static TfliteModel? ElementTypeEverywhere(TfliteModel model, Random random)
    {
        var (_, tensor) = Pick(model, random);
        var type = CommonTypes[random.Next(CommonTypes.Length)];
        return ConstantChanges.Fit(model.WithTensors(t => t.Type == tensor.Type ? t with { Type = type } : t), random);
    }

    /// <summary>What a tensor says about itself beside type and shape.</summary>
    public static TfliteModel? Flags(TfliteModel model, Random random)
    {
        var (index, tensor) = Pick(model, random);
        return model.WithTensor(
            index,
            random.Next(5) switch
            {
                0 => tensor with { IsVariable = !tensor.IsVariable },
                1 => tensor with { HasSparsity = !tensor.HasSparsity },
                2 => tensor with { HasRank = !tensor.HasRank },
                3 => tensor with { ShapeSignature = tensor.Shape.Shuffled(random, () => -1) },
                _ => tensor with { ExternalBuffer = random.Next(-1, 3) },
            }
        );
    }

    /// <summary>A size of an input that the model leaves open; the converter wrote 1.</summary>
    public static TfliteModel? OpenSize(TfliteModel model, Random random)
    {
        if (model.Graph().Inputs is not [var input, ..] || (uint)input >= (uint)model.Graph().Tensors.Count)
            return null;
        var tensor = model.Graph().Tensors[input];
        if (tensor.Shape.Count == 0)
            return null;
        var axis = random.Next(tensor.Shape.Count);
        return model.WithTensor(input, tensor with { Shape = tensor.Shape.Set(axis, 1), ShapeSignature = tensor.Shape.Set(axis, -1) });
    }

    /// <summary>A name that somebody could choose to do harm.</summary>
    public static TfliteModel? Name(TfliteModel model, Random random)
    {
        var (index, tensor) = Pick(model, random);
        var name = Names[random.Next(Names.Length)];
        return random.Next(4) == 0 ? model.WithTensors(t => t with { Name = name }) : model.WithTensor(index, tensor with { Name = name });
    }

    /// <summary>A size that is usual, unusual or impossible.</summary>
    public static int NewSize(Random random) => random.Next(2) == 0 ? random.Next(1, 24) : Sizes[random.Next(Sizes.Length)];

    /// <summary>A tensor with its index.</summary>
    public static (int Index, TfliteTensor Tensor) Pick(TfliteModel model, Random random)
    {
        var tensors = model.Graph().Tensors;
        var index = random.Next(tensors.Count);
        return (index, tensors[index]);
    }
}
