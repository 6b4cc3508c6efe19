using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Options, operands and order of operators.</summary>
internal static class OperatorChanges
{
    private static readonly int[] Integers = [0, 1, 2, 3, 4, 5, 7, 8, -1, -2, -4, 16, 255, 65_536, 65_537, int.MaxValue, int.MinValue];

    private static readonly float[] Floats = [0f, 1f, -1f, 0.1f, 5f, 1e-30f, 1e30f, float.NaN, float.PositiveInfinity, -0f];

    /// <summary>One field of the options table, present or not.</summary>
    public static TfliteModel? Option(TfliteModel model, Random random)
    {
        if (Pick(model, random) is not (var index, var op))
            return null;
        var types = TfliteOptionsSchema.FieldTypes(op.Options.Type);
        if (types.IsEmpty)
            return null;
        var field = random.Next(types.Length);
        var number = random.Next(2) == 0 ? random.Next(0, 5) : Integers[random.Next(Integers.Length)];
        var options = types[field] switch
        {
            TfliteFieldType.Bool => op.Options.With(field, random.Next(2) == 0),
            TfliteFieldType.Byte => op.Options.With(field, random.Next(4) == 0 ? random.Next(256) : random.Next(0, 6)),
            TfliteFieldType.Float => op.Options.With(field, Floats[random.Next(Floats.Length)]),
            TfliteFieldType.Int32Vector => op.Options.With(
                field,
                new EquatableArray<int>([.. op.Options.Int32Vector(field)]).Shuffled(random, () => number)
            ),
            TfliteFieldType.String => op.Options.With(field, random.Next(2) == 0 ? "" : $"state_{random.Next(3)}"),
            _ => op.Options.With(field, number),
        };
        return model.WithOperator(index, op with { Options = options });
    }

    /// <summary>A byte of custom options, or their length; or any bytes, where there are none.</summary>
    public static TfliteModel? CustomOptions(TfliteModel model, Random random)
    {
        if (
            Pick(model, random) is not (var index, var op)
            || (uint)op.OpcodeIndex >= (uint)model.OperatorCodes.Count
            || model.CodeOf(op).Code != BuiltinOperator.Custom
        )
            return null;
        var bytes = op.Options.Custom.Items.ToList();
        if (bytes.Count == 0 || random.Next(4) == 0)
            bytes.Insert(random.Next(bytes.Count + 1), (byte)random.Next(256));
        else if (random.Next(3) == 0)
            bytes.RemoveAt(random.Next(bytes.Count));
        else
            bytes[random.Next(bytes.Count)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)random.Next(12);
        return model.WithOperator(index, op with { Options = op.Options with { Custom = [.. bytes] } });
    }

    /// <summary>The table of another operator, an empty one, an unknown one or none.</summary>
    public static TfliteModel? OptionsTable(TfliteModel model, Random random)
    {
        if (Pick(model, random) is not (var index, var op))
            return null;
        var type = random.Next(4) switch
        {
            0 => BuiltinOptionsType.None,
            1 => op.Options.Type,
            _ => (BuiltinOptionsType)random.Next(0, 140),
        };
        return model.WithOperator(index, op with { Options = new TfliteOptions(type) });
    }

    /// <summary>Operands exchanged, missing, absent, surplus or out of range; now and then those inside the operator.</summary>
    public static TfliteModel? Operands(TfliteModel model, Random random)
    {
        if (Pick(model, random) is not (var index, var op))
            return null;
        int Tensor() => random.Next(6) == 0 ? Integers[random.Next(Integers.Length)] : random.Next(model.Graph().Tensors.Count);
        return model.WithOperator(
            index,
            random.Next(5) == 0
                ? op with
                {
                    Intermediates = op.Intermediates.Shuffled(random, Tensor),
                }
                : op with
                {
                    Inputs = op.Inputs.Shuffled(random, Tensor),
                }
        );
    }

    /// <summary>Results likewise.</summary>
    public static TfliteModel? Results(TfliteModel model, Random random) =>
        Pick(model, random) is not (var index, var op)
            ? null
            : model.WithOperator(
                index,
                op with
                {
                    Outputs = op.Outputs.Shuffled(random, () => random.Next(-1, model.Graph().Tensors.Count)),
                }
            );

    /// <summary>Two operators exchanged.</summary>
    public static TfliteModel? Order(TfliteModel model, Random random)
    {
        var operators = model.Graph().Operators;
        if (operators.Count < 2)
            return null;
        var at = random.Next(operators.Count - 1);
        return model.WithOperator(at, operators[at + 1]).WithOperator(at + 1, operators[at]);
    }

    /// <summary>An operator less, or once more.</summary>
    public static TfliteModel? Number(TfliteModel model, Random random)
    {
        if (Pick(model, random) is not (var index, var op))
            return null;
        var operators = model.Graph().Operators.Items;
        return model.WithGraph(
            model.Graph() with
            {
                Operators = new(random.Next(2) == 0 ? operators.RemoveAt(index) : operators.Insert(index, op)),
            }
        );
    }

    private static (int Index, TfliteOperator Op)? Pick(TfliteModel model, Random random)
    {
        var operators = model.Graph().Operators;
        if (operators.Count == 0)
            return null;
        var index = random.Next(operators.Count);
        return (index, operators[index]);
    }
}
