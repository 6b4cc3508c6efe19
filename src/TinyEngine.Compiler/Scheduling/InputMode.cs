namespace TinyEngine.Compiler.Scheduling;

/// <summary>Where the caller keeps the network's inputs.</summary>
public enum InputMode
{
    /// <summary>In the arena: the caller fills them before each run, and the run may overwrite them.</summary>
    Arena,

    /// <summary>In memory of the caller's, which the run only reads.</summary>
    External,

    /// <summary>Handed over row by row; the arena holds as many rows as are needed at a time.</summary>
    Stream,
}
