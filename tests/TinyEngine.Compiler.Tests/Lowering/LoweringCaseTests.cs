using System.Text;

namespace TinyEngine.Compiler.Tests.Lowering;

/// <summary>Small networks for some target as text, with the kernel calls that they become, below <c>tests/lowering</c>. With
/// <c>TINYENGINE_UPDATE_SNAPSHOTS=1</c> the calls are written anew; review their difference like code.</summary>
public class LoweringCaseTests
{
    public static TheoryData<string> Files => [.. TestFiles.Find("lowering", "*.txt")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_network_becomes_the_calls_of_its_case(string file)
    {
        var text = Encoding.UTF8.GetString(TestFiles.Read(file));
        var lowered = string.Join("\n", LoweringCase.Read(text).Select(part => part.Write()));
        if (Environment.GetEnvironmentVariable("TINYENGINE_UPDATE_SNAPSHOTS") == "1")
            TestFiles.Write(file, lowered);
        else
            lowered.ShouldBe(text, "eng/snapshots.sh writes the cases anew");
    }

    [Fact]
    public void There_are_cases() => Files.Count.ShouldBeGreaterThan(4);
}
