using TinyEngine.Toolchain.Building;
using TinyEngine.Toolchain.Processes;

namespace TinyEngine.Toolchain.Tests.Building;

/// <summary>Objects that outlive a session, with a stand-in for the compiler that counts its calls.</summary>
public sealed class ObjectCacheTests : IDisposable
{
    private const string FakeCompiler = """
        #!/bin/sh
        [ "$1" = --version ] && { echo fake 1; exit; }
        echo called >>CALLS
        while [ $# -gt 0 ]; do
            case $1 in
                -o) object=$2 ;;
                -MF) rule=$2 ;;
                -c) source=$2 ;;
            esac
            shift
        done
        grep -q broken "$source" && exit 1
        cp "$source" "$object"
        echo "a.c:1:1:f	16	static" >"${object%.o}.su"
        echo graph >"${object%.o}.ci"
        printf '%s: %s \\\n SYSTEM\n' "$object" "$source" >"$rule"

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ProcessRunner _processes = new();
    private int _sessions;

    public ObjectCacheTests()
    {
        Write("system.h", "first");
        Write("a.c", "int f(void);");
        Write("cc", FakeCompiler.Replace("CALLS", At("calls")).Replace("SYSTEM", At("system.h")));
        File.SetUnixFileMode(At("cc"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private void Write(string name, string text) => File.WriteAllText(At(name), text);

    private int Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")).Length : 0;

    private FileInfo[] Entries => new DirectoryInfo(At("cache")).GetFiles();

    // A process of its own, as far as the cache is concerned.
    private async Task<CompileResult> Compile(params string[] flags)
    {
        var place = _folder.CreateFolder($"session{Interlocked.Increment(ref _sessions)}");
        var store = new ObjectStore(_processes, place, TimeSpan.FromMinutes(1), new ObjectCache(At("cache")));
        return await store.CompileAsync(new CompileJob(At("a.c"), At("cc"), [.. flags], [], []), CancellationToken.None);
    }

    [Fact]
    public async Task What_was_compiled_before_comes_back_with_its_reports()
    {
        await Compile();
        var again = await Compile();
        Calls.ShouldBe(1);
        File.ReadAllText(again.Object).ShouldBe("int f(void);");
        File.ReadAllText(Path.ChangeExtension(again.Object, ".su")).ShouldContain("16");
        File.ReadAllText(Path.ChangeExtension(again.Object, ".ci")).ShouldBe("graph\n");
    }

    [Fact]
    public async Task Another_source_flag_system_header_or_compiler_is_compiled()
    {
        await Compile();
        await Compile("-O2");
        Calls.ShouldBe(2);
        Write("a.c", "int g(void);");
        await Compile();
        Calls.ShouldBe(3);
        Write("system.h", "second");
        await Compile();
        Calls.ShouldBe(4);
        File.AppendAllText(At("cc"), "# updated\n");
        await Compile();
        Calls.ShouldBe(5);
        await Compile();
        Calls.ShouldBe(5);
    }

    [Fact]
    public async Task A_damaged_entry_is_compiled_again_and_replaced()
    {
        await Compile();
        var entry = Entries.ShouldHaveSingleItem().FullName;
        var whole = File.ReadAllBytes(entry);
        foreach (var damaged in new[] { [], whole[..^1], [.. whole[..^1], (byte)(whole[^1] ^ 1)] })
        {
            File.WriteAllBytes(entry, damaged);
            File.ReadAllText((await Compile()).Object).ShouldBe("int f(void);");
            File.ReadAllBytes(entry).ShouldBe(whole);
        }

        Calls.ShouldBe(4);
    }

    [Fact]
    public async Task A_source_that_does_not_compile_is_not_kept()
    {
        Write("a.c", "broken");
        (await Compile()).Failure.ShouldNotBeNull();
        (await Compile()).Failure.ShouldNotBeNull();
        Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Many_at_once_leave_one_whole_entry()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Compile())));
        Entries.ShouldHaveSingleItem();
        var before = Calls;
        await Compile();
        Calls.ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_caches_nothing()
    {
        Write("cache", "a file");
        (await Compile()).Failure.ShouldBeNull();
        (await Compile()).Failure.ShouldBeNull();
        Calls.ShouldBe(2);
    }

    [Fact]
    public void The_entries_not_used_for_longest_go_first()
    {
        Write("x.o", new string('x', 1000));
        var cache = new ObjectCache(At("cache"), limit: 2500);
        foreach (var key in new[] { "old", "used", "new" })
            cache.Keep(key, At("x.o"), []);
        foreach (var key in new[] { "old", "used", "new" })
            File.SetLastWriteTimeUtc(At($"cache/{key}.entry"), DateTime.UtcNow.AddDays(-1));
        Write("cache/left.part", "");
        File.SetLastWriteTimeUtc(At("cache/left.part"), DateTime.UtcNow.AddDays(-1));
        cache.TryRestore("used", At("y.o")).ShouldBeTrue();
        cache.TryRestore("new", At("y.o")).ShouldBeTrue();
        cache.Trim();
        Entries.Select(entry => entry.Name).ShouldBe(["new.entry", "used.entry"], ignoreOrder: true);
    }

    [Fact]
    public void A_rule_of_make_names_its_files() =>
        ObjectCache
            .Dependencies("/o/a.o: /s/a\\ b.c \\\n /usr/include/x.h /usr/y.h\n")
            .ShouldBe(["/s/a b.c", "/usr/include/x.h", "/usr/y.h"]);

    public void Dispose()
    {
        _processes.Dispose();
        _folder.Dispose();
    }
}
