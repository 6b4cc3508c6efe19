using System.Collections.Immutable;
using TinyEngine.Compiler.CSource;
using TinyEngine.Compiler.Scheduling;

namespace TinyEngine.Compiler.Emission;

/// <summary>
/// Writes a stage as a loop: of the steps whose next row has all its input rows, it runs the latest, until none can run. What a step waits
/// for is one comparison for each value that it reads of the stage.
/// </summary>
internal sealed class StageWriter(CWriter c, CModel model, int number)
{
    private readonly Stage _stage = model.Schedule.Stages[number];

    /// <summary>Arguments of a stage's function.</summary>
    public static StepArguments Arguments(CModel model, Stage stage) => StepArguments.Of(model, stage.First, stage.End);

    /// <summary>C expression of the address of a stage's counters.</summary>
    public static string Counters(CModel model, int number) => $"(int16_t *)(void *)(arena + {model.Plan.CounterOffsets[number]})";

    /// <summary>Writes the stage's function.</summary>
    public void Write()
    {
        c.Line(
            $"/* Steps {_stage.First} to {_stage.End - 1}, row by row{(_stage.Climbs ? " from the bottom to the top" : "")}: each "
                + "computes its next row as soon as it can, the latest first. */"
        );
        var conditions = Enumerable
            .Range(_stage.First, _stage.Count)
            .Select(step => StageCondition.Of(model.Schedule, _stage, step))
            .ToImmutableArray();
        var texts = conditions.Select(condition => condition is null ? "" : Text(condition)).ToImmutableArray();
        using (c.Function($"static void stage_{number}({Arguments(model, _stage).Parameters(model)})"))
        {
            c.Line("/* The next row of each step. */");
            c.Line($"int16_t *const next = {Counters(model, number)};");
            if (_stage.StreamedInput is not null)
                c.Line($"const int32_t arrived = *(const int32_t *)(const void *)(arena + {model.Plan.ArrivalOffset!.Value});");
            using (c.Block("for (;;)"))
            {
                for (var local = _stage.Count - 1; local >= 0; local--)
                {
                    var step = _stage.First + local;
                    if (conditions[local] is not { } condition)
                        continue;
                    using (c.Block($"if ({texts[local]})"))
                    {
                        c.Line($"TE_STEP(arena, {step});");
                        c.Line(
                            $"step_{step}({StepArguments.Of(model, step)}, "
                                + $"{(_stage.Climbs ? $"{condition.Events - 1} - next[{local}]" : $"next[{local}]")});"
                        );
                        c.Line($"next[{local}]++;");
                        c.Line("continue;");
                    }
                }

                c.Line("break;");
            }
        }

        c.Line();
    }

    private string Text(StageCondition condition)
    {
        var terms = new List<string> { $"next[{condition.Local}] < {condition.Events}" };
        terms.AddRange(condition.Terms.Select(term => Text(term, condition.Local)));
        return string.Join(" && ", terms);
    }

    private string Text(StageTerm term, int local)
    {
        var written =
            term.Producer is not { } producer ? "arrived"
            : term.Sum is { } events ? $"(next[{producer}] == {events})"
            : $"next[{producer}]";
        if (term.Line is not var (stride, offset))
        {
            var table = $"last_{_stage.First + local}_{term.Value.Index}";
            c.Line($"static const int16_t {table}[{term.Last.Length}] = {{ {string.Join(", ", term.Last)} }};");
            return $"{written} > {table}[next[{local}]]";
        }

        var product = stride switch
        {
            0 => "",
            1 => $"next[{local}]",
            _ => $"next[{local}] * {stride}",
        };
        var sum =
            product.Length == 0 ? $"{offset}"
            : offset == 0 ? product
            : offset > 0 ? $"{product} + {offset}"
            : $"{product} - {-offset}";
        return term.IsClipped ? $"({written} > {sum} || {written} == {term.Rows})" : $"{written} > {sum}";
    }
}
