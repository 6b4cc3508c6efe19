using TinyEngine.Compiler.CSource;

namespace TinyEngine.Compiler.Tests.CSource;

/// <summary>How a model's name becomes the name of its C.</summary>
public class CNameTests
{
    [Theory]
    [InlineData("kws-v2", "kws_v2")]
    [InlineData("2nd net", "network_2nd_net")]
    [InlineData("string", "net_string")]
    [InlineData("größe", "gr_e_cd38f49a")]
    [InlineData("grüße", "gr_e_0a0eb658")]
    [InlineData("модель", "network_14c3e6a8")]
    [InlineData("模型", "network_c7a28aea")]
    public void A_name_becomes_an_identifier(string name, string expected)
    {
        CName.Prefix(name).ShouldBe(expected);
        CName.IsLegal(expected).ShouldBeTrue();
    }

    [Fact]
    public void Names_that_differ_in_letters_that_C_does_not_have_stay_different()
    {
        var names = Enumerable
            .Range(0x400, 0x800)
            .SelectMany(letter => new[] { $"{(char)letter}", $"{new string('x', 50)}{(char)letter}" });
        var prefixes = names.Select(CName.Prefix).ToList();
        prefixes.Distinct().Count().ShouldBe(prefixes.Count);
        prefixes.ShouldAllBe(prefix => CName.IsLegal(prefix));
    }
}
