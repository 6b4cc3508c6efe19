using System.Buffers.Binary;
using TinyEngine.Graph;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Toolchain.Tests.Verification;

public sealed class OutputComparisonTests
{
    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(0f, -0f, 0)]
    [InlineData(1f, 1.0000001f, 1)]
    [InlineData(-1f, -1.0000001f, 1)]
    [InlineData(float.Epsilon, -float.Epsilon, 2)]
    [InlineData(1f, 2f, 1 << 23)]
    [InlineData(float.MaxValue, float.PositiveInfinity, 1)]
    [InlineData(float.NaN, float.NaN, 0)]
    [InlineData(float.NaN, 0f, long.MaxValue)]
    public void Floats_differ_in_units_in_the_last_place(float a, float b, long distance)
    {
        byte[] x = new byte[4],
            y = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(x, a);
        BinaryPrimitives.WriteSingleLittleEndian(y, b);
        OutputComparison.Distance(DType.Float32, x, y).ShouldBe(distance);
        OutputComparison.Distance(DType.Float32, y, x).ShouldBe(distance);
    }

    [Theory]
    [InlineData(DType.Int8, new byte[] { 0x80 }, new byte[] { 0x7f }, 255)]
    [InlineData(DType.UInt8, new byte[] { 0x80 }, new byte[] { 0x7f }, 1)]
    [InlineData(DType.Int16, new byte[] { 0, 0x80 }, new byte[] { 0xff, 0x7f }, 65535)]
    [InlineData(DType.Int32, new byte[] { 0xff, 0xff, 0xff, 0xff }, new byte[] { 1, 0, 0, 0 }, 2)]
    [InlineData(
        DType.Int64,
        new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 },
        new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
        long.MaxValue
    )]
    public void Integers_differ_in_codes(DType type, byte[] a, byte[] b, long distance) =>
        OutputComparison.Distance(type, a, b).ShouldBe(distance);

    [Fact]
    public void The_first_difference_and_the_largest_are_kept()
    {
        ModelPort[] ports = [new("p", DType.Int8, 3), new("q", DType.Int16, 4)];
        var samples = new[]
        {
            new Sample([], [new byte[] { 1, 2, 3 }, new byte[] { 0, 0, 1, 0 }]),
            new Sample([], [new byte[] { 1, 2, 3 }, new byte[] { 0, 0, 1, 0 }]),
        };
        ReadOnlyMemory<byte>[][] outputs =
        [
            [new byte[] { 1, 2, 3 }, new byte[] { 0, 0, 255, 255 }],
            [new byte[] { 1, 9, 3 }, new byte[] { 0, 0, 1, 0 }],
        ];
        var result = OutputComparison.Compare(ports, samples, outputs, new VerifyOptions());
        result.ShouldBe(new OutputComparison(false, 7, 2, 10, new Difference(0, 1, "q", 1, 1, -1)));
        result.First!.ToString().ShouldBe("sample 0, output 1 'q', element 1: expected 1, got -1");
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 0, true)]
    public void A_difference_within_tolerance_matches_but_is_reported(long codes, long ulps, bool match)
    {
        ReadOnlyMemory<byte>[][] outputs =
        [
            [new byte[] { 5 }],
        ];
        var result = OutputComparison.Compare(
            [new("p", DType.Int8, 1)],
            [new Sample([], [new byte[] { 4 }])],
            outputs,
            new VerifyOptions { ToleranceCodes = codes, ToleranceUlps = ulps }
        );
        result.Match.ShouldBe(match);
        result.MaxAbsDiff.ShouldBe(1);
        result.First.ShouldNotBeNull();
    }

    [Fact]
    public void Samples_without_expectations_are_left_out() =>
        OutputComparison
            .Compare(
                [new("p", DType.Int8, 1)],
                [new Sample([], [])],
                [
                    [new byte[] { 5 }],
                ],
                new VerifyOptions()
            )
            .ShouldBe(new OutputComparison(true, 0, 0, 0, null));
}
