using System.Runtime.InteropServices;
using TinyEngine.Compiler.Constants;
using TinyEngine.Compiler.Operators;
using TinyEngine.Compiler.Proofs;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Compiler.Targets;
using TinyEngine.Compiler.Tests.Networks;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Channels with a left shift in the fast encoding: every accumulator gives the reference's code.</summary>
public class FastChannelTests
{
    private const int Low = -20000,
        High = 30000;

    /// <summary>Channels of public networks: mcunet-in3 and the detector of TinyEngine.</summary>
    [Theory]
    [InlineData(1173838496, 1, 5)]
    [InlineData(1267566298, 0, 0)]
    public void Channels_behind_a_rectifier_are_found(int multiplier, int shift, int weightShift)
    {
        var factor = new QuantizedMultiplier(multiplier, shift);
        var fast = FastChannel.Find(factor, -128, Low, High, weightShift).ShouldNotBeNull();
        Agrees(fast, factor, -128);
    }

    [Fact]
    public void What_is_found_agrees_for_every_accumulator()
    {
        var random = new Random(7);
        var found = 0;
        for (var channel = 0; channel < 60; channel++)
        {
            var factor = new QuantizedMultiplier(random.Next(1 << 30, int.MaxValue), random.Next(0, 3));
            var (zeroPoint, weightShift) = (random.Next(-128, 128), factor.Shift + random.Next(0, 4));
            if (FastChannel.Find(factor, zeroPoint, Low, High, weightShift) is not { } fast)
                continue;
            found++;
            fast.Shift.ShouldBeLessThanOrEqualTo(weightShift);
            Agrees(fast, factor, zeroPoint);
        }

        found.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void A_left_shift_that_wraps_is_left_alone() =>
        FastChannel.Find(new QuantizedMultiplier(1 << 30, 20), 0, Low, High, 6).ShouldBeNull();

    [Fact]
    public void Weights_say_how_far_they_can_be_shifted()
    {
        FastChannel.WeightShift(0, 2).ShouldBe(5);
        FastChannel.WeightShift(-2, 0).ShouldBe(6);
        FastChannel.WeightShift(0, 127).ShouldBe(0);
        FastChannel.WeightShift(-64, 0).ShouldBe(1);
    }

    [Fact]
    public void A_layer_with_such_a_channel_stays_fast_and_its_rows_give_the_same_codes()
    {
        var net = new OperatorGraph("rewritten");
        var type = new TensorType(DType.Int8, [2, 2], new QuantParams([0.01f, 1.1f], [0, 0]));
        var weights = net.Builder.Constant("weights", type, (ReadOnlyMemory<byte>)new byte[] { 100, 166, 2, 255 });
        var input = net.Input(new TensorType(DType.Int8, [1, 2], QuantParams.PerTensor(1, -3)));
        var output = new TensorType(DType.Int8, default, QuantParams.PerTensor(1, -128));
        net.Output(net.Builder.Node(new FullyConnected(KeepDims: false, Clamp.Full(DType.Int8)), [input, weights], output));
        var schedule = LayerScheduler.Build(net.Builder.Build(), Target.CortexM7, "rewritten", new DiagnosticBag()).ShouldNotBeNull();
        var step = schedule.Steps[0];
        var call = step.Calls.ShouldHaveSingleItem();
        call.Kernel.ShouldBe("te_fully_connected_s8__dsp");
        var packed = MemoryMarshal.Cast<byte, sbyte>(ConstantPacker.Pack(schedule, step, call.Constants[0]).Data.Span);
        var rows = MemoryMarshal.Cast<byte, int>(ConstantPacker.Pack(schedule, step, call.Constants[1]).Data.Span);
        var factor = ((IScaleChannels)schedule.NodeOf(step).Op).Multipliers(schedule.Graph.TypesOf(schedule.NodeOf(step)))[1];
        factor.Shift.ShouldBeGreaterThan(0);
        for (var a = -128; a < 128; a++)
        {
            for (var b = -128; b < 128; b += 5)
            {
                var accumulator = rows[3] + (packed[4] * a) + (packed[5] * b);
                var expected = factor.Apply((2 * (a + 3)) - (b + 3)) - 128;
                Fast(accumulator, rows[4], rows[5]).ShouldBe(Math.Clamp(expected, -128, 127));
            }
        }
    }

    private static void Agrees(FastChannel fast, QuantizedMultiplier factor, int zeroPoint)
    {
        for (var accumulator = Low; accumulator <= High; accumulator++)
        {
            var code = Fast((int)(((long)accumulator << fast.Shift) + fast.Offset), factor.Multiplier, fast.Finish);
            if (code != Math.Clamp(factor.Apply(accumulator) + zeroPoint, -128, 127))
                throw new ShouldAssertException($"{factor} at {accumulator}: {code}");
        }
    }

    /// <summary>te_requantize_fast of te_fixed.h.</summary>
    private static int Fast(int accumulator, int multiplier, int finish)
    {
        var kept = finish & 0xff;
        var addend = (finish >> kept) + (accumulator >> 31);
        var high = (int)((((long)addend << 32) + ((long)unchecked(accumulator + accumulator) * multiplier) + (1L << 31)) >> 32);
        return Math.Clamp(high >> (24 - kept), -128, 127);
    }
}
