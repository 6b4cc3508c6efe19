using System.Text.Json;

namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>A PlatformIO library with an example project.</summary>
internal sealed class PlatformIoPackage : Package
{
    /// <inheritdoc/>
    public override string Kind => "platformio";

    private protected override void Fill(IDictionary<string, string> files, PackageSubject subject)
    {
        var name = subject.Name;
        foreach (var (path, text) in subject.CodeIn("src/"))
            files[path] = text;
        files["library.json"] = $$"""
            {
              "name": "{{name}}",
              "version": "{{subject.Version}}",
              "description": "The {{subject.Content}} as plain C",
              "keywords": ["neural network", "tinyml", "inference"],
              "license": "Apache-2.0",
              "headers": {{Headers(subject)}},
              "frameworks": "*",
              "platforms": "*",
              "build": {
                "srcDir": "src",
                "includeDir": "src",
                "unflags": ["-Os"],
                "flags": [{{string.Join(", ", BuildFlags.Optimization.Select(flag => $"\"{JsonEncodedText.Encode(flag)}\""))}}]
              }
            }

            """;
        files["examples/selftest/platformio.ini"] = $$"""
            ; On this machine:  pio run -e native -t exec
            ; On a board:       pio run -e board -t upload && pio device monitor
            [platformio]
            default_envs = native

            [env]
            lib_deps = {{name}}=symlink://../..

            [env:native]
            platform = native

            [env:board]
            platform = ststm32
            board = nucleo_f446re
            framework = arduino
            monitor_speed = 115200

            """;
        var main = PackageText.Example(subject, "int main()", ends: true, linkage: "extern \"C\" ");
        files["examples/selftest/src/main.cpp"] = $"""
            #ifdef ARDUINO
            {PackageText.Sketch(subject, "#include <Arduino.h>\n\n", '"', '"').TrimEnd()}
            #else
            {main.TrimEnd()}
            #endif

            """;
        files["README.md"] = PackageText.Readme(
            subject,
            "Use with PlatformIO",
            $$"""
            Add this folder to your project: `lib/{{name}}`, or in `platformio.ini`

                lib_deps = {{name}}=symlink:///path/to/this/folder

            Then include {{subject.Headers('`')}}. The example runs a sample and prints whether every output is as expected, on this
            machine (`native`) or on a board; `[env:board]` names one of many.

                cd examples/selftest
                pio run -e native -t exec
            """
        );
    }

    private static string Headers(PackageSubject subject) =>
        subject.Networks is [var only] ? $"\"{only}.h\"" : $"[{string.Join(", ", subject.Networks.Select(network => $"\"{network}.h\""))}]";
}
