using System.Collections.Immutable;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Lowering;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Signal : IEmitC
{
    private static readonly ImmutableArray<string> Kernels =
    [
        "signal_window",
        "signal_energy",
        "signal_auto_scale",
        "signal_filter_bank",
        "signal_root",
        "signal_subtract",
        "signal_gain",
        "signal_log",
    ];

    /// <inheritdoc/>
    public ImmutableArray<KernelCall> SelectKernels(EmitContext context) =>
        [
            KernelTable
                .Find(Kernels[(int)Kind], "any")
                .Whole([
                    .. Enumerable.Range(0, Form.Outputs.Length).Select(o => new CallArgument.Output(o)),
                    .. Enumerable.Range(0, Form.Inputs.Length).Select(i => new CallArgument.Input(i)),
                    .. Form.HasState ? [new CallArgument.State(Form.Inputs.Length)] : Array.Empty<CallArgument>(),
                    new CallArgument.Number(context.Types.Outputs[0].Shape.ElementCount),
                    new CallArgument.Params(),
                ]) with
            {
                Params = new CParams("te_signal_params", [new CField("option", Options)]),
            },
        ];
}
