using System.Collections.Immutable;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>What must come out, computed by the interpreter.</summary>
internal static class Expectations
{
    /// <summary>Runs samples.</summary>
    /// <param name="graph">The network as the file tells it.</param>
    /// <param name="samples">Inputs of each sample.</param>
    /// <param name="keepState">Whether the samples are consecutive steps of one run.</param>
    /// <param name="bag">Receives the reason when the values lead outside a tensor.</param>
    /// <returns>Outputs of each sample, or null after an error was reported.</returns>
    public static ImmutableArray<ImmutableArray<byte[]>>? Compute(
        Network graph,
        IReadOnlyList<ImmutableArray<byte[]>> samples,
        bool keepState,
        DiagnosticBag bag
    )
    {
        var interpreter = new Compiler.Interpreter.Interpreter(graph);
        var results = ImmutableArray.CreateBuilder<ImmutableArray<byte[]>>(samples.Count);
        try
        {
            foreach (var inputs in samples)
            {
                if (!keepState)
                    interpreter.Reset();
                results.Add(interpreter.Run(inputs.AsSpan()));
            }
        }
        catch (EvaluationException exception)
        {
            bag.Add(exception.Diagnostic);
            return null;
        }

        return results.DrainToImmutable();
    }
}
