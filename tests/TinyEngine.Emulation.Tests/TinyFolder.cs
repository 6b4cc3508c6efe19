using System.Buffers.Binary;
using TinyEngine.Compiler.Planning;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;
using TinyEngine.Toolchain.Verification;

namespace TinyEngine.Emulation.Tests;

/// <summary>What the fixture can do wrong; the numbers are those of tiny.h.</summary>
public enum Fault
{
    None = 0,
    WrongByte = 1,
    Recurses = 2,
    WildWrite = 3,
    Loops = 4,
    Overruns = 5,
    ReadsDead = 6,
    WritesInput = 7,
    StaticData = 8,
    Fails = 9,
    Undefined = 10,
    Syntax = 11,
    WritesFlash = 12,
    ReadsPastInput = 13,
    Unresolved = 14,
    TooLarge = 15,
    KeepsRows = 16,
    CountsCalls = 17,
    TakesAllRows = 18,
    FinishesEarly = 19,
    SkipsRow = 20,
    RepeatsRow = 21,
}

/// <summary>A copy of the hand-written folder Fixture/ with some of its switches set, and what it should compute.</summary>
internal sealed class TinyFolder : IDisposable
{
    private readonly string _path;

    public TinyFolder(Fault fault = Fault.None, bool external = false, bool state = false, bool stream = false, bool rows = false)
    {
        _path = Directory.CreateTempSubdirectory("tiny-fixture-").FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixture")))
            File.Copy(file, Path.Combine(_path, Path.GetFileName(file)));
        var header = Path.Combine(_path, "tiny.h");
        var switches =
            $"#define FIXTURE_FAULT {(int)fault}\n"
            + $"{(external ? "#define FIXTURE_EXTERNAL\n" : "")}{(state ? "#define FIXTURE_STATE\n" : "")}"
            + $"{(stream ? "#define FIXTURE_STREAM\n" : "")}{(rows ? "#define FIXTURE_ROWS\n" : "")}";
        File.WriteAllText(header, File.ReadAllText(header).Replace("#define TINY_H\n", "#define TINY_H\n" + switches));
        Model = new CompiledModel(
            _path,
            "tiny",
            stream ? [new("ba", DType.Int8, 40)] : [new("a", DType.Int8, 32), new("b", DType.Int8, 8)],
            [new("y", DType.Int8, 32), new("z", DType.Float32, 16)]
        )
        {
            Interface = new InterfaceModes(
                stream ? InputMode.Stream
                    : external ? InputMode.External
                    : InputMode.Arena,
                rows ? OutputMode.Rows : OutputMode.Arena
            ),
            InputRowBytes = stream ? 8 : 0,
            HasState = state,
            StepNames = ["add", "scale", "sums"],
            LiveRanges =
            [
                [(0, 40), (48, 32), (stream ? 80 : 96, stream ? 24 : 8)],
                [(0, 40), (48, 32), (stream ? 80 : 96, stream ? 24 : 8)],
                [(0, 32), (80, 24)],
            ],
            Macs = 32,
        };
    }

    public CompiledModel Model { get; }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>Samples with the right answers; <paramref name="state"/> adds what the counter adds when samples form a sequence.</summary>
    public static Sample[] Samples(int count, bool state = false, bool sequence = false)
    {
        var random = new Random(7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(k =>
                {
                    byte[] a = new byte[32],
                        b = new byte[8];
                    random.NextBytes(a);
                    random.NextBytes(b);
                    return new Sample([a, b], Run(a, b, state ? (sequence ? k + 1 : 1) : 0));
                }),
        ];
    }

    /// <summary>The same samples as rows of one input: b first, then the rows of a.</summary>
    public static Sample[] Rows(int count) =>
        [.. Samples(count).Select(sample => sample with { Inputs = [(byte[])[.. sample.Inputs[1].Span, .. sample.Inputs[0].Span]] })];

    private static ReadOnlyMemory<byte>[] Run(byte[] a, byte[] b, int offset)
    {
        static sbyte Saturate(int v) => (sbyte)Math.Clamp(v, -128, 127);
        var y = new byte[32];
        var z = new byte[16];
        for (var i = 0; i < 32; i++)
        {
            var addend = i % 2 == 0 ? i + 1 : -(i + 1);
            y[i] = (byte)Saturate((Saturate((sbyte)a[i] + addend) * (sbyte)b[i % 8] / 16) + offset);
        }
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteSingleLittleEndian(z.AsSpan(4 * i), y.Skip(8 * i).Take(8).Sum(v => (sbyte)v) * 0.1f);
        return [y, z];
    }
}
