using System.Collections.Immutable;
using TinyEngine.Compiler.Formats.Tflite;
using TinyEngine.Graph;

namespace TinyEngine.Fuzz.Mutation;

/// <summary>Copies of a model with one record exchanged. Models here have one subgraph at least.</summary>
internal static class ModelEdits
{
    /// <summary>The entry graph.</summary>
    public static TfliteSubgraph Graph(this TfliteModel model) => model.Subgraphs[0];

    /// <summary>Another entry graph.</summary>
    public static TfliteModel WithGraph(this TfliteModel model, TfliteSubgraph graph) =>
        model with
        {
            Subgraphs = model.Subgraphs.Set(0, graph),
        };

    /// <summary>Another tensor.</summary>
    public static TfliteModel WithTensor(this TfliteModel model, int index, TfliteTensor tensor) =>
        model.WithGraph(model.Graph() with { Tensors = model.Graph().Tensors.Set(index, tensor) });

    /// <summary>All tensors changed.</summary>
    public static TfliteModel WithTensors(this TfliteModel model, Func<TfliteTensor, TfliteTensor> change) =>
        model.WithGraph(model.Graph() with { Tensors = [.. model.Graph().Tensors.Items.Select(change)] });

    /// <summary>Another operator.</summary>
    public static TfliteModel WithOperator(this TfliteModel model, int index, TfliteOperator op) =>
        model.WithGraph(model.Graph() with { Operators = model.Graph().Operators.Set(index, op) });

    /// <summary>Another buffer.</summary>
    public static TfliteModel WithBuffer(this TfliteModel model, int index, byte[] data) =>
        model with
        {
            Buffers = model.Buffers.Set(index, new TfliteBuffer(data)),
        };

    /// <summary>One element exchanged.</summary>
    public static EquatableArray<T> Set<T>(this EquatableArray<T> array, int index, T value)
        where T : IEquatable<T> => new(array.Items.SetItem(index, value));

    /// <summary>One element, an index or a size, changed, added, removed or exchanged with another.</summary>
    /// <param name="array">The list.</param>
    /// <param name="random">Decides.</param>
    /// <param name="value">Makes a new element.</param>
    public static EquatableArray<int> Shuffled(this EquatableArray<int> array, Random random, Func<int> value)
    {
        var items = array.Items.ToBuilder();
        switch (items.Count == 0 ? 3 : random.Next(6))
        {
            case 0 or 1:
                items[random.Next(items.Count)] = value();
                break;
            case 2:
                items.RemoveAt(random.Next(items.Count));
                break;
            case 3:
                items.Insert(random.Next(items.Count + 1), value());
                break;
            case 4:
                items.Add(items[random.Next(items.Count)]);
                break;
            default:
                var (a, b) = (random.Next(items.Count), random.Next(items.Count));
                (items[a], items[b]) = (items[b], items[a]);
                break;
        }

        return new EquatableArray<int>(items.ToImmutable());
    }
}
