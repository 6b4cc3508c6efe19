namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>What packages have in common as text.</summary>
internal static class PackageText
{
    /// <summary>The flags that figures are measured with, for build files.</summary>
    public static string OptimizationFlags { get; } = string.Join(' ', BuildFlags.Optimization);

    /// <summary>A program that runs the self-test and prints the result, for anything with <c>printf</c>.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="main">Declaration of the function to start with.</param>
    /// <param name="ends">Whether that function returns the result.</param>
    public static string Example(PackageSubject subject, string main, bool ends)
    {
        var name = subject.Name;
        return $$"""
            /* Runs {{name}} on the sample that the package carries, and prints whether the outputs are as expected. */
            #include <stdio.h>

            #include "{{name}}_selftest.h"

            {{subject.Macro}}_ARENA_SECTION static {{name}}_arena arena;

            void {{name}}_selftest_print(const char *text)
            {
                printf("%s", text);
            }

            {{main}}
            {
                const int result = {{name}}_selftest(&arena);
                printf("{{name}}: %s\n", result == 0 ? "passed, every output is as expected" : "failed");
            {{(ends ? "    return result;\n}" : "}")}}

            """;
    }

    /// <summary>The same as a sketch: what Arduino and its descendants call one.</summary>
    public static string Sketch(PackageSubject subject, string includes)
    {
        var name = subject.Name;
        return $$"""
            // Runs {{name}} on the sample that the library carries, every five seconds, and prints whether the outputs are as expected, and
            // how long it took.
            {{includes}}

            {{subject.Macro}}_ARENA_SECTION static {{name}}_arena arena;

            extern "C" void {{name}}_selftest_print(const char *text)
            {
                Serial.print(text);
            }

            void setup()
            {
                Serial.begin(115200);
            }

            void loop()
            {
                const unsigned long start = micros();
                const int result = {{name}}_selftest(&arena);
                const unsigned long time = micros() - start;
                Serial.println(result == 0 ? "{{name}}: passed, every output is as expected" : "{{name}}: failed");
                Serial.print(time);
                Serial.println(" microseconds");
                delay(5000);
            }

            """;
    }

    /// <summary>The README of a package: figures and tensors of the network, how to use it with a build system, and the calls.</summary>
    public static string Readme(PackageSubject subject, string heading, string use)
    {
        var whole = subject.Sources.Files["README.md"];
        var at = whole.IndexOf("## Use\n", StringComparison.Ordinal);
        var calls = at < 0 ? -1 : whole.IndexOf("```c\n", at, StringComparison.Ordinal);
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
