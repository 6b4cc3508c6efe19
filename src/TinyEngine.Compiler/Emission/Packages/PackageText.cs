using TinyEngine.Compiler.CSource;

namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>What packages have in common as text.</summary>
internal static class PackageText
{
    /// <summary>The flags that figures are measured with, for build files.</summary>
    public static string OptimizationFlags { get; } = string.Join(' ', BuildFlags.Optimization);

    /// <summary>The part of a CMake file that lets clang load words from any address where the core can: the compiler says whether that
    /// is so and not yet allowed. GCC knows by itself.</summary>
    /// <param name="name">The library.</param>
    public static string UnalignedAccess(string name) =>
        $$"""
            # Clang assumes that no Cortex-M loads words from any address; from Cortex-M3 on all but M23 do.
            if(CMAKE_C_COMPILER_ID MATCHES "Clang")
                include(CheckCSourceCompiles)
                set({{name}}_try ${CMAKE_TRY_COMPILE_TARGET_TYPE})
                set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
                check_c_source_compiles("
                    #if defined __ARM_FEATURE_UNALIGNED || __ARM_ARCH_ISA_THUMB != 2
                    #error not needed
                    #endif
                    int main(void) { return 0; }" {{name}}_NEEDS_UNALIGNED_ACCESS)
                set(CMAKE_TRY_COMPILE_TARGET_TYPE ${{{name}}_try})
                if({{name}}_NEEDS_UNALIGNED_ACCESS)
                    target_compile_options({{name}} PRIVATE -munaligned-access)
                endif()
            endif()

            """;

    /// <summary>A program that runs the self-tests and prints their results, for anything with <c>printf</c>.</summary>
    /// <param name="subject">The networks.</param>
    /// <param name="main">Declaration of the function to start with.</param>
    /// <param name="ends">Whether that function returns the result.</param>
    /// <param name="linkage">What stands before a function that the network's C calls.</param>
    public static string Example(PackageSubject subject, string main, bool ends, string linkage = "")
    {
        var c = new CWriter();
        c.Line($"/* {About(subject)}, and prints whether the outputs are as expected. */").Line("#include <stdio.h>").Line();
        WriteIncludes(c, subject, '"', '"');
        c.Line();
        WriteArenas(c, subject);
        foreach (var name in subject.Networks)
        {
            using (c.Function($"{linkage}void {name}_selftest_print(const char *text)"))
                c.Line("printf(\"%s\", text);");
            c.Line();
        }

        using (c.Function(main))
        {
            var (only, sum) = (subject.Networks.Length == 1, subject.Networks.Length > 1 && ends);
            if (sum)
                c.Line("int failed = 0;");
            foreach (var name in subject.Networks)
            {
                var result = only ? "result" : $"result_{name}";
                c.Line($"const int {result} = {name}_selftest({ArenaOf(subject, name)});");
                c.Line($"printf(\"{name}: %s\\n\", {result} == 0 ? \"passed, every output is as expected\" : \"failed\");");
                if (sum)
                    c.Line($"failed |= {result} != 0;");
            }

            if (ends)
                c.Line(only ? "return result;" : "return failed;");
        }

        return c.ToString();
    }

    /// <summary>The same as a sketch: what Arduino and its descendants call one.</summary>
    /// <param name="subject">The networks.</param>
    /// <param name="before">What stands before the includes of the networks.</param>
    /// <param name="open">What opens the name of a header.</param>
    /// <param name="close">What closes it.</param>
    public static string Sketch(PackageSubject subject, string before, char open, char close)
    {
        var c = new CWriter();
        c.Line($"// {About(subject)}, every five seconds, and prints whether the outputs are as expected, and");
        c.Line("// how long it took.");
        c.Verbatim(before);
        WriteIncludes(c, subject, open, close);
        c.Line();
        WriteArenas(c, subject);
        foreach (var name in subject.Networks)
        {
            using (c.Function($"extern \"C\" void {name}_selftest_print(const char *text)"))
                c.Line("Serial.print(text);");
            c.Line();
        }

        using (c.Function("static void report(const char *network, int result, unsigned long time)"))
        {
            c.Line("Serial.print(network);");
            c.Line("Serial.println(result == 0 ? \": passed, every output is as expected\" : \": failed\");");
            c.Line("Serial.print(time);").Line("Serial.println(\" microseconds\");");
        }

        c.Line();
        using (c.Function("void setup()"))
            c.Line("Serial.begin(115200);");
        c.Line();
        using (c.Function("void loop()"))
        {
            c.Line("unsigned long start;").Line("int result;");
            foreach (var name in subject.Networks)
            {
                c.Line("start = micros();");
                c.Line($"result = {name}_selftest({ArenaOf(subject, name)});");
                c.Line($"report(\"{name}\", result, micros() - start);");
            }

            c.Line("delay(5000);");
        }

        return c.ToString();
    }

    private static string About(PackageSubject subject) =>
        subject.Networks is [var only]
            ? $"Runs {only} on the sample that the package carries"
            : $"Runs {string.Join(", ", subject.Networks)} on the samples that the package carries";

    private static void WriteIncludes(CWriter c, PackageSubject subject, char open, char close)
    {
        if (subject.Library.SharesArena)
            c.Line($"#include {open}{LibraryWriter.ArenaType(subject.Name)}.h{close}");
        foreach (var name in subject.Networks)
            c.Line($"#include {open}{name}_selftest.h{close}");
    }

    private static void WriteArenas(CWriter c, PackageSubject subject)
    {
        if (subject.Library.SharesArena)
            c.Line($"static {LibraryWriter.ArenaType(subject.Name)} arena;");
        else
        {
            foreach (var name in subject.Networks)
                c.Line($"{name.ToUpperInvariant()}_ARENA_SECTION static {name}_arena {ArenaOf(subject, name)[1..]};");
        }

        c.Line();
    }

    /// <summary>C expression of the arena of a network.</summary>
    private static string ArenaOf(PackageSubject subject, string network) =>
        subject.Library.SharesArena ? $"&arena.{network}"
        : subject.Networks.Length == 1 ? "&arena"
        : $"&arena_{network}";

    /// <summary>The README of a package: figures and tensors of the network, how to use it with a build system, and the calls.</summary>
    public static string Readme(PackageSubject subject, string heading, string use)
    {
        var whole = subject.Library.Files["README.md"];
        var at = whole.IndexOf("## Use\n", StringComparison.Ordinal);
        var calls = at < 0 ? -1 : whole.IndexOf(subject.Networks.Length == 1 ? "```c\n" : "### ", at, StringComparison.Ordinal);
        var (facts, program) = calls < 0 ? (whole, "") : (whole[..at], $"## Calls\n\n{whole[calls..]}");
        return $"""
            {facts.TrimEnd()}

            ## {heading}

            {use.TrimEnd()}

            {program.TrimEnd()}

            ## Licence

            The kernels (`{subject.Name}_kernels*`) are under the Apache License 2.0, see `LICENSE`; the other sources are yours.

            """.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
    }
}
