using System.Text.Json;
using TinyEngine.Boards;
using TinyEngine.Cli.Tests.Support;
using TinyEngine.Compiler.Targets;
using TinyEngine.Graph.Diagnostics;
using TinyEngine.Toolchain;

namespace TinyEngine.Cli.Tests.Verbs;

public sealed class BoardsVerbTests : IDisposable
{
    private const string Mine = """
        boards:
          - name: my-board
            title: My board
            core: cortex-m4
            clockMegahertz: 72
            ram: { SRAM: 40K, CCM: 8K }
            flash: 256K
            source: my own measurement
        """;

    private static readonly string Model = ModelFolder.TinyMobilenet.Model;

    private readonly TempFolder _folder = new();

    private string Write(string text)
    {
        File.WriteAllText(_folder["boards.yaml"], text);
        return _folder["boards.yaml"];
    }

    [Fact]
    public void The_known_boards_are_complete()
    {
        BoardCatalog.BuiltIn.Length.ShouldBeGreaterThanOrEqualTo(15);
        BoardCatalog.BuiltIn.Select(board => board.Core).Distinct().Count().ShouldBeGreaterThanOrEqualTo(5);
        foreach (var board in BoardCatalog.BuiltIn)
        {
            board.ArenaBytes.ShouldBeInRange(16 << 10, board.Banks.Sum(bank => bank.Bytes), board.Name);
            board.FlashBytes.ShouldBeInRange(64 << 10, 16 << 20, board.Name);
            board.Source.Length.ShouldBeGreaterThan(10, board.Name);
        }
    }

    [Fact]
    public void A_table_and_json_tell_the_same()
    {
        var table = Tool.Run("boards").Out;
        using var json = JsonDocument.Parse(Tool.Run("boards", "--json").Out);
        foreach (var board in json.RootElement.GetProperty("boards").EnumerateArray())
            table.ShouldContain($"  {board.GetProperty("name").GetString()} ");
        table.ShouldMatch(
            @"stm32f746-discovery +cortex-m7 +216 +320K +DTCM 64K, SRAM1 240K, SRAM2 16K +1M +cortex-m7 +STMicroelectronics DS10916"
        );
        table.ShouldMatch(@"raspberry-pi-pico +cortex-m0plus +133 +264K .* +2M +cortex-m0plus ");
    }

    [Fact]
    public void The_reference_page_holds_the_table() =>
        File.ReadAllText(Repository.File("docs/reference/boards.md"))
            .ShouldContain(Tool.Run("boards", "--markdown").Out, customMessage: "run eng/snapshots.sh");

    [Fact]
    public void A_board_sets_target_and_limits()
    {
        using var json = JsonDocument.Parse(
            Tool.Run("compile", Model, "--output", _folder["net"], "--board", "raspberry-pi-pico", "--json").Out
        );
        (json.RootElement.GetProperty("board").GetString(), json.RootElement.GetProperty("target").GetString()).ShouldBe(
            ("raspberry-pi-pico", "cortex-m0plus")
        );
        Directory.GetFiles(_folder["net"], "*__dsp.c").ShouldBeEmpty();

        var small = Write(
            Mine.Replace("40K", "64", StringComparison.Ordinal)
                .Replace("8K", "512", StringComparison.Ordinal)
                .Replace("256K", "1K", StringComparison.Ordinal)
        );
        var result = Tool.Run("compile", Model, "--output", _folder["other"], "--boards", small, "--board", "my-board");
        result.Code.ShouldBe(1);
        result.Error.ShouldMatch(@"error TE4001: .* RAM for its arena, 512 are available");
        Tool.Run(
                "compile",
                Model,
                "--output",
                _folder["other"],
                "--boards",
                small,
                "--board",
                "my-board",
                "--sram",
                "64K",
                "--flash",
                "64K",
                "--target",
                "host"
            )
            .Code.ShouldBe(0);
    }

    [Fact]
    public void Boards_of_a_file_come_on_top()
    {
        var table = Tool.Run("boards", "--boards", Write(Mine)).Out;
        table.ShouldMatch(@"my-board +cortex-m4 +72 +40K +SRAM 40K, CCM 8K +256K +cortex-m4 +my own measurement");
        table.ShouldContain("stm32f746-discovery");
    }

    [Theory]
    [InlineData("nucleo-f446er", "did you mean: nucleo-f446re")]
    [InlineData("stm32f746-discovry", "did you mean: stm32f746-discovery")]
    [InlineData("pico", "did you mean: raspberry-pi-pico, raspberry-pi-pico-2")]
    [InlineData("RP2040", "did you mean: raspberry-pi-pico")]
    [InlineData("zzz", "try: tinyengine help compile")]
    public void An_unknown_board_is_exit_code_2_with_what_was_meant(string name, string hint)
    {
        var result = Tool.Run("compile", Model, "--output", _folder["net"], "--board", name);
        result.Code.ShouldBe(2);
        result.Error.ShouldStartWith($"tinyengine: unknown board '{name}'; 'tinyengine boards' lists the known ones\n    {hint}");
    }

    [Theory]
    [InlineData("boards: [", "error TE8201: this is not YAML: ")]
    [InlineData("", "error TE8201: there is no list of 1 to 1000 boards under the key 'boards'")]
    [InlineData("boards: 3", "error TE8201: there is no list of 1 to 1000 boards under the key 'boards'")]
    [InlineData("boards: [3]", "(line 1): error TE8202: a board is a list of fields, this is something else")]
    public void What_is_no_list_of_boards_is_TE8201(string text, string error)
    {
        var result = Tool.Run("boards", "--boards", Write(text));
        result.Code.ShouldBe(1);
        result.Error.ShouldContain(error);
    }

    [Theory]
    [InlineData("core: cortex-m4", "core: z80", "line 4, board 'my-board'", "the core 'z80' is unknown")]
    [InlineData("core: cortex-m4", "core: host", "line 4, board 'my-board'", "the core 'host' is unknown")]
    [InlineData("core: cortex-m4", "cpu: cortex-m4", "line 4, board 'my-board'", "there is no field 'cpu'")]
    [InlineData("core: cortex-m4", "note: x", "line 2, board 'my-board'", "'core' is missing or empty")]
    [InlineData("name: my-board", "name: My Board", "line 2, board 'My Board'", "'My Board' cannot be the name of a board")]
    [InlineData("72", "fast", "line 5, board 'my-board'", "'fast' is no value for 'clockMegahertz'")]
    [InlineData("72", "0", "line 5, board 'my-board'", "'0' is no value for 'clockMegahertz'")]
    [InlineData("40K", "40KB", "line 6, board 'my-board'", "the bank 'SRAM' has no size that can be read")]
    [InlineData("40K", "4096M", "line 6, board 'my-board'", "the bank 'SRAM' has no size that can be read")]
    [InlineData("flash: 256K", "flash: -1", "line 7, board 'my-board'", "'-1' is no value for 'flash'")]
    [InlineData(
        "flash: 256K",
        "flash: 256K\n    arena: 100K",
        "line 8, board 'my-board'",
        "the arena of 102,400 bytes is larger than all RAM together"
    )]
    public void A_wrong_field_is_TE8202_with_its_line(string right, string wrong, string place, string message)
    {
        var file = Write(Mine.Replace(right, wrong, StringComparison.Ordinal));
        var result = Tool.Run("compile", Model, "--output", _folder["net"], "--boards", file);
        result.Code.ShouldBe(1);
        result.Error.ShouldContain($"{file}({place}): error TE8202: {message}\n    try: ");
        Directory.Exists(_folder["net"]).ShouldBeFalse();
    }

    [Fact]
    public void Two_boards_of_one_name_are_TE8202()
    {
        var bag = new DiagnosticBag();
        BoardFile.Read(Mine + Mine["boards:".Length..], "b.yaml", bag).ShouldBeNull();
        bag.Items.ShouldHaveSingleItem().Message.ShouldBe("there are 2 boards named 'my-board'");
    }

    [EmulatorFact, Trait("Needs", "Emulator")]
    public void Milliseconds_are_an_estimate_with_clock_and_model()
    {
        var result = Tool.Run("bench", Model, "--board", "nucleo-f446re");
        result.Out.ShouldMatch(
            @"on cortex-m4: .*\n"
                + @"predicted: .*\n"
                + @"estimate for nucleo-f446re at 180 MHz: 0\.\d+ ms \(one instruction per cycle; waits for flash and caches are not "
                + @"modelled\)\n"
        );
        using var json = JsonDocument.Parse(Tool.Run("bench", Model, "--board", "nucleo-f446re", "--json").Out);
        var instructions = json.RootElement.GetProperty("instructions").GetInt64();
        json.RootElement.GetProperty("time").GetProperty("millisecondsEstimate").GetDouble().ShouldBe(instructions / 180e3, 0.001);
    }

    [Fact]
    public void A_core_that_is_not_emulated_is_TE8203_in_bench() =>
        Tool.Run("bench", Model, "--board", "esp32-c3-devkitm-1")
            .Error.ShouldStartWith(
                "esp32-c3-devkitm-1: error TE8203: instructions of a riscv32 cannot be counted: it is not emulated\n"
                    + "    why: the emulated cores are cortex-m0plus, cortex-m3, cortex-m4, cortex-m7, cortex-m33\n"
            );

    [Theory]
    [InlineData("cortex-m0plus: error TE8204: cortex-m0plus has", "compile", "--target", "cortex-m0plus", "--output", "net")]
    [InlineData("cortex-m3: error TE8204: cortex-m3 has", "bench", "--target", "cortex-m3")]
    [InlineData("raspberry-pi-pico: error TE8204: cortex-m0plus has", "plan", "--board", "raspberry-pi-pico")]
    [InlineData("host: error TE8204: host has", "verify", "--target", "host")]
    public void Instructions_that_a_target_does_not_have_are_TE8204(string message, string verb, params string[] options)
    {
        var result = Tool.Run([verb, Model, .. options, "--isa", "dsp"]);
        result.Code.ShouldBe(1);
        result.Error.ShouldStartWith($"{message} no instructions of the set dsp\n");
        result.Error.ShouldContain("its sets are c99; dsp have cortex-m4, cortex-m7, cortex-m33\n");
    }

    [Theory]
    [InlineData("raspberry-pi-pico-2", "dsp")]
    [InlineData("nucleo-u575zi-q", "dsp")]
    [InlineData("nrf5340-dk", "dsp")]
    [InlineData("raspberry-pi-pico", "c99")]
    public void A_board_gets_the_kernels_of_its_core(string board, string set)
    {
        Tool.Run("compile", Model, "--board", board, "--output", _folder["net"], "--name", "net").Code.ShouldBe(0);
        File.ReadAllText(_folder["net/net_kernels.c"]).Contains("__dsp", StringComparison.Ordinal).ShouldBe(set == "dsp");
        Tool.Run("compile", Model, "--board", board, "--isa", "c99", "--output", _folder["net"], "--name", "net").Code.ShouldBe(0);
        File.ReadAllText(_folder["net/net_kernels.c"]).ShouldNotContain("__dsp");
    }

    [CompilerFact, Trait("Needs", "Compiler")]
    public void Verify_runs_portable_cores_on_this_machine_and_says_so()
    {
        var result = Tool.Run("verify", Model, "--board", "esp32-c3-devkitm-1");
        result.Code.ShouldBe(0, result.Error);
        result.Error.ShouldContain("riscv32 is not emulated: its code is the portable C of the host, which runs here\n");
        result.Out.ShouldMatch(@"  host +match ");
    }

    [Fact]
    public void A_core_that_cannot_run_here_gets_portable_kernels()
    {
        foreach (var target in Target.All.Except(Target.Runnable))
            (target.InstructionSet, target.RunsOn).ShouldBe((InstructionSet.C99, Target.Host));
    }

    public void Dispose() => _folder.Dispose();
}
