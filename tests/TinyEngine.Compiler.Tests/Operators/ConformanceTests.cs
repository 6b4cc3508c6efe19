using System.Runtime.InteropServices;
using TinyEngine.Compiler.Interpreter;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Tests.Operators;

/// <summary>Every conformance case through importer and interpreter: the outputs are those of the reference kernels, byte for
/// byte.</summary>
public class ConformanceTests
{
    public static TheoryData<string> Cases => [.. ConformanceCase.All.Select(c => c.Path)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_equal_the_reference(string path)
    {
        var test = ConformanceCase.All.Single(c => c.Path == path);
        var bag = new DiagnosticBag();
        var graph = Pipeline.Import(test.Read("model.tflite"), $"{path}/model.tflite", bag);
        string.Join('\n', bag.Items.Where(item => item.Descriptor.Severity == Severity.Error)).ShouldBe("");
        var interpreter = new Interpreter.Interpreter(graph!);
        for (var sample = 0; sample < test.Samples; sample++)
        {
            if (!test.Sequence)
                interpreter.Reset();
            var actual = interpreter.Run(test.SampleInputs(sample));
            for (var o = 0; o < test.Outputs.Length; o++)
            {
                var distance = LargestDistance(test.Outputs[o].Dtype, test.Read($"out{sample}_{o}.bin"), actual[o]);
                distance.ShouldBeLessThanOrEqualTo(test.Tolerance, $"sample {sample}, output {o}");
            }
        }
    }

    private static long LargestDistance(string dtype, byte[] expected, byte[] actual)
    {
        actual.Length.ShouldBe(expected.Length);
        return dtype switch
        {
            "int8" => Largest(MemoryMarshal.Cast<byte, sbyte>(expected), MemoryMarshal.Cast<byte, sbyte>(actual), code => code),
            "uint8" or "bool" => Largest<byte>(expected, actual, code => code),
            "int16" => Largest(MemoryMarshal.Cast<byte, short>(expected), MemoryMarshal.Cast<byte, short>(actual), code => code),
            "int32" or "uint32" => Largest(MemoryMarshal.Cast<byte, int>(expected), MemoryMarshal.Cast<byte, int>(actual), code => code),
            "int64" or "uint64" => Largest(MemoryMarshal.Cast<byte, long>(expected), MemoryMarshal.Cast<byte, long>(actual), code => code),
            "float32" => Largest(MemoryMarshal.Cast<byte, float>(expected), MemoryMarshal.Cast<byte, float>(actual), UlpsFromZero),
            _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, null),
        };
    }

    private static long Largest<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<T, long> position)
    {
        var largest = 0L;
        for (var i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, Math.Abs(position(expected[i]) - position(actual[i])));
        return largest;
    }

    /// <summary>How many float32 numbers lie between 0 and this one, negative below 0.</summary>
    private static long UlpsFromZero(float real)
    {
        var bits = BitConverter.SingleToInt32Bits(real);
        return bits < 0 ? -(long)(bits & int.MaxValue) : bits;
    }
}
