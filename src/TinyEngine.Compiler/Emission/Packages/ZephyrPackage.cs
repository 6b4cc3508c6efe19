namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>A Zephyr module with a sample application.</summary>
internal sealed class ZephyrPackage : Package
{
    /// <inheritdoc/>
    public override string Kind => "zephyr";

    private protected override void Fill(IDictionary<string, string> files, PackageSubject subject)
    {
        var (name, macro) = (subject.Name, subject.Macro);
        foreach (var (path, text) in subject.CodeIn("src/"))
            files[path] = text;
        files["zephyr/module.yml"] = $$"""
            name: {{name}}
            build:
              cmake: zephyr
              kconfig: zephyr/Kconfig
            samples:
              - samples

            """;
        files["zephyr/Kconfig"] = $$"""
            config {{Option(subject)}}
            	bool "{{Capital(subject.Content)}}"
            	help
            	  As plain C. Arenas are variables of the application, nothing is
            	  allocated.

            if {{Option(subject)}}

            config {{Option(subject)}}_STEP_HOOK
            	bool "Call NAME_step before each step of a network"
            	help
            	  A place for a timer; the application defines {{string.Join(", ", subject.Networks.Select(network => $"{network}_step"))}}.

            endif

            """;
        files["zephyr/CMakeLists.txt"] = $$"""
            if(CONFIG_{{Option(subject)}})
              zephyr_include_directories(../src)
              zephyr_library_named({{name}})
              zephyr_library_sources(
            {{string.Join('\n', subject.SourceNames("    ../src/"))}}
              )
              # The speed that the report states was measured with these.
              zephyr_library_compile_options({{PackageText.OptimizationFlags}})
              # Clang assumes that no Cortex-M loads words from any address; from Cortex-M3 on all but M23 do.
              if(CMAKE_C_COMPILER_ID MATCHES "Clang" AND CONFIG_ARMV7_M_ARMV8_M_MAINLINE)
                zephyr_library_compile_options(-munaligned-access)
              endif()
              if(CONFIG_{{Option(subject)}}_STEP_HOOK)
                zephyr_compile_definitions(TE_STEP_HOOK)
              endif()
            endif()

            """;
        files[$"samples/{name}/CMakeLists.txt"] = $$"""
            cmake_minimum_required(VERSION 3.20.0)
            # The module that this sample lies in.
            get_filename_component(module ${CMAKE_CURRENT_SOURCE_DIR}/../.. ABSOLUTE)
            list(APPEND EXTRA_ZEPHYR_MODULES ${module})
            find_package(Zephyr REQUIRED HINTS $ENV{ZEPHYR_BASE})
            project({{name}}_sample)
            target_sources(app PRIVATE src/main.c)

            """;
        files[$"samples/{name}/prj.conf"] = $$"""
            CONFIG_{{Option(subject)}}=y
            CONFIG_PRINTK=y
            CONFIG_MAIN_STACK_SIZE=4096

            """;
        files[$"samples/{name}/sample.yaml"] = $$"""
            sample:
              name: {{name}}
              description: Runs the samples that the module carries
            tests:
              sample.tinyengine.{{name}}:
                tags: tinyengine
                harness: console
                harness_config:
                  type: {{(subject.Networks.Length == 1 ? "one_line" : "multi_line")}}
                  regex:
            {{string.Join('\n', subject.Networks.Select(network => $"        - \"{network}: passed, every output is as expected\""))}}

            """;
        files[$"samples/{name}/src/main.c"] = PackageText
            .Example(subject, "int main(void)", ends: true)
            .Replace("#include <stdio.h>\n", "#include <zephyr/kernel.h>\n#include <zephyr/sys/printk.h>\n", StringComparison.Ordinal)
            .Replace("printf(", "printk(", StringComparison.Ordinal);
        files["README.md"] = PackageText.Readme(
            subject,
            "Use with Zephyr",
            $$"""
            This folder is a Zephyr module. Add it to the `west.yml` of your workspace, or name it in the `CMakeLists.txt` of your
            application before `find_package(Zephyr)`:

                list(APPEND EXTRA_ZEPHYR_MODULES /path/to/this/folder)

            and switch it on in `prj.conf`: `CONFIG_{{Option(
                subject
            )}}=y`. Then include {{subject.Headers('`')}}. The sample application
            runs what the module carries and prints whether every output is as expected:

                west build -b YOUR_BOARD samples/{{name}} && west flash

            `{{subject.Networks[0].ToUpperInvariant()}}_ARENA_SECTION` places an arena, for example `__dtcm_noinit_section`.
            """
        );
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Option(PackageSubject subject) => $"TINYENGINE_{subject.Macro}";
}
