namespace TinyEngine.Cli.Tests;

public class CommonOptionsTests
{
    [Theory]
    [InlineData("65536", 65536L)]
    [InlineData("64K", 65536L)]
    [InlineData("64k", 65536L)]
    [InlineData("1M", 1048576L)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("K", null)]
    [InlineData("1.5M", null)]
    [InlineData("64KB", null)]
    [InlineData("9999999999999999999", null)]
    [InlineData("", null)]
    public void Byte_sizes_are_bytes_or_K_or_M(string text, long? bytes) => CommonOptions.ParseByteSize(text).ShouldBe(bytes);
}
