using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>A rewrite of the graph that keeps the bytes of every output.</summary>
internal interface IPass
{
    /// <summary>Name for traces and dumps, for example <c>fold-pad-into-conv</c>.</summary>
    string Name { get; }

    /// <summary>Looks at one node and, if the pattern matches there, records the change.</summary>
    /// <param name="view">The node.</param>
    /// <param name="editor">Where changes go.</param>
    void Visit(NodeView view, GraphEditor editor);
}
