namespace TinyEngine.Compiler.Emission.Packages;

/// <summary>A component for ESP-IDF with an example project.</summary>
internal sealed class EspIdfPackage : Package
{
    /// <inheritdoc/>
    public override string Kind => "esp-idf";

    private protected override void Fill(IDictionary<string, string> files, PackageSubject subject)
    {
        var name = subject.Name;
        var example = $"examples/{name}_selftest";
        foreach (var (path, text) in subject.CodeIn("src/"))
            files[path] = text;
        files["CMakeLists.txt"] = $$"""
            idf_component_register(
                SRCS
            {{string.Join('\n', subject.SourceNames("        src/"))}}
                INCLUDE_DIRS src
            )
            # The speed that the report states was measured with these.
            target_compile_options(${COMPONENT_LIB} PRIVATE {{PackageText.OptimizationFlags}})

            """;
        files["idf_component.yml"] = $$"""
            version: "{{subject.Version}}"
            description: "The {{subject.Content}} as plain C"
            license: "Apache-2.0"
            dependencies:
              idf: ">=5.0"

            """;
        files[$"{example}/CMakeLists.txt"] = $$"""
            cmake_minimum_required(VERSION 3.16)
            include($ENV{IDF_PATH}/tools/cmake/project.cmake)
            project({{name}}_selftest)

            """;
        files[$"{example}/main/CMakeLists.txt"] = """
            idf_component_register(SRCS main.c)

            """;
        // The manifest names the component, so that it does not matter what the folder is called.
        files[$"{example}/main/idf_component.yml"] = $$"""
            dependencies:
              {{name}}:
                version: "*"
                override_path: "../../../"

            """;
        files[$"{example}/main/main.c"] = PackageText.Example(subject, "void app_main(void)", ends: false);
        files["README.md"] = PackageText.Readme(
            subject,
            "Use with ESP-IDF",
            $$"""
            This folder is a component. Put it into `components/{{name}}` of your project and add `PRIV_REQUIRES {{name}}` to the
            `idf_component_register` of yours, or depend on it in the `idf_component.yml` of yours with `override_path`, as the example
            does. Then include {{subject.Headers('`')}}. The example runs a sample and prints whether every output is as expected:

                cd {{example}}
                idf.py set-target esp32s3 && idf.py flash monitor

            The kernels are portable C; compile with `--target xtensa` or `--target riscv32`, or with `--board`.
            """
        );
    }
}
