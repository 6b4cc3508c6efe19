using TinyEngine.Graph;

namespace TinyEngine.Compiler.Import.Tflite;

/// <summary>What is known of a variable.</summary>
internal sealed class VariableState(string label)
{
    public string Label => label;

    public ReadOnlyMemory<byte>? Initial { get; set; }

    public TensorType? InitialType { get; set; }

    /// <summary>Type of its first reader or assignment.</summary>
    public TensorType? Type { get; set; }

    /// <summary>The tensor that the graph assigns first.</summary>
    public int? FirstAssigned { get; set; }

    public ValueId? Variable { get; set; }

    /// <summary>What it holds at this point of the graph; null as long as nobody has asked.</summary>
    public ValueId? Current { get; set; }

    /// <summary>Whether anybody has read what it held before the run.</summary>
    public bool IsRead { get; set; }
}
