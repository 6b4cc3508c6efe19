using System.Diagnostics;
using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

/// <summary>Any bytes give a model or diagnostics, never an exception, in bounded time and memory.</summary>
public class FuzzTests
{
    [Theory]
    [InlineData("")]
    [InlineData("badmodels/cycle.tflite")]
    public void Every_prefix_of_a_model_is_refused(string file)
    {
        var whole = Bytes(file);
        var endOfData = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (var length = 0; length < whole.Length; length++)
        {
            var (model, bag) = Models.Read(whole.AsMemory(0, length));
            if (length < endOfData)
                (model, bag.Items.Length).ShouldBe((null, 1), $"{length} of {whole.Length} bytes");
            if (length is >= 8 && length < endOfData)
                bag.Items[0].Id.ShouldBe("TE1003", $"{length} of {whole.Length} bytes");
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("badmodels/cycle.tflite", 2)]
    [InlineData("conformance/UNIDIRECTIONAL_SEQUENCE_LSTM", 3)]
    [InlineData("conformance/GRAPH", 4)]
    public void Random_damage_never_throws(string file, int seed)
    {
        const int cases = 2_000;
        var whole = Bytes(file);
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < cases; i++)
        {
            var bytes = whole.ToArray();
            for (var n = random.Next(1, 6); n > 0; n--)
                Damage(bytes, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var model = Should.NotThrow(() => Models.Read(bytes).Model, $"seed {seed} case {i}");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan((200L * bytes.Length) + 1_000_000, $"seed {seed} case {i}");
            if (model is not null)
                Models.ReadSound(TfliteWriter.Write(model)).ShouldBe(model, $"seed {seed} case {i}");
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Random_bytes_after_the_header_never_throw()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(8, 400)];
            random.NextBytes(bytes);
            BitConverter.TryWriteBytes(bytes, random.Next(4, bytes.Length));
            "TFL3"u8.CopyTo(bytes.AsSpan(4));
            Should.NotThrow(() => Models.Read(bytes), $"case {i}");
        }
    }

    private static byte[] Bytes(string file)
    {
        if (file.Length == 0)
            return Models.SmallBytes;
        return TestFiles.Read(file.EndsWith(".tflite", StringComparison.Ordinal) ? file : TestFiles.Find(file, "*.tflite")[0]);
    }

    // What damage looks like: a flipped bit, any byte, a word of an interesting value, a run copied from elsewhere.
    private static void Damage(byte[] bytes, Random random)
    {
        int[] words = [0, 1, -1, 4, 8, 0x7FFFFFFF, int.MinValue, bytes.Length, bytes.Length - 4, -bytes.Length, 0xFFFF];
        var at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when bytes.Length >= 8:
                BitConverter.TryWriteBytes(bytes.AsSpan(Math.Min(at, bytes.Length - 4) & ~3), words[random.Next(words.Length)]);
                break;
            default:
                var from = random.Next(bytes.Length);
                var length = Math.Min(random.Next(1, 32), bytes.Length - Math.Max(at, from));
                bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(at));
                break;
        }
    }
}
