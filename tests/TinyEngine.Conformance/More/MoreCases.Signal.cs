using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using static TinyEngine.Conformance.More.CaseBuilder;

namespace TinyEngine.Conformance.More;

/// <content>Steps of audio front ends.</content>
internal static partial class MoreCases
{
    private static IEnumerable<MoreCase> SignalCases()
    {
        TensorType Samples(int count) => Plain(DType.Int16, count);
        TensorType Channels(int count) => Plain(DType.UInt32, count);
        foreach (var shift in new[] { 12, 15 })
            yield return new("SignalWindow", $"shift{shift}", 0, c =>
                c.Output(
                    new Signal(SignalKind.Window, [shift]),
                    Samples(1),
                    c.Input(Samples(40), -32768, 32767),
                    c.Constant(Samples(40), 0, 4096)
                )
            );
        yield return new("SignalEnergy", "bins", 0, c =>
            c.Output(new Signal(SignalKind.Energy, [0, 17]), Channels(1), c.Input(Samples(34), -32768, 32767))
        );
        foreach (var limit in new[] { 100, 5000, 32767 })
            yield return new("SignalFftAutoScale", $"below{limit}", 0, c =>
                c.Outputs(new Signal(SignalKind.FftAutoScale, []), [Samples(1), Plain(DType.Int32)], c.Input(Samples(30), -limit, limit))
            );
        yield return new("SignalFilterBank", "triangles", 0, c =>
            c.Output(
                new Signal(SignalKind.FilterBank, [4]),
                Plain(DType.UInt64, 1),
                c.Input(Channels(20), 0, 4e9),
                c.Constant(Samples(18), 0, 4096),
                c.Constant(Samples(18), 0, 4096),
                c.Given<short>(Samples(5), 1, 3, 6, 10, 14),
                c.Given<short>(Samples(5), 0, 2, 5, 9, 13),
                c.Given<short>(Samples(5), 2, 3, 4, 4, 5)
            )
        );
        foreach (var limit in new[] { 4e4, 4e9, 9e18 })
            yield return new("SignalFilterBankSquareRoot", $"below{limit:G1}", 0, c =>
                c.Output(
                    new Signal(SignalKind.FilterBankSquareRoot, []),
                    Channels(1),
                    c.Input(Plain(DType.UInt64, 20), 0, limit),
                    c.Input(Plain(DType.Int32), 0, 3)
                )
            );
        foreach (var clamps in new[] { 0, 1 })
            yield return new("SignalFilterBankSpectralSubtraction", clamps == 0 ? "plain" : "clamping", 0, c =>
                c.Outputs(
                    new Signal(SignalKind.FilterBankSpectralSubtraction, [410, 15974, 983, 15401, 10, 14, 819, clamps, 12]),
                    [Channels(1), Channels(1)],
                    c.Input(Channels(12), 0, 3e5),
                    c.Variable(Channels(12))
                )
            )
            {
                Sequence = true,
                Samples = 5,
            };
        yield return new("SignalPCAN", "gain", 0, c =>
            c.Output(
                new Signal(SignalKind.Pcan, [6]),
                Channels(1),
                c.Input(Channels(20), 0, 3e5),
                c.Input(Channels(20), 0, 3e6),
                c.Constant(Samples(125), 0, 4000)
            )
        );
        foreach (var limit in new[] { 50.0, 1e5, 4e9 })
            yield return new("SignalFilterBankLog", $"below{limit:G1}", 0, c =>
                c.Output(new Signal(SignalKind.FilterBankLog, [1600, 3]), Samples(1), c.Input(Channels(20), 0, limit))
            );
    }
}
