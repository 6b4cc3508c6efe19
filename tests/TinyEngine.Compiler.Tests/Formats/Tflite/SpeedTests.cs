using System.Diagnostics;
using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

public class SpeedTests
{
    /// <summary>About the largest network for microcontrollers. The bound allows for a busy machine.</summary>
    [Fact]
    public void A_model_of_2_MB_is_read_in_a_few_milliseconds_without_copying_its_weights()
    {
        const int layers = 100;
        var perChannel = new TfliteQuantization([.. new float[32]], [.. new long[32]]);
        var graph = new TfliteSubgraph(
            "main",
            [
                .. Enumerable
                    .Range(0, 2 * layers)
                    .Select(i => new TfliteTensor(
                        $"model/layer_{i}",
                        [1, 16, 16, 32],
                        TfliteTensorType.Int8,
                        i % 2 == 0 ? 0 : 1 + (i / 2),
                        perChannel
                    )),
            ],
            [0],
            [(2 * layers) - 2],
            [
                .. Enumerable
                    .Range(0, layers - 1)
                    .Select(i => new TfliteOperator(
                        0,
                        [2 * i, (2 * i) + 1],
                        [(2 * i) + 2],
                        new TfliteOptions(BuiltinOptionsType.Conv2D).With(1, 1).With(2, 1)
                    )),
            ]
        );
        var weights = Enumerable.Range(0, layers).Select(_ => new TfliteBuffer(new byte[20_000]));
        var file = TfliteWriter.Write(new(3, "", [new(BuiltinOperator.Conv2D)], [graph], [TfliteBuffer.Empty, .. weights]));
        file.Length.ShouldBeInRange(2_000_000, 2_200_000);

        var best = TimeSpan.MaxValue;
        var allocated = long.MaxValue;
        for (var run = 0; run < 20; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            Models.ReadSound(file);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        best.ShouldBeLessThan(TimeSpan.FromMilliseconds(20));
        allocated.ShouldBeLessThan(file.Length / 2);
    }
}
