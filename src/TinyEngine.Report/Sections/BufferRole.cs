using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Planning;
using TinyEngine.Graph;

namespace TinyEngine.Report.Sections;

/// <summary>What a buffer is for: the style class it has and the word for it.</summary>
/// <param name="Class">Style class.</param>
/// <param name="Word">For people.</param>
internal sealed record BufferRole(string Class, string Word)
{
    private static readonly BufferRole Input = new("input", "input");
    private static readonly BufferRole Output = new("output", "output");
    private static readonly BufferRole State = new("state", "state, kept between runs");
    private static readonly BufferRole Activation = new("activation", "feature map");
    private static readonly BufferRole Ring = new("ring", "some rows of a feature map");
    private static readonly BufferRole Rows = new("ring", "rows of several feature maps");
    private static readonly BufferRole Scratch = new("scratch", "workspace of a step or stage");

    /// <summary>All of them, in the order of the legend.</summary>
    public static IReadOnlyList<BufferRole> All { get; } = [Input, Activation, Ring, Rows, Output, State, Scratch];

    /// <summary>The role of a buffer.</summary>
    public static BufferRole Of(PlannedBuffer buffer, MemoryPlan plan)
    {
        var graph = plan.Schedule.Graph;
        if (buffer.Value is not { } id)
            return buffer.Rows.Count > 0 ? Rows : Scratch;
        return graph[id].Kind switch
        {
            _ when plan.Schedule.IsRing(id) => Ring,
            ValueKind.Variable => State,
            ValueKind.Input => Input,
            _ when graph.Outputs.Any(output => plan.Roots[output.Index] == id) => Output,
            _ => Activation,
        };
    }
}
