using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Operators.Lowering;

namespace TinyEngine.Compiler.Operators;

internal readonly partial record struct AddParams
{
    /// <summary>The fields of <c>te_add_s8_params</c> behind the layouts.</summary>
    internal IEnumerable<CField> Fields() =>
        [
            new("zeroPoint0", ZeroPoint1),
            new("zeroPoint1", ZeroPoint2),
            new("zeroPointOut", OutputZeroPoint),
            new("multiplier0", Multiplier1.Multiplier),
            new("exponent0", Multiplier1.Shift),
            new("multiplier1", Multiplier2.Multiplier),
            new("exponent1", Multiplier2.Shift),
            new("multiplierOut", OutputMultiplier.Multiplier),
            new("exponentOut", OutputMultiplier.Shift),
            .. Activation.Fields(),
        ];
}
