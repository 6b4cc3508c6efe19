namespace TinyEngine.Toolchain.Verification;

/// <summary>Flash that the generated code and its kernels take, in bytes, measured in the link map.</summary>
/// <param name="Code">Instructions of the model and the kernels it uses.</param>
/// <param name="Weights">Packed weights.</param>
/// <param name="Tables">Requantization and all other constants.</param>
public readonly record struct Flash(int Code, int Weights, int Tables)
{
    /// <summary>The sum.</summary>
    public int Total => Code + Weights + Tables;
}

/// <summary>RAM of the model, in bytes, measured; null where the target cannot tell.</summary>
/// <param name="Arena">The caller's arena.</param>
/// <param name="Static">Variables of the generated code and the kernels: always 0.</param>
/// <param name="Stack">Deepest stack during a run.</param>
/// <param name="Io">What must be resident outside the arena: inputs, or one row of an input that comes row by row.</param>
public readonly record struct Ram(int Arena, int? Static, int? Stack, int Io)
{
    /// <summary>How deep the stack can get in a run, for any input, computed from the call graph; null where that is unknown.</summary>
    public int? StackBound { get; init; }

    /// <summary>The sum of what is known.</summary>
    public int Total => Arena + (Static ?? 0) + (Stack ?? 0) + Io;
}
