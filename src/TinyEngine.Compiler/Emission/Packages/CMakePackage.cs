using TinyEngine.Compiler.Targets;

namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>A CMake project: a static library, an example, and a toolchain file for Cortex-M.</summary>
internal sealed class CMakePackage : Package
{
    /// <inheritdoc/>
    public override string Kind => "cmake";

    private protected override void Fill(IDictionary<string, string> files, PackageSubject subject)
    {
        foreach (var (path, text) in subject.CodeIn("src/"))
            files[path] = text;
        files["CMakeLists.txt"] = Lists(subject);
        files["cmake/arm-none-eabi.cmake"] = Toolchain(subject.Library.Networks[0].Plan.Schedule.Target);
        files["example/main.c"] = PackageText.Example(subject, "int main(void)", ends: true);
        files["README.md"] = PackageText.Readme(
            subject,
            "Use with CMake",
            $$"""
            In your project:

                add_subdirectory({{subject.Name}})
                target_link_libraries(firmware PRIVATE {{subject.Name}})

            The example runs a sample on this machine and prints whether every output is as expected:

                cmake -S . -B build && cmake --build build && build/{{subject.Name}}_example

            For a Cortex-M, `cmake/arm-none-eabi.cmake` chooses GCC and the core (`TE_CPU`: `cortex-m4`, `cortex-m7` and so on). The library
            builds with nothing else; the example also wants what your board starts with: its sources and its linker script.

                cmake -S . -B build-m7 -DCMAKE_TOOLCHAIN_FILE=cmake/arm-none-eabi.cmake -DTE_CPU=cortex-m7 \
                    "-D{{subject.Macro}}_BOARD_SOURCES=startup.c" "-D{{subject.Macro}}_BOARD_LINK_OPTIONS=-T;board.ld"
            """
        );
    }

    private static string Lists(PackageSubject subject)
    {
        var (name, macro) = (subject.Name, subject.Macro);
        return $$"""
            cmake_minimum_required(VERSION 3.16)
            project({{name}} C)

            # The {{(subject.Networks.Length == 1 ? "network" : "networks")}}; link it and include {{subject.Headers('"')}}.
            add_library({{name}} STATIC
            {{string.Join('\n', subject.SourceNames("    src/"))}}
            )
            target_include_directories({{name}} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/src)
            set_target_properties({{name}} PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
            # The speed that the report states was measured with these.
            target_compile_options({{name}} PRIVATE $<$<C_COMPILER_ID:GNU,Clang,ARMClang>:{{PackageText.OptimizationFlags}} -Wall -Wextra>)
            {{PackageText.UnalignedAccess(name)}}
            option({{macro}}_STEP_HOOK "Call {{ProjectWriter.Hooks(subject.Networks)}}, for a timer" OFF)
            if({{macro}}_STEP_HOOK)
                target_compile_definitions({{name}} PUBLIC TE_STEP_HOOK)
            endif()

            # The example: on this machine it runs as it is, on a board it wants startup code and a linker script.
            set({{macro}}_BOARD_SOURCES "" CACHE STRING "Startup code and console of the board, for the example")
            set({{macro}}_BOARD_LINK_OPTIONS "" CACHE STRING "Linker options of the board, for the example")
            if(CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR AND
               (NOT CMAKE_CROSSCOMPILING OR {{macro}}_BOARD_SOURCES OR {{macro}}_BOARD_LINK_OPTIONS))
                add_executable({{name}}_example example/main.c ${{{macro}}_BOARD_SOURCES})
                target_link_libraries({{name}}_example PRIVATE {{name}})
                target_link_options({{name}}_example PRIVATE ${{{macro}}_BOARD_LINK_OPTIONS})
                enable_testing()
                add_test(NAME {{name}}_example COMMAND {{name}}_example)
            endif()

            """;
    }

    /// <summary>The Cortex-M cores of the list of targets, and any other without floating-point unit.</summary>
    private static string Toolchain(Target target)
    {
        var cores = Target
            .All.Where(core => core.CpuFlags.Any(flag => flag.StartsWith("-mcpu=cortex-m", StringComparison.Ordinal)))
            .ToList();
        var branches = cores.Select(
            (core, index) =>
                $"{(index == 0 ? "if" : "elseif")}(TE_CPU STREQUAL {core})\n    set(te_core \"{string.Join(' ', core.CpuFlags)}\")\n"
        );
        return $$"""
            # GCC for Cortex-M: cmake -DCMAKE_TOOLCHAIN_FILE=cmake/arm-none-eabi.cmake -DTE_CPU=cortex-m7
            set(CMAKE_SYSTEM_NAME Generic)
            set(CMAKE_SYSTEM_PROCESSOR arm)
            set(CMAKE_C_COMPILER {{Target.CortexM7.Compiler}})
            # A program needs startup code that only the board knows, so CMake tries its compiler with a library.
            set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
            set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES TE_CPU)

            set(TE_CPU {{(cores.Contains(target) ? target : Target.CortexM7)}} CACHE STRING "Core: {{string.Join(", ", cores)}}")
            {{string.Concat(branches)}}else()
                set(te_core "-mcpu=${TE_CPU} -mthumb -mfloat-abi=soft")
            endif()
            # GCC knows which cores load words from any address; clang must be told. Armv6-M and Armv8-M Baseline cannot.
            if(NOT TE_CPU MATCHES "^cortex-m(0|0plus|1|23)$")
                string(APPEND te_core " -munaligned-access")
            endif()
            set(CMAKE_C_FLAGS_INIT "${te_core} -ffunction-sections -fdata-sections")
            set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,--gc-sections")

            """;
    }
}
