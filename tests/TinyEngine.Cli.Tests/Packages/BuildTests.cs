using TinyEngine.Cli.Tests.Support;
using static TinyEngine.Cli.Tests.Packages.PackageFixture;

namespace TinyEngine.Cli.Tests.Packages;

/// <summary>Packages are built, and run where that is possible here: with CMake for this machine and for an emulated board, and with the
/// compilers and a stand-in for what Arduino, Zephyr and ESP-IDF would bring.</summary>
[Trait("Needs", "Emulator")]
public sealed class BuildTests(PackageFixture fixture) : IClassFixture<PackageFixture>, IDisposable
{
    private const string Passed = "net: passed, every output is as expected\n";

    // What a sketch uses of the Arduino core, for this machine.
    private const string ArduinoCore = """
        #include <stdio.h>
        #include <stdlib.h>
        struct SerialPort
        {
            void begin(long) {}
            void print(const char *text) { fputs(text, stdout); }
            void print(unsigned long number) { printf("%lu", number); }
            void println(const char *text) { puts(text); }
        };
        static SerialPort Serial;
        static unsigned long micros() { static unsigned long time; return time += 7; }
        static void delay(unsigned long) { exit(0); }
        """;

    private readonly TempFolder _folder = new();

    [PackageFact]
    public void CMake_builds_and_runs_on_this_machine()
    {
        CMake("-S", fixture.Path("cmake"), "-B", _folder["build"]);
        Run("cmake", "--build", _folder["build"]);
        Run(_folder["build/net_example"]).ShouldBe(Passed);
        Run("ctest", "--test-dir", _folder["build"]).ShouldContain("100% tests passed");
    }

    [PackageFact]
    public void CMake_embeds_the_library_in_another_project()
    {
        Directory.CreateDirectory(_folder["app"]);
        File.WriteAllText(
            _folder["app/CMakeLists.txt"],
            "cmake_minimum_required(VERSION 3.16)\n"
                + "project(app C)\n"
                + $"add_subdirectory({fixture.Path("cmake")} net)\n"
                + $"add_executable(app {fixture.Path("cmake", "example", "main.c")})\n"
                + "target_link_libraries(app PRIVATE net)\n"
        );
        CMake("-S", _folder["app"], "-B", _folder["build"]);
        Run("cmake", "--build", _folder["build"]);
        Run(_folder["build/app"]).ShouldBe(Passed);
    }

    [PackageTheory]
    [InlineData("cortex-m4", "mps2-an386")]
    [InlineData("cortex-m7", "mps2-an500")]
    [InlineData("cortex-m33", "mps2-an505")]
    [InlineData("cortex-m3", "mps2-an385")]
    [InlineData("cortex-m0plus", "mps2-an385")]
    [InlineData("cortex-m0plus", "microbit")]
    public void CMake_builds_for_a_Cortex_M_and_the_example_runs_on_the_emulator(string core, string machine)
    {
        var ports = Repository.File("kernels/ports");
        CMake(
            "-S",
            fixture.Path("cmake"),
            "-B",
            _folder["build"],
            $"-DCMAKE_TOOLCHAIN_FILE={fixture.Path("cmake", "cmake", "arm-none-eabi.cmake")}",
            $"-DTE_CPU={core}",
            $"-DNET_BOARD_SOURCES={ports}/common/startup.c;{ports}/common/te_port.c",
            $"-DNET_BOARD_LINK_OPTIONS=-nostartfiles;--specs=nosys.specs;-T;{ports}/{machine}/link.ld"
        );
        Run("cmake", "--build", _folder["build"]);
        Emulate(machine, _folder["build/net_example"]).ShouldBe(Passed);
    }

    /// <summary>The headers refuse a Cortex-M3 and larger without <c>-munaligned-access</c>, Armv6-M refuses it.</summary>
    [PackageTheory]
    [InlineData("cortex-m0plus", false)]
    [InlineData("cortex-m4", true)]
    [InlineData("cortex-m33", true)]
    public void CMake_lets_clang_load_words_from_any_address_where_the_core_can(string core, bool can)
    {
        var headers = Run("sh", "-c", "dirname $(echo '#include <string.h>' | arm-none-eabi-gcc -E -x c - | grep -m1 -o '/.*/string.h')");
        CMake(
            "-S",
            fixture.Path("cmake"),
            "-B",
            _folder["build"],
            "-DCMAKE_SYSTEM_NAME=Generic",
            "-DCMAKE_C_COMPILER=clang",
            "-DCMAKE_C_COMPILER_TARGET=arm-none-eabi",
            "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY",
            $"-DCMAKE_C_FLAGS=-mcpu={core} -mthumb -isystem {headers.Trim()}"
        );
        Run("cmake", "--build", _folder["build"], "--target", "net");
        var flags = File.ReadAllText(_folder["build/CMakeFiles/net.dir/flags.make"]);
        flags.Contains("-munaligned-access", StringComparison.Ordinal).ShouldBe(can);
    }

    [PackageFact]
    public void Without_a_board_CMake_builds_the_library_for_every_core()
    {
        foreach (var core in new[] { "cortex-m0plus", "cortex-m33" })
        {
            CMake(
                "-S",
                fixture.Path("cmake"),
                "-B",
                _folder[core],
                $"-DCMAKE_TOOLCHAIN_FILE={fixture.Path("cmake", "cmake", "arm-none-eabi.cmake")}",
                $"-DTE_CPU={core}"
            );
            Run("cmake", "--build", _folder[core]);
            File.Exists(_folder[$"{core}/libnet.a"]).ShouldBeTrue();
        }
    }

    [PackageFact]
    public void The_Arduino_library_compiles_as_Arduino_does_and_its_sketch_passes()
    {
        // Arduino cores compile for size, as GNU C, and link what a sketch uses.
        foreach (var core in new[] { new[] { "-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard" }, ["-mcpu=cortex-m0plus"] })
            Objects("arduino", "arm-none-eabi-gcc", ["-Os", "-std=gnu11", "-mthumb", .. core]);
        var objects = Objects("arduino", "gcc", ["-Os", "-std=gnu11"]);
        File.WriteAllText(_folder["Arduino.h"], ArduinoCore);
        File.WriteAllText(
            _folder["sketch.cpp"],
            $"#include <Arduino.h>\n{fixture.Text("arduino", "examples", "SelfTest", "SelfTest.ino")}\nint main() {{ setup(); loop(); }}\n"
        );
        Run(
            "g++",
            [
                "-std=gnu++17",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-Wno-unused-function",
                "-I",
                _folder.Path,
                "-I",
                fixture.Path("arduino", "src"),
                _folder["sketch.cpp"],
                .. objects,
                "-o",
                _folder["sketch"],
            ]
        );
        Run(_folder["sketch"]).ShouldBe($"{Passed}7 microseconds\n");
    }

    [PackageFact]
    public void The_PlatformIO_example_passes_on_this_machine_and_compiles_as_a_sketch()
    {
        foreach (var core in new[] { "cortex-m4", "cortex-m0plus" })
            Objects("platformio", "arm-none-eabi-gcc", ["-O3", "-ffp-contract=off", "-std=gnu11", "-mthumb", $"-mcpu={core}"]);
        var objects = Objects("platformio", "gcc", ["-O3", "-ffp-contract=off", "-std=gnu11"]);
        var main = fixture.Path("platformio", "examples", "selftest", "src", "main.cpp");
        Run(
            "g++",
            [
                "-std=gnu++17",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-I",
                fixture.Path("platformio", "src"),
                main,
                .. objects,
                "-o",
                _folder["native"],
            ]
        );
        Run(_folder["native"]).ShouldBe(Passed);
        File.WriteAllText(_folder["Arduino.h"], ArduinoCore);
        Run(
            "arm-none-eabi-g++",
            "-DARDUINO=10819",
            "-mcpu=cortex-m4",
            "-mthumb",
            "-std=gnu++17",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-Wno-unused-function",
            "-I",
            _folder.Path,
            "-I",
            fixture.Path("platformio", "src"),
            "-c",
            main,
            "-o",
            _folder["main.o"]
        );
    }

    [PackageFact]
    public void The_Zephyr_sample_passes_with_a_stand_in_for_its_console()
    {
        Objects("zephyr", "arm-none-eabi-gcc", ["-O2", "-std=c11", "-mthumb", "-mcpu=cortex-m33"]);
        Directory.CreateDirectory(_folder["zephyr/sys"]);
        File.WriteAllText(_folder["zephyr/kernel.h"], "");
        File.WriteAllText(_folder["zephyr/sys/printk.h"], "#include <stdio.h>\n#define printk printf\n");
        Run(
            "gcc",
            [
                "-std=c11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-I",
                _folder.Path,
                "-I",
                fixture.Path("zephyr", "src"),
                fixture.Path("zephyr", "samples", "net", "src", "main.c"),
                .. Objects("zephyr", "gcc", ["-O2"]),
                "-o",
                _folder["sample"],
            ]
        );
        Run(_folder["sample"]).ShouldBe(Passed);
    }

    [PackageFact]
    public void The_ESP_IDF_example_passes_with_a_stand_in_for_its_start()
    {
        File.WriteAllText(_folder["start.c"], "void app_main(void);\nint main(void) { app_main(); return 0; }\n");
        var main = fixture.Path("esp-idf", "examples", "net_selftest", "main", "main.c");
        Run(
            "gcc",
            [
                "-std=gnu17",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-I",
                fixture.Path("esp-idf", "src"),
                main,
                _folder["start.c"],
                .. Objects("esp-idf", "gcc", ["-O2"]),
                "-o",
                _folder["example"],
            ]
        );
        Run(_folder["example"]).ShouldBe(Passed);
    }

    private string[] Objects(string kind, string compiler, string[] flags)
    {
        var objects = Directory.CreateDirectory(_folder[$"objects{Directory.GetDirectories(_folder.Path).Length}"]).FullName;
        foreach (var source in fixture.Sources(kind))
            Run(
                compiler,
                [
                    .. flags,
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-I",
                    fixture.Path(kind, "src"),
                    "-c",
                    source,
                    "-o",
                    Path.Combine(objects, Path.GetFileName(source) + ".o"),
                ]
            );
        return Directory.GetFiles(objects);
    }

    private static void CMake(params string[] arguments) => Run("cmake", ["-G", "Unix Makefiles", .. arguments]);

    public void Dispose() => _folder.Dispose();
}
