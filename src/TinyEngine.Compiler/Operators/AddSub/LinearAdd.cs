using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators.Lowering;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Operators;

/// <summary>
/// ADD and SUB with one rounding for each operand and a plain shift: <c>(constant + a·multiplier1 + b·multiplier2) &gt;&gt; shift</c>, a
/// quarter of the instructions of the reference's three rescalings. It is used only for layers where it gives the same code as the
/// reference for each of the 65536 pairs of operands; constants near the ideal ones are tried until one does.
/// </summary>
/// <param name="Multiplier1">Factor of the first operand, times 2^(shift + 8).</param>
/// <param name="Multiplier2">Factor of the second operand, times 2^(shift + 8).</param>
/// <param name="Constant">What is left when both operands are 0, times 2^shift, with a half for rounding.</param>
/// <param name="Shift">Final right shift.</param>
internal readonly record struct LinearAdd(int Multiplier1, int Multiplier2, int Constant, int Shift)
{
    private const int Codes = 256;
    private const int HeadroomBits = 30;
    private const int Attempts = 33;

    /// <summary>The form that equals the reference for all operands; null when none was found.</summary>
    /// <param name="parameters">The reference's arithmetic.</param>
    /// <param name="first">Real factor of the first operand: its scale divided by the output's.</param>
    /// <param name="second">Real factor of the second operand, negative for SUB.</param>
    public static LinearAdd? Find(AddParams parameters, double first, double second)
    {
        var largest = Codes + (Codes * (first + Math.Abs(second)));
        var shift = Math.Min(
            HeadroomBits - 8 - Math.Max(0, Math.ILogB(Math.Max(first, Math.Abs(second))) + 1),
            HeadroomBits - Math.ILogB(largest) - 1
        );
        if (shift < 8)
            return null;
        var exact = Tabulate(parameters);
        var unit = Math.ScaleB(1, shift);
        var constant =
            ((parameters.OutputZeroPoint - (parameters.ZeroPoint1 * first) - (parameters.ZeroPoint2 * second)) * unit) + (unit / 2);
        var ideal = new LinearAdd(Round(first * unit * Codes), Round(second * unit * Codes), Round(constant), shift);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // 0, 1, −1, 2, −2, ... steps of the precision that the reference's own intermediate values have.
            var step = (attempt + 1) / 2 * (attempt % 2 == 0 ? -1 : 1);
            var candidate = ideal with { Constant = ideal.Constant + (int)(step * Math.ScaleB(1, Math.Max(0, shift - 20))) };
            if (candidate.Matches(exact, parameters.Activation))
                return candidate;
        }

        return null;
    }

    /// <summary>Output code for two operands, as the kernel computes it.</summary>
    public int Apply(int first, int second, Clamp activation) =>
        activation.Apply(
            Math.Clamp((Scaled(Multiplier1, first) + Scaled(Multiplier2, second) + Constant) >> Shift, sbyte.MinValue, sbyte.MaxValue)
        );

    /// <summary>The fields of <c>te_add_s8_linear_params</c> behind the layouts.</summary>
    internal IEnumerable<CField> Fields(Clamp activation) =>
        [
            new("multiplier0", Multiplier1),
            new("multiplier1", Multiplier2),
            new("constant", Constant),
            new("shift", Shift),
            .. activation.Fields(),
        ];

    /// <summary>High word of <c>(code · 2^24) · multiplier</c>, ties up.</summary>
    private static int Scaled(int multiplier, int code) => (int)((((long)code * multiplier) + 128) >> 8);

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);

    private static sbyte[] Tabulate(AddParams parameters)
    {
        var exact = new sbyte[Codes * Codes];
        for (var a = 0; a < Codes; a++)
        {
            for (var b = 0; b < Codes; b++)
                exact[(a * Codes) + b] = (sbyte)parameters.Apply(a - 128, b - 128);
        }

        return exact;
    }

    private bool Matches(sbyte[] exact, Clamp activation)
    {
        for (var a = 0; a < Codes; a++)
        {
            var partial = Scaled(Multiplier1, a - 128) + Constant;
            for (var b = 0; b < Codes; b++)
            {
                var code = activation.Apply(Math.Clamp((partial + Scaled(Multiplier2, b - 128)) >> Shift, sbyte.MinValue, sbyte.MaxValue));
                if (code != exact[(a * Codes) + b])
                    return false;
            }
        }

        return true;
    }
}
