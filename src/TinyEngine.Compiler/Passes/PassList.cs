using System.Collections.Immutable;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Passes;

/// <summary>The passes in the order in which they run, top to bottom, until none of them changes anything.</summary>
internal static class PassList
{
    /// <summary>A bound that no graph reaches: every change removes a node or a use.</summary>
    private const int MaximumRounds = 50;

    /// <summary>The passes.</summary>
    public static ImmutableArray<IPass> All { get; } =
    [
        new FoldConstants(),
        new DropNoOps(),
        new CenterWeights(),
        new DilateConvolution(),
        new MergePads(),
        new FoldPadIntoConv(),
        new FoldActivation(),
        new DropRequantizePairs(),
        new KeepRowsInPlace(),
        new TurnHeightOne(),
        new MergeReshapes(),
        new ConvToFullyConnected(),
        new FlattenIntoFullyConnected(),
    ];

    /// <summary>Runs a pass over all nodes until it finds nothing more.</summary>
    /// <remarks>A sweep looks at the graph as it was when the sweep began; where an earlier change of the sweep is too near, a node waits
    /// for the next sweep.</remarks>
    public static Network Run(IPass pass, Network graph)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var editor = new GraphEditor(graph);
            for (var n = 0; n < graph.Nodes.Length; n++)
            {
                var view = new NodeView(graph, n);
                if (!editor.Touches(view))
                    pass.Visit(view, editor);
            }

            if (!editor.HasChanges)
                return graph;
            graph = editor.Apply();
        }

        return graph;
    }

    /// <summary>Runs all passes until nothing changes.</summary>
    /// <param name="graph">The imported graph.</param>
    /// <param name="trace">Receives the name of each pass that changed something, with the graph after it.</param>
    public static Network RunAll(Network graph, Action<string, Network>? trace = null)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var before = graph;
            foreach (var pass in All)
            {
                var after = Run(pass, graph);
                if (!ReferenceEquals(after, graph))
                    trace?.Invoke(pass.Name, after);
                graph = after;
            }

            if (ReferenceEquals(before, graph))
                return graph;
        }

        return graph;
    }
}
