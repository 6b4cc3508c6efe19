using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes NAME.c: the steps and the interface functions.</summary>
internal static class ModelWriter
{
    public static string Write(CModel model)
    {
        var c = new CWriter();
        var (name, schedule) = (model.Name, model.Schedule);
        c.Raw(
            $"""
            /* Steps of {model.Name}, schedule {schedule.Name}: {schedule.Steps.Length} in all, arena {model.Plan.ArenaBytes} bytes. */
            #include "{model.Name}.h"

            #include <stddef.h>{(schedule.Stages.IsEmpty && !model.TakesRows ? "" : "\n#include <string.h>")}

            #include "{model.Name}_weights.h"

            #define TE_STATIC_ASSERT(condition, name) typedef char te_assert_##name[(condition) ? 1 : -1]

            /* Built with -DTE_STEP_HOOK, the network calls {name}_step before each step and once at the end, for timers and checkers. */
            #ifdef TE_STEP_HOOK
            void {model.Name}_step(void *arena, int32_t step);
            #define TE_STEP(arena, step) {model.Name}_step(arena, step)
            #else
            #define TE_STEP(arena, step) ((void)0)
            #endif

            """
        );
        if (model.Schedule.Patches is not null)
            PatchWriter.WriteTable(c, model);
        foreach (var (s, step) in model.Schedule.Steps.Index())
        {
            if (!step.Calls.IsEmpty)
                new StepWriter(c, model, s).Write();
        }

        for (var stage = 0; stage < model.Schedule.Stages.Length; stage++)
            new StageWriter(c, model, stage).Write();
        if (model.Schedule.Patches is not null)
            PatchWriter.WriteLoop(c, model);
        WriteInput(c, model);
        WriteReset(c, model);
        if (model.TakesRows)
            LineInterfaceWriter.Write(c, model);
        else
            WriteRun(c, model);
        return c.ToString();
    }

    private static void WriteInput(CWriter c, CModel model)
    {
        if (model.HasExternalInputs || model.TakesRows)
            return;
        using (c.Function($"void *{model.Name}_input({model.Name}_arena *a, int32_t index)"))
        {
            using (c.Block("switch (index)"))
            {
                foreach (var (i, id) in model.Graph.Inputs.Index())
                    c.Line($"case {i}: return a->bytes + {model.Plan.Offsets[id.Index]!.Value};");
                c.Line("default: return NULL;");
            }
        }

        c.Line();
    }

    private static void WriteReset(CWriter c, CModel model)
    {
        if (!model.HasState)
            return;
        using (c.Function($"void {model.Name}_reset({model.Name}_arena *a)"))
        {
            foreach (var value in model.Graph.Values.Where(v => v.Kind == ValueKind.Variable && model.Plan.Offsets[v.Id.Index] is not null))
            {
                var initial = value.InitialBytes().Span;
                var source = initial.ContainsAnyExcept(initial[0])
                    ? $"((const uint8_t *){model.InitialSymbol(value.Id)})[i]"
                    : $"(uint8_t){initial[0]}";
                c.Line($"for (int32_t i = 0; i < {value.Type.ByteSize}; ++i) {{");
                c.Line($"    a->bytes[{model.Plan.Offsets[value.Id.Index]!.Value} + i] = {source};");
                c.Line("}");
            }
        }

        c.Line();
    }

    private static void WriteRun(CWriter c, CModel model)
    {
        using (c.Function($"int {model.Name}_run({model.Name}_arena *a, const {model.Name}_inputs *in, {model.OutputsParameter})"))
        {
            c.Line("uint8_t *const arena = a->bytes;");
            if (!model.HasExternalInputs || !StepArguments.Of(model, 0, model.Schedule.Steps.Length).Inputs)
                c.Line("(void)in;");
            WriteSteps(c, model, 0);
            WriteOutputs(c, model);
        }
    }

    /// <summary>Calls of the steps and stages from a step on.</summary>
    public static void WriteSteps(CWriter c, CModel model, int first)
    {
        if (first == 0 && model.Schedule.Patches is not null)
        {
            c.Line($"patches({PatchWriter.Arguments(model)});");
            for (var step = 0; step < model.Schedule.Patches.End; step++)
                DeliverWhole(c, model, step);
        }

        for (var s = Math.Max(first, model.Schedule.Patches?.End ?? 0); s < model.Schedule.Steps.Length; s = model.Schedule.EndOf(s))
        {
            if (model.Schedule.StageOf(s) is { } stage)
            {
                WriteStage(c, model, stage);
                continue;
            }

            var step = model.Schedule.Steps[s];
            c.Line($"TE_STEP(arena, {s});");
            var call = $"step_{s}({StepArguments.Of(model, s)})";
            if (StepWriter.CanFail(step))
                c.Line($"if ({call} != 0) {{").Line("    return 1;").Line("}");
            else if (!step.Calls.IsEmpty)
                c.Line($"{call};");
            DeliverWhole(c, model, s);
        }

        c.Line($"TE_STEP(arena, {model.Schedule.Steps.Length});");
    }

    /// <summary>Hands over what a step has made whole.</summary>
    private static void DeliverWhole(CWriter c, CModel model, int step)
    {
        foreach (var output in model.Schedule.NodeOf(model.Schedule.Steps[step]).Outputs.Where(model.Schedule.Delivers))
            DeliveryWriter.WriteWhole(c, model, output);
    }

    private static void WriteStage(CWriter c, CModel model, Stage stage)
    {
        var number = model.Schedule.Stages.IndexOf(stage);
        c.Line($"TE_STEP(arena, {stage.First});");
        ClearCounters(c, model, number);
        c.Line($"stage_{number}({StageWriter.Arguments(model, stage)});");
    }

    /// <summary>Puts the counters of a stage to row 0.</summary>
    public static void ClearCounters(CWriter c, CModel model, int number) =>
        c.Line($"memset(arena + {model.Plan.CounterOffsets[number]}, 0, {model.Schedule.Stages[number].Count * Stage.CounterBytes});");

    /// <summary>Sets the outputs, or hands over those that no step makes, and returns.</summary>
    public static void WriteOutputs(CWriter c, CModel model)
    {
        if (model.DeliversRows)
        {
            foreach (var id in model.Graph.Outputs.Distinct().Where(id => !model.Schedule.Delivers(id)))
                DeliveryWriter.WriteWhole(c, model, id);
        }
        else
        {
            foreach (var (o, id) in model.Graph.Outputs.Index())
                c.Line($"out->{model.OutputFields[o]} = {OutputAddress(model, id)};");
        }

        c.Line("return 0;");
    }

    /// <summary>C expression of where an output lies that is in memory whole.</summary>
    public static string OutputAddress(CModel model, ValueId id)
    {
        var type = CModel.CType(model.Graph[id].Type.DType);
        var root = model.Graph[model.Plan.Roots[id.Index]];
        if (root.IsConstant)
            return $"(const {type} *){model.ConstantSymbol(root.Id)}";
        return model.Plan.Offsets[id.Index] is { } offset
            ? $"(const {type} *)(arena + {offset})"
            : $"(const {type} *)in->{model.InputFields[model.Graph.Inputs.IndexOf(root.Id)]}";
    }
}
