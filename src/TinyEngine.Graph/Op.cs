using System.Collections.Immutable;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Graph;

/// <summary>
/// An operator with its attributes: what a node computes. Everything else about an operator is a facet, an interface that it implements
/// when it has an answer (<see cref="IRowOperator"/>, <see cref="ICountMacs"/>...), so that stages never need to name operators.
/// </summary>
internal abstract record Op
{
    /// <summary>The operator's name for people, for example <c>CONV_2D</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The attributes for people, for example <c>3x3 stride 2x2, relu6</c>; empty when there are none.</summary>
    public virtual string Attributes => "";

    /// <summary>Why the operator takes whole tensors, which ends a row stage: the rest of a sentence that begins "it takes whole tensors:".
    /// Null when it keeps the row contract (<see cref="IRowOperator"/>) for these types.</summary>
    /// <param name="types">Types around the node, accepted by <see cref="Infer"/>.</param>
    public abstract string? WhyWholeTensors(OpTypes types);

    /// <summary>The same for an operator that keeps the row contract only when it knows an operand; for others the types decide.</summary>
    /// <param name="types">Types around the node, accepted by <see cref="Infer"/>.</param>
    /// <param name="constants">For each input its value when it is constant.</param>
    public virtual string? WhyWholeTensors(OpTypes types, ImmutableArray<Tensor?> constants) => WhyWholeTensors(types);

    /// <summary>Checks the operands and derives the types of the outputs.</summary>
    /// <param name="inputs">Types of the operands.</param>
    /// <param name="site">Where the operator stands: the declared output types, which carry the quantization, and the sink for
    /// errors.</param>
    /// <returns>The output types, or <see cref="InferResult.Failed"/> after an error was reported through
    /// <paramref name="site"/>.</returns>
    public abstract InferResult Infer(ReadOnlySpan<TensorType> inputs, OpSite site);

    /// <summary>Computes the outputs with the reference's semantics, bit for bit. Called only after <see cref="Infer"/> accepted the
    /// types.</summary>
    public abstract void Evaluate(EvaluationContext context);
}

/// <summary>Output types of a node, or the fact that an error was reported.</summary>
/// <param name="Types">The types; empty when inference failed.</param>
internal readonly record struct InferResult(ImmutableArray<TensorType> Types)
{
    /// <summary>An error was reported.</summary>
    public static readonly InferResult Failed = new([]);

    /// <summary>Whether there are types.</summary>
    public bool Succeeded => !Types.IsDefaultOrEmpty;

    /// <summary>One output.</summary>
    public static implicit operator InferResult(TensorType type) => new([type]);

    /// <summary>Several outputs.</summary>
    public static implicit operator InferResult(ImmutableArray<TensorType> types) => new(types);
}

/// <summary>Where an operator stands: its place for messages, the declared types of its outputs, and where errors go.</summary>
/// <param name="Place">File, operator index and name.</param>
/// <param name="DeclaredOutputs">Types that the file or the builder declares; inference takes their quantization and data type from
/// here.</param>
/// <param name="Diagnostics">Sink for errors.</param>
internal sealed record OpSite(Place Place, ImmutableArray<TensorType> DeclaredOutputs, DiagnosticBag Diagnostics)
{
    /// <summary>Declared type of the first output.</summary>
    public TensorType Output => DeclaredOutputs[0];

    /// <summary>Reports an error at this place.</summary>
    /// <returns><see cref="InferResult.Failed"/>, so that inference can end with it.</returns>
    public InferResult Error(DiagnosticDescriptor descriptor, string message, string why = "", string @try = "")
    {
        Diagnostics.Add(descriptor, Place, message, why, @try);
        return InferResult.Failed;
    }
}

/// <summary>The operands of one evaluation: input tensors, output bytes, and state that is kept between runs.</summary>
/// <param name="inputs">Input tensors.</param>
/// <param name="outputs">Output types with the memory to fill.</param>
/// <param name="place">Place for errors that only show at run time.</param>
internal sealed class EvaluationContext(
    ImmutableArray<Tensor> inputs,
    ImmutableArray<(TensorType Type, Memory<byte> Bytes)> outputs,
    Place place
)
{
    /// <summary>Number of inputs.</summary>
    public int InputCount => inputs.Length;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => outputs.Length;

    /// <summary>Type of an input.</summary>
    public TensorType InputType(int index) => inputs[index].Type;

    /// <summary>Type of an output.</summary>
    public TensorType OutputType(int index = 0) => outputs[index].Type;

    /// <summary>An input with its type.</summary>
    public Tensor InputTensor(int index) => inputs[index];

    /// <summary>Elements of an input.</summary>
    public ReadOnlySpan<T> Input<T>(int index)
        where T : unmanaged => inputs[index].As<T>();

    /// <summary>Elements of an output, to be written.</summary>
    public Span<T> Output<T>(int index = 0)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(outputs[index].Bytes.Span);

    /// <summary>Elements of an input that is a variable tensor, to be updated in place.</summary>
    /// <exception cref="InvalidOperationException">The input is a constant.</exception>
    public Span<T> State<T>(int index)
        where T : unmanaged =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(inputs[index].Bytes, out var segment) && segment.Array is { } array
            ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(array.AsSpan(segment.Offset, segment.Count))
            : throw new InvalidOperationException("the tensor is not backed by an array");

    /// <summary>Stops the run because of the data it was given, for example an index outside a tensor.</summary>
    public EvaluationException DataError(string message, string why) => new(new Diagnostic(Diag.DynamicInput, place, message, why));
}

/// <summary>A run cannot go on because of the values it was given; carries the diagnostic for the user.</summary>
public sealed class EvaluationException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    /// <summary>What to show.</summary>
    public Diagnostic Diagnostic => diagnostic;
}
