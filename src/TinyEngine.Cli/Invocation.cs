using System.CommandLine;
using System.Runtime.InteropServices;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>One call of a verb: what was typed, where output goes, and what was found wrong.</summary>
internal sealed class Invocation(ParseResult parse, Terminal terminal) : IDisposable
{
    private CancellationTokenSource? _cancellation;
    private PosixSignalRegistration[] _signals = [];

    /// <summary>Output.</summary>
    public Terminal Terminal => terminal;

    /// <summary>Errors and warnings for the user.</summary>
    public DiagnosticBag Diagnostics { get; } = new();

    /// <summary>The board of <c>--board</c>, once <see cref="BoardArguments.Resolve"/> has found it; null for none.</summary>
    public Boards.Board? Board { get; set; }

    /// <summary>The sign of life of a verb that may take long; null for others.</summary>
    public Progress? Progress { get; set; }

    /// <summary>Whether standard output carries one JSON object.</summary>
    public bool Json => Get(CommonOptions.Json);

    /// <summary>Cancelled by Ctrl-C, SIGTERM and SIGHUP. Whoever asks for it takes on to stop and clean up; a verb that never asks is ended
    /// by the system.</summary>
    public CancellationToken Cancellation
    {
        get
        {
            if (_cancellation is null)
            {
                var source = _cancellation = new CancellationTokenSource();
                _signals =
                [
                    .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal =>
                        PosixSignalRegistration.Create(signal, context =>
                        {
                            context.Cancel = true;
                            source.Cancel();
                        })
                    ),
                ];
            }

            return _cancellation.Token;
        }
    }

    /// <summary>Value of an option; its default when it was not given or the verb does not have it.</summary>
    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>Value of an option as it was typed; null when it was not given.</summary>
    public string? TextOf(Option option) => parse.GetResult(option) is { Implicit: false, Tokens: [var token, ..] } ? token.Value : null;

    /// <summary>Value of an option that is required or has a default.</summary>
    public T Required<T>(Option<T> option) => parse.GetRequiredValue(option);

    /// <summary>Value of an argument that is required.</summary>
    public T Required<T>(Argument<T> argument) => parse.GetRequiredValue(argument);

    /// <summary>Value of an argument.</summary>
    public T? Get<T>(Argument<T> argument) => parse.GetValue(argument);

    /// <summary>The same call for one of its models: what is wrong with one does not keep others from being looked at.</summary>
    public Invocation ForOneModel() => new(parse, terminal) { Board = Board, Progress = Progress };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _cancellation?.Dispose();
    }
}
