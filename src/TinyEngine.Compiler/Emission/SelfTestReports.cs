using TinyEngine.Compiler.CSource;
using TinyEngine.Graph;

namespace TinyEngine.Compiler.Emission;

/// <summary>Writes the functions of NAME_selftest.c that compare an element with the expected one and report the difference.</summary>
internal static class SelfTestReports
{
    /// <summary>One report function, and one for the bits of floats where there are any.</summary>
    public static void Write(CWriter c, CModel model)
    {
        var name = model.Name;
        var types = model.Graph.Outputs.Select(id => model.Graph[id].Type.DType).ToHashSet();
        var wide = types.Contains(DType.Int64);
        c.Raw(
            $$"""
            static void print_int({{(wide ? "int64_t" : "int32_t")}} value)
            {
                char text[24];
                {{(wide ? "uint64_t" : "uint32_t")}} rest = value < 0 ? 0u - ({{(wide ? "uint64_t" : "uint32_t")}})value : ({{(
                wide ? "uint64_t" : "uint32_t"
            )}})value;
                int32_t at = (int32_t)sizeof text - 1;
                text[at] = '\0';
                do {
                    text[--at] = (char)('0' + (char)(rest % 10u));
                    rest /= 10u;
                } while (rest != 0u);
                if (value < 0) {
                    text[--at] = '-';
                }
                {{name}}_selftest_print(text + at);
            }

            static void print_place(const char *output, int32_t index)
            {
                {{name}}_selftest_print("{{name}}: output ");
                {{name}}_selftest_print(output);
                {{name}}_selftest_print(", element ");
                print_int(index);
            }

            """
        );
        if (types.Any(type => type != DType.Float32))
        {
            c.Raw(
                $$"""
                static int differs(const char *output, int32_t index, {{(wide ? "int64_t" : "int32_t")}} expected, {{(
                    wide ? "int64_t" : "int32_t"
                )}} actual)
                {
                    if (expected == actual) {
                        return 0;
                    }
                    print_place(output, index);
                    {{name}}_selftest_print(": expected ");
                    print_int(expected);
                    {{name}}_selftest_print(", got ");
                    print_int(actual);
                    {{name}}_selftest_print("\n");
                    return 1;
                }

                """
            );
        }

        if (types.Contains(DType.Float32))
            WriteFloatReport(c, name);
    }

    private static void WriteFloatReport(CWriter c, string name) =>
        c.Raw(
            $$"""
            static void print_bits(float value)
            {
                char text[11] = "0x00000000";
                uint32_t bits;
                memcpy(&bits, &value, sizeof bits);
                for (int32_t i = 9; i > 1; --i) {
                    text[i] = "0123456789abcdef"[bits & 15u];
                    bits >>= 4;
                }
                {{name}}_selftest_print(text);
            }

            /* Numbers the floats in order: neighbours differ by 1, both zeros are 0. */
            static int64_t ordinal(float value)
            {
                uint32_t bits;
                memcpy(&bits, &value, sizeof bits);
                return (bits & 0x80000000u) != 0u ? -(int64_t)(bits & 0x7fffffffu) : (int64_t)bits;
            }

            static int differs_f32(const char *output, int32_t index, float expected, float actual)
            {
                const int64_t distance = ordinal(expected) - ordinal(actual);
                const int64_t most = 0x7f800000; /* infinity; what is beyond is not a number */
                const int expectedIsNumber = ordinal(expected) <= most && ordinal(expected) >= -most;
                const int actualIsNumber = ordinal(actual) <= most && ordinal(actual) >= -most;
                if (expectedIsNumber == actualIsNumber && (!actualIsNumber || (distance <= 1 && distance >= -1))) {
                    return 0;
                }
                print_place(output, index);
                {{name}}_selftest_print(": expected float32 bits ");
                print_bits(expected);
                {{name}}_selftest_print(", got ");
                print_bits(actual);
                {{name}}_selftest_print("\n");
                return 1;
            }

            """
        );
}
