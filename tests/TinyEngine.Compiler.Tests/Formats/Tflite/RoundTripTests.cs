using TinyEngine.Compiler.Formats.Tflite;

namespace TinyEngine.Compiler.Tests.Formats.Tflite;

public class RoundTripTests
{
    [Fact]
    public void A_model_reads_back_equal() => Models.ReadSound(Models.SmallBytes).ShouldBe(Models.Small);

    [Fact]
    public void An_empty_model_reads_back_equal()
    {
        var model = new TfliteModel(3, "", [], [], []);
        Models.ReadSound(TfliteWriter.Write(model)).ShouldBe(model);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes() =>
        TfliteWriter.Write(Models.ReadSound(Models.SmallBytes)).ShouldBe(Models.SmallBytes);

    /// <summary>Files made by other writers: what we read from our copy of them equals what we read from them.</summary>
    [Theory]
    [InlineData("conformance", 300)]
    [InlineData("models", 0)]
    [InlineData("badmodels", 0)]
    public void Every_file_of_others_can_be_copied(string folder, int atLeast)
    {
        var files = TestFiles.Find(folder, "*.tflite");
        files.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        foreach (var file in files)
        {
            if (Models.Read(TestFiles.Read(file)).Model is not { } model)
            {
                folder.ShouldBe("badmodels", file);
                continue;
            }

            var copy = TfliteWriter.Write(model);
            Models.ReadSound(copy).ShouldBe(model, file);
            TfliteWriter.Write(Models.ReadSound(copy)).ShouldBe(copy, file);
        }
    }
}
