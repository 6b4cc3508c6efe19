using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Shapes;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>The fixed-point functions against real arithmetic; that their last bits are the reference's is for the conformance
/// tests.</summary>
public class FixedPointFunctionsTests
{
    private const double One = 1L << 31;

    [Theory]
    [InlineData(-0.01)]
    [InlineData(-0.25)]
    [InlineData(-1.7)]
    [InlineData(-9.3)]
    [InlineData(-15.9)]
    public void Exponential_is_near_the_real_one(double x) =>
        (FixedPointFunctions.ExpOnNegativeValues((int)(x * (1 << 26)), 5) / One).ShouldBe(Math.Exp(x), 3e-7);

    [Theory]
    [InlineData(-7.5)]
    [InlineData(-0.1)]
    [InlineData(0)]
    [InlineData(2.25)]
    public void Logistic_is_near_the_real_one(double x) =>
        (FixedPointFunctions.Logistic((int)(x * (1 << 27)), 4) / One).ShouldBe(1 / (1 + Math.Exp(-x)), 1e-7);

    [Theory]
    [InlineData(1.0)]
    [InlineData(3.7)]
    [InlineData(200)]
    public void Reciprocal_is_near_the_real_one(double x)
    {
        var (mantissa, bits) = FixedPointFunctions.Reciprocal((int)(x * (1 << 19)), 12);
        (mantissa / One / Math.Pow(2, bits)).ShouldBe(1 / x, 1e-7);
    }

    [Fact]
    public void Sigmoid_table_rises_from_one_half_to_one()
    {
        var entries = SigmoidTable16.Entries;
        int[] samples = [entries.Length, entries[0], entries[1], entries[14], entries[254], entries[255]];
        samples.ShouldBe([256, 32768, 33451, 42064, 65534, 65535]);
        entries.ShouldBe(entries.Order());
    }

    [Fact]
    public void Softmax_tables_end_at_their_functions_values()
    {
        (SoftmaxParams16.ExpTable[0], SoftmaxParams16.ExpTable[512]).ShouldBe(
            ((short)2, short.MaxValue),
            "e^−10 is 1.49, raised for interpolation"
        );
        (SoftmaxParams16.ReciprocalTable[0], SoftmaxParams16.ReciprocalTable[512]).ShouldBe((short.MaxValue, (short)16384));
    }

    [Fact]
    public void Broadcast_merges_loops()
    {
        Broadcast.Create([1, 4, 5, 6], [1, 4, 5, 6])!.Loops.ShouldBe([new BroadcastLoop(120, 1, 1)]);
        Broadcast.Create([1, 4, 5, 6], [6])!.Loops.ShouldBe([new BroadcastLoop(20, 6, 0), new BroadcastLoop(6, 1, 1)]);
        Broadcast
            .Create([4, 5, 1], [1, 5, 6])!
            .Loops.ShouldBe([new BroadcastLoop(4, 5, 0), new BroadcastLoop(5, 1, 6), new BroadcastLoop(6, 0, 1)]);
        Broadcast.Create([], [1])!.Shape.ShouldBe(new Shape([1]));
        Broadcast.Create([3], [2]).ShouldBeNull();
    }

    [Fact]
    public void Tables_read_bytes_as_codes_of_their_type()
    {
        Table256.Create(DType.Int8, code => code / 2).Entries[255].ShouldBe((byte)0, "−1 / 2 = 0");
        Table256.Create(DType.UInt8, code => code / 2).Entries[255].ShouldBe((byte)127);
    }
}
