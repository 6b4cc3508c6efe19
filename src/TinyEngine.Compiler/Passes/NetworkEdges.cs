using System.Collections.Immutable;
using TinyEngine.Compiler.Operators;
using TinyEngine.Graph;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Compiler.Passes;

/// <summary>A network without the operators at its edges that only convert for the caller, who then gives and gets what the network
/// computes with.</summary>
/// <param name="Graph">The network without them. Inputs and outputs keep their names.</param>
/// <param name="Inputs">For each input a network that makes it from the original input; null where it is the same.</param>
/// <param name="Outputs">For each output a network that makes it from the original output; null where it is the same.</param>
internal sealed record NetworkEdges(Network Graph, ImmutableArray<Network?> Inputs, ImmutableArray<Network?> Outputs)
{
    /// <summary>Channels to the end: NCHW to NHWC.</summary>
    private static readonly EquatableArray<int> ChannelsLast = [0, 2, 3, 1];

    /// <summary>A network as it is.</summary>
    public static NetworkEdges None(Network network) =>
        new(network, [.. network.Inputs.Select(_ => (Network?)null)], [.. network.Outputs.Select(_ => (Network?)null)]);

    /// <summary>Whether nothing was dropped.</summary>
    public bool IsNone => Inputs.All(edge => edge is null) && Outputs.All(edge => edge is null);

    /// <summary>Drops operators at the edges.</summary>
    /// <param name="network">The network, as it was imported.</param>
    /// <param name="codes">Whether to drop QUANTIZE and DEQUANTIZE, so that the caller gives and gets codes.</param>
    /// <param name="channelsLast">Whether to drop TRANSPOSE of an input from NCHW to NHWC.</param>
    public static NetworkEdges Drop(Network network, bool codes, bool channelsLast)
    {
        var edit = new Edit(network, codes, channelsLast);
        var inputs = network.Inputs.Select(edit.DropAtInput).ToImmutableArray();
        var outputs = network.Outputs.Select(edit.DropAtOutput).ToImmutableArray();
        return new NetworkEdges(edit.Apply(), inputs, outputs);
    }

    private sealed class Edit(Network network, bool codes, bool channelsLast)
    {
        private readonly HashSet<Node> _dropped = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<ValueId, ValueId> _renamed = [];

        /// <summary>New types of inputs, and the nodes that stay between them and the first that is left as it is.</summary>
        private readonly Dictionary<ValueId, (TensorType Type, ImmutableArray<Node> Kept, ValueId End)> _begins = [];

        /// <summary>Drops what follows an input.</summary>
        /// <returns>What was dropped, as a network; null for nothing.</returns>
        public Network? DropAtInput(ValueId input)
        {
            var (drops, keeps, end) = (new List<Node>(), new List<Node>(), input);
            while (OnlyReader(end) is { } reader && IsConversion(reader))
            {
                (Drops(reader) ? drops : keeps).Add(reader);
                end = reader.Outputs[0];
            }

            if (drops.Count == 0)
                return null;
            _dropped.UnionWith(drops);
            _dropped.UnionWith(keeps);
            var type = drops.Aggregate(network[input].Type, TypeAfter);
            _begins[input] = (type, [.. keeps], end);
            return Chain(network[input], drops);
        }

        /// <summary>Drops what an output comes from.</summary>
        /// <returns>The way back from the original output, as a network; null for nothing.</returns>
        public Network? DropAtOutput(ValueId output)
        {
            if (
                !codes
                || network.Nodes.FirstOrDefault(node => node.Outputs.Contains(output)) is not { } node
                || _dropped.Contains(node)
                || network.Consumers(output).Any()
                || network.Outputs.Count(id => id == output) > 1
                || network[node.Inputs[0]].Kind != ValueKind.Computed
                || network.Outputs.Contains(node.Inputs[0])
                || !IsWayOut(node)
            )
                return null;
            _dropped.Add(node);
            _renamed[output] = node.Inputs[0];
            var builder = new GraphBuilder("output");
            var given = builder.Input(network[output].Name, network[output].Type);
            builder.Output(Add(builder, new Quantize(), given, network[node.Inputs[0]].Type, network[output].Name));
            return builder.Build();
        }

        private Node? OnlyReader(ValueId value) =>
            !network.Outputs.Contains(value) && network.Consumers(value).ToList() is [var reader] ? network.Nodes[reader] : null;

        private bool IsConversion(Node node) =>
            node.Op is Quantize && IsWayIn(node) || node.Op is Transpose { Permutation: var order } && order == ChannelsLast;

        private bool Drops(Node node) => node.Op is Quantize ? codes : channelsLast;

        private bool IsWayIn(Node node) =>
            network[node.Inputs[0]].Type is var from && (from.DType == DType.Float32 || IsShift(from, network[node.Outputs[0]].Type));

        private bool IsWayOut(Node node) =>
            node.Op is Dequantize || (node.Op is Quantize && IsShift(network[node.Outputs[0]].Type, network[node.Inputs[0]].Type));

        /// <summary>Whether codes are the same but for 128.</summary>
        private static bool IsShift(TensorType unsigned, TensorType signed) =>
            unsigned.DType == DType.UInt8
            && signed.DType == DType.Int8
            && unsigned.Quant.Scale.Equals(signed.Quant.Scale)
            && unsigned.Quant.ZeroPoint == signed.Quant.ZeroPoint + 128;

        /// <summary>Type of the output of a conversion that has another input.</summary>
        private TensorType TypeAfter(TensorType input, Node node) =>
            node.Op is Quantize
                ? network[node.Outputs[0]].Type with
                {
                    Shape = input.Shape,
                }
                : input with
                {
                    Shape = [input.Shape[0], input.Shape[2], input.Shape[3], input.Shape[1]],
                };

        private Network Chain(Value input, IEnumerable<Node> nodes)
        {
            var builder = new GraphBuilder("input");
            var (value, type) = (builder.Input(input.Name, input.Type), input.Type);
            foreach (var node in nodes)
            {
                type = TypeAfter(type, node);
                value = Add(builder, node.Op, value, type, input.Name);
            }

            builder.Output(value);
            return builder.Build();
        }

        /// <summary>The network without what was dropped.</summary>
        public Network Apply()
        {
            var builder = new GraphBuilder(network.Name);
            var map = new Dictionary<ValueId, ValueId>();
            var names = _renamed.ToDictionary(pair => pair.Value, pair => network[pair.Key].Name);
            foreach (var input in network.Inputs)
            {
                if (!_begins.TryGetValue(input, out var begin))
                {
                    map[input] = builder.Input(network[input].Name, network[input].Type);
                    continue;
                }

                var (value, type) = (builder.Input(network[input].Name, begin.Type), begin.Type);
                foreach (var node in begin.Kept)
                {
                    type = TypeAfter(type, node);
                    value = Add(builder, node.Op, value, type, node.Name, node.SourceIndex);
                }

                map[begin.End] = value;
            }

            foreach (var value in network.Values)
            {
                if (value.Kind == ValueKind.Constant)
                    map[value.Id] = builder.Constant(value.Name, value.Type, value.Data);
                else if (value.Kind == ValueKind.Variable)
                    map[value.Id] = builder.Variable(value.Name, value.Type, value.Data);
            }

            foreach (var node in network.Nodes.Where(node => !_dropped.Contains(node)))
            {
                var outputs = builder.Add(
                    new NodeDraft(
                        node.Op,
                        [.. node.Inputs.Select(id => map[id])],
                        [.. node.Outputs.Select(id => network[id].Type)],
                        [.. node.Outputs.Select(id => names.GetValueOrDefault(id, network[id].Name))],
                        node.SourceIndex
                    )
                );
                foreach (var (o, id) in node.Outputs.Index())
                    map[id] = outputs[o];
            }

            foreach (var output in network.Outputs)
                builder.Output(map[_renamed.GetValueOrDefault(output, output)]);
            return builder.Build();
        }

        private static ValueId Add(GraphBuilder builder, Op op, ValueId input, TensorType type, string name, int source = -1) =>
            builder.Add(new NodeDraft(op, [input], [type], [name], source))[0];
    }
}
