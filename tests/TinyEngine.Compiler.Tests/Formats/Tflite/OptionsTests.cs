using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

public class OptionsTests
{
    private static readonly TfliteOptions Conv = new(BuiltinOptionsType.Conv2D);

    [Fact]
    public void An_absent_field_has_the_default_that_the_caller_names()
    {
        (Conv.Int32(4, 1), Conv.Byte(0, 7), Conv.Bool(9, true), Conv.Float(9, 2f), Conv.Int64(9, 5)).ShouldBe((1, (byte)7, true, 2f, 5L));
        Conv.Int32Vector(9).ShouldBeEmpty();
        Conv.Has(4).ShouldBeFalse();
    }

    [Fact]
    public void A_field_is_read_back_whatever_the_order_of_setting()
    {
        var options = Conv.With(4, 2).With(0, 1).With(4, 3);
        (options.Int32(4, 1), options.Byte(0)).ShouldBe((3, (byte)1));
        options.ShouldBe(Conv.With(0, 1).With(4, 3));
        options.Fields.Items.Select(f => f.Id).ShouldBe([0, 4]);
    }

    [Fact]
    public void All_types_survive_a_file()
    {
        TfliteOptions[] all =
        [
            TfliteOptions.None,
            new(BuiltinOptionsType.Pad),
            new(BuiltinOptionsType.Softmax),
            Conv.With(0, 1).With(1, -2).With(6, 255),
            new TfliteOptions(BuiltinOptionsType.Softmax).With(0, float.NaN),
            new TfliteOptions(BuiltinOptionsType.Reshape).With(0, [1, -1, 3]),
            new TfliteOptions(BuiltinOptionsType.Squeeze).With(0, []),
            new TfliteOptions(BuiltinOptionsType.Random).With(0, long.MinValue).With(1, 3),
            new TfliteOptions(BuiltinOptionsType.UnidirectionalSequenceLstm).With(0, 4).With(1, 10f).With(3, true).With(5, false),
            new((BuiltinOptionsType)200),
        ];
        var graph = Models.Small.Subgraphs[0];
        var model = Models.Small with { Subgraphs = [graph with { Operators = [.. all.Select(o => new TfliteOperator(0, [0], [1], o))] }] };
        Models.ReadSound(TfliteWriter.Write(model)).ShouldBe(model);
    }

    [Fact]
    public void Reading_with_another_type_is_a_mistake_of_the_caller() =>
        Should
            .Throw<InvalidOperationException>(() => Conv.With(0, 1).Int32(0))
            .Message.ShouldBe("Field 0 of Conv2D options is stored as Byte, not as Int32.");

    [Fact]
    public void Setting_with_another_type_is_a_mistake_of_the_caller()
    {
        Should
            .Throw<ArgumentException>(() => Conv.With(0, 1f))
            .Message.ShouldStartWith("The schema has no field 0 of type Float in Conv2D options.");
        Should.Throw<ArgumentException>(() => Conv.With(7, 1));
        Should.Throw<OverflowException>(() => Conv.With(0, 256));
    }
}
