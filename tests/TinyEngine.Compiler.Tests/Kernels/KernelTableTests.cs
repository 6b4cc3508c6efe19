using Shouldly;
using TinyEngine.Compiler.Calls;
using TinyEngine.Compiler.Costs;
using TinyEngine.Compiler.Emission;
using TinyEngine.Compiler.Kernels;
using TinyEngine.Compiler.Targets;

namespace TinyEngine.Compiler.Tests.Kernels;

/// <summary>The list of kernels: every row is complete, and what other tables say of a kernel goes with it.</summary>
public class KernelTableTests
{
    private const string Row =
        "TE_KERNEL(te_lut_s8__c99, lut, s8, ANY, c99, NONE, NONE, 0, 0, 0, ASCENDING, Elementwise,\n"
        + "          te_lut_s8__c99.h, void, TE_ROW(int8_t, te_lut_s8_params), BODY)";

    [Fact]
    public void A_symbol_says_operator_types_encoding_and_instruction_set()
    {
        foreach (var kernel in KernelTable.All)
        {
            kernel.Symbol.ShouldEndWith(kernel.Isa == InstructionSet.Dsp ? "__dsp" : "__c99");
            kernel
                .Symbol.Contains("_anyshift__", StringComparison.Ordinal)
                .ShouldBe(kernel.Encoding == KernelEncoding.AnyShift, kernel.Symbol);
            kernel.Symbol.Contains("_acc32__", StringComparison.Ordinal).ShouldBe(kernel.Encoding == KernelEncoding.Acc32, kernel.Symbol);
            kernel.Symbol.ShouldStartWith("te_" + kernel.Operator.Split('_')[0]);
            if (kernel.Types != "any")
                kernel.Symbol.ShouldContain("_" + kernel.Types);
        }
    }

    [Fact]
    public void A_kernel_of_an_instruction_set_has_a_portable_twin() =>
        KernelTable
            .All.Where(kernel => kernel.Isa != InstructionSet.C99)
            .Where(kernel =>
                KernelTable.TryFind(kernel.Operator, kernel.Types, InstructionSet.C99, KernelSpecial.Any, kernel.Encoding) is null
            )
            .ShouldBeEmpty();

    [Fact]
    public void Every_row_names_a_family_that_counts_its_instructions() =>
        KernelTable
            .All.Where(kernel => !KernelFamily.AllNames.Contains(kernel.Family) && kernel.Symbol != LoopKernels.ShiftLines)
            .ShouldBeEmpty();

    [Fact]
    public void Every_family_has_a_kernel() =>
        KernelFamily.AllNames.Except(KernelTable.All.Select(kernel => kernel.Family)).ShouldBeEmpty();

    [Fact]
    public void Every_row_has_a_measured_size() =>
        KernelTable.All.Where(kernel => !CodeEstimate.Knows(Target.CortexM7, kernel.Symbol)).ShouldBeEmpty("run eng/codesize.sh");

    [Fact]
    public void A_query_takes_the_portable_kernel_where_the_instruction_set_has_none()
    {
        KernelTable.Find("add", "s8", InstructionSet.Dsp).Symbol.ShouldBe("te_add_s8__dsp");
        KernelTable.Find("add", "s16", InstructionSet.Dsp).Symbol.ShouldBe("te_add_s16__c99");
        KernelTable.Find("conv2d", "s8", InstructionSet.Dsp, KernelSpecial.Pixels(5)).Symbol.ShouldBe("te_conv2d_s8_x5__dsp");
        KernelTable.Find("conv2d", "s8").With(KernelEncoding.AnyShift).Symbol.ShouldBe("te_conv2d_s8_anyshift__c99");
        Should.Throw<InvalidOperationException>(() => KernelTable.Find("conv3d", "s8")).Message.ShouldContain("conv3d");
    }

    [Fact]
    public void Scratch_is_what_the_macro_of_the_header_says()
    {
        var conv = KernelTable.Of("te_conv2d_s8_x5__dsp");
        Text(conv.ScratchOf(("depth", 27), ("ic", 3), ("columns", 2))).ShouldBe("420 TE_CONV2D_S8_X5_SCRATCH_BYTES(27, 3, 2)");
        Text(conv.ScratchOf(("ic", 4), ("depth", 36), ("columns", 9))).ShouldBe("360 TE_CONV2D_S8_X5_SCRATCH_BYTES(36, 4, 9)");
        Text(conv.ScratchOf(("ic", 4), ("depth", 36), ("columns", 1))).ShouldBe("72 TE_CONV2D_S8_X5_SCRATCH_BYTES(36, 4, 1)");
        var lines = KernelTable
            .Of("te_dwconv2d_s8_k5x5_s2__dsp")
            .ScratchOf(("kh", 5), ("kw", 5), ("stride", 2), ("dilation", 1), ("columns", 7), ("lanes", 4));
        Text(lines).ShouldBe("660 TE_DWCONV2D_S8_SCRATCH_BYTES(5, 5, 2, 1, 7, 4)");
        KernelTable.Of("te_lut_s8__c99").ScratchOf(("ic", 4)).ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => conv.ScratchOf(("ic", 4))).Message.ShouldContain("depth");
    }

    private static string Text(Scratch? scratch) => $"{scratch!.Bytes} {scratch.Formula}({string.Join(", ", scratch.Arguments)})";

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3 - -4", 13)]
    [InlineData("7 % 4 == 3 ? 10 : 20", 10)]
    [InlineData("(n + 3) & ~3", 12)]
    [InlineData("n > 3 ? 20 * n : 0", 180)]
    [InlineData("1 << 4 | 1", 17)]
    [InlineData("TE_CEIL4(n - 4)", 8)]
    public void An_expression_is_computed_as_in_C(string text, int value) => CExpression.Compile(text, ["n"])([9]).ShouldBe(value);

    [Theory]
    [InlineData("1 +")]
    [InlineData("m")]
    [InlineData("1 2")]
    public void Other_expressions_are_refused(string text) => Should.Throw<FormatException>(() => CExpression.Compile(text, ["n"]));

    [Fact]
    public void A_row_is_read()
    {
        var kernel = KernelListReader.Read($"/* a list */\n\n{Row}\n", "kernels.inc").ShouldHaveSingleItem();
        (kernel.Symbol, kernel.Overlap, kernel.Scratch, kernel.Call).ShouldBe(("te_lut_s8__c99", OverlapTolerance.Ascending, null, null));
        kernel.Prototype.Parameters.ShouldBe([
            "int8_t *out",
            "const int8_t *const *rows",
            "int32_t x0",
            "int32_t x1",
            "const te_lut_s8_params *p",
            "void *scratch",
        ]);
    }

    [Theory]
    [InlineData(", BODY)", ")", "15 fields instead of 16")]
    [InlineData("lut, s8", "lut, ", "field 3 is empty")]
    [InlineData("c99, NONE", "mve, NONE", "isa 'mve' is not known")]
    [InlineData("ANY", "PIXELS", "special 'PIXELS' is not known")]
    [InlineData("c99, NONE", "c99, SLOW", "encoding 'SLOW' is not known")]
    [InlineData("NONE, 0", "OCIC, 0", "packing 'OCIC' is not known")]
    [InlineData("0, 0, 0", "TE_MISSING(ic), 0, 0", "no header defines TE_MISSING")]
    [InlineData("0, 0, 0", "TE_CONV2D_S8_SCRATCH_BYTES(depth), 0, 0", "TE_CONV2D_S8_SCRATCH_BYTES takes 2 arguments")]
    [InlineData("0, 0, 0", "TE_CONV2D_S8_SCRATCH_BYTES(depth, oc), 0, 0", "'oc' is none of")]
    [InlineData("0, 0, 0", "0, some, 0", "slack of rows 'some' is no number")]
    [InlineData("ASCENDING", "TRAILING", "overlap 'TRAILING' is not known")]
    [InlineData("te_lut_s8__c99.h", "te_none.h", "there is no header te_none.h")]
    [InlineData("TE_ROW(", "TE_ROWS(", "parameters 'TE_ROWS(")]
    [InlineData(", BODY)", ", BODY", "the row has no end")]
    public void A_wrong_row_is_refused_with_its_line(string old, string changed, string message) =>
        Should
            .Throw<FormatException>(() =>
                KernelListReader.Read("/* a list */\n\n" + Row.Replace(old, changed, StringComparison.Ordinal), "k.inc")
            )
            .Message.ShouldStartWith($"k.inc(3): {message}");

    [Fact]
    public void A_second_row_of_a_kernel_is_refused() =>
        Should
            .Throw<FormatException>(() => KernelListReader.Read($"{Row}\n{Row}\n", "k.inc"))
            .Message.ShouldBe("k.inc(3): te_lut_s8__c99 has a row already");
}
