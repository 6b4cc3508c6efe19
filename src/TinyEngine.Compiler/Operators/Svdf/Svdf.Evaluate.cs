using System.Numerics;
using TinyEngine.Compiler.Operators.Arithmetic;
using TinyEngine.Compiler.Operators.Checks;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

internal sealed partial record Svdf
{
    /// <inheritdoc/>
    public override void Evaluate(EvaluationContext context)
    {
        if (context.InputType(3).DType == DType.Int16)
            Evaluate<short>(context);
        else
            Evaluate<sbyte>(context);
    }

    private void Evaluate<T>(EvaluationContext context)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var parameters = SvdfParams.Create(context.Types());
        var (filters, memory) = (context.InputType(2).Shape[0], context.InputType(2).Shape[1]);
        var input = Widening.ToInt16(context.Input<sbyte>(0), parameters.InputZeroPoint);
        var features = Widening.ToInt16(context.Input<sbyte>(1), 0);
        var times = context.Input<T>(2);
        var state = context.State<T>(3);
        var bias = context.InputCount > 4 ? context.Input<int>(4) : [];
        var output = context.Output<sbyte>();

        // Every filter forgets its oldest activation; the last place takes the new one.
        state[1..].CopyTo(state);
        for (var filter = 0; filter < filters; filter++)
        {
            var sum = DotProduct.Sum(input, features.AsSpan(filter * input.Length, input.Length));
            var activation = Math.Clamp(parameters.FeatureFactor.Apply(sum), int.CreateChecked(T.MinValue), int.CreateChecked(T.MaxValue));
            state[(filter * memory) + memory - 1] = T.CreateTruncating(parameters.StateZeroPoint + activation);
        }

        for (var unit = 0; unit < output.Length; unit++)
        {
            var sum = bias.IsEmpty ? 0 : bias[unit];
            for (var i = unit * Rank * memory; i < (unit + 1) * Rank * memory; i++)
                sum = unchecked(sum + (int.CreateTruncating(times[i]) * (int.CreateTruncating(state[i]) - parameters.StateZeroPoint)));
            output[unit] = (sbyte)
                Math.Clamp(unchecked(parameters.TimeFactor.Apply(sum) + parameters.OutputZeroPoint), sbyte.MinValue, sbyte.MaxValue);
        }
    }
}

/// <summary>The fixed-point parameters of SVDF.</summary>
/// <param name="InputZeroPoint">Zero point of the input.</param>
/// <param name="FeatureFactor">Input scale · feature weights' scale / state scale.</param>
/// <param name="StateZeroPoint">Zero point of the state; 0 for int16.</param>
/// <param name="TimeFactor">State scale · time weights' scale / output scale.</param>
/// <param name="OutputZeroPoint">Zero point of the output.</param>
/// <remarks>Both factors are formed in float32, as in the reference.</remarks>
internal readonly record struct SvdfParams(
    int InputZeroPoint,
    QuantizedMultiplier FeatureFactor,
    int StateZeroPoint,
    QuantizedMultiplier TimeFactor,
    int OutputZeroPoint
)
{
    /// <summary>Parameters for the types around the node.</summary>
    public static SvdfParams Create(OpTypes types)
    {
        var (input, features, times, state) = (types.Inputs[0].Quant, types.Inputs[1].Quant, types.Inputs[2].Quant, types.Inputs[3].Quant);
        var output = types.Outputs[0].Quant;
        return new SvdfParams(
            input.ZeroPoint,
            Factor(input.Scale, features.Scale, state.Scale),
            state.ZeroPoint,
            Factor(state.Scale, times.Scale, output.Scale),
            output.ZeroPoint
        );
    }

    private static QuantizedMultiplier Factor(float first, float second, float target)
    {
        var product = first * second;
        var factor = product / target;
        return QuantizedMultiplier.From(factor);
    }
}
