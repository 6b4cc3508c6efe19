using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>What the functions of the generated code hand down to each other: the arena, and the caller's structs where they need
/// them.</summary>
/// <param name="Inputs">Whether inputs are read that lie outside of the arena.</param>
/// <param name="Outputs">Whether rows of outputs are handed to the caller.</param>
internal readonly record struct StepArguments(bool Inputs, bool Outputs)
{
    /// <summary>Those of the function of a step. A narrow block reads what its expansion reads. Only in stages do steps deliver rows
    /// themselves: elsewhere their outputs are whole, and who calls them does it.</summary>
    public static StepArguments Of(CModel model, int step)
    {
        var reader = model.Schedule.Steps[model.Schedule.StageOf(step)?.NarrowOf(step)?.Expand ?? step];
        var inputs =
            model.HasExternalInputs
            && model
                .Schedule.NodeOf(reader)
                .Inputs.Index()
                .Any(input =>
                    model.Graph[model.Plan.Roots[input.Item.Index]].Kind == ValueKind.Input && CModel.ReadsOperand(reader, input.Index)
                );
        return new StepArguments(
            inputs,
            model.Schedule.StageOf(step) is not null
                && model.Schedule.NodeOf(model.Schedule.Steps[step]).Outputs.Any(model.Schedule.Delivers)
        );
    }

    /// <summary>Those of a function that calls the functions of consecutive steps.</summary>
    public static StepArguments Of(CModel model, int first, int end)
    {
        var all = Enumerable.Range(first, end - first).Select(step => Of(model, step)).ToList();
        return new StepArguments(all.Any(step => step.Inputs), all.Any(step => step.Outputs));
    }

    /// <summary>The parameters of the function in C.</summary>
    public string Parameters(CModel model) =>
        $"uint8_t *arena{(Inputs ? $", const {model.Name}_inputs *in" : "")}{(Outputs ? $", const {model.Name}_outputs *out" : "")}";

    /// <summary>The arguments of a call in C.</summary>
    public override string ToString() => $"arena{(Inputs ? ", in" : "")}{(Outputs ? ", out" : "")}";
}
