using TinyEngine.Graph;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>How tensors pass between the caller and the network; by default both ways as whole tensors of the arena.</summary>
/// <param name="Inputs">Where the caller keeps the inputs.</param>
/// <param name="Outputs">How the caller gets the outputs.</param>
internal readonly record struct InterfaceModes(InputMode Inputs, OutputMode Outputs = OutputMode.Arena)
{
    /// <summary>Whether the arena holds the inputs, or rows of them.</summary>
    public bool HoldsInputs => Inputs != InputMode.External;

    /// <summary>The input of a network that arrives row by row; null when none does.</summary>
    public ValueId? StreamedInput(Network graph) => Inputs == InputMode.Stream ? graph.Inputs.Single() : null;
}
