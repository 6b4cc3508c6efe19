using TinyEngine.Compiler.Operators.Shapes;

namespace TinyEngine.Compiler.Scheduling;

/// <summary>How the caller gets the network's outputs.</summary>
public enum OutputMode
{
    /// <summary>Whole: they lie in the arena after the run, until the next one.</summary>
    Arena,

    /// <summary>Row by row: each row is handed to a function of the caller's as soon as it is there, and need not be kept for
    /// him.</summary>
    Rows,
}
