using System.Buffers.Binary;
using System.Text;
using TinyEngine.Cli.Tests.Support;

namespace TinyEngine.Cli.Tests;

/// <summary>Arrays of NumPy as inputs and expected outputs: which fit, and what is said of each that does not.</summary>
public sealed class NpyFileTests : IDisposable
{
    private const string Why = "\n    why: elements are taken as they are, not converted\n    try: ";

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1, "|i1", "(1, 10, 14, 3)", "False")]
    [InlineData(2, "<i1", "(1, 10, 14, 3)", "False")]
    [InlineData(3, "i1", "(10, 14, 3)", "False")]
    [InlineData(1, ">i1", "(1, 1, 10, 14, 3)", "False")]
    public void An_array_that_fits_gives_the_reference_bytes(byte version, string type, string shape, string order)
    {
        var input = Write("in.npy", Array(type, shape, order, File.ReadAllBytes(Sample.Input), version));
        var result = Tool.Run("run", Sample.Model, "--input", input, "--output", _folder["out"]);
        result.Error.ShouldBe("");
        File.ReadAllBytes(_folder["out/out0.bin"]).ShouldBe(File.ReadAllBytes(Sample.Expected));
    }

    [Theory]
    [InlineData(
        "<f4",
        "the array has elements of '<f4', input 0 'in0' is int8 ('|i1')",
        "quantize it: np.clip(np.round(x / 0.0199999996) + -5, -128, 127).astype(np.int8)"
    )]
    [InlineData("|u1", "the array has elements of '|u1', input 0 'in0' is int8 ('|i1')", "convert it: np.save(file, x.astype(np.int8))")]
    public void An_array_of_another_type(string type, string message, string remedy) =>
        Error(Array(type, "(1, 10, 14, 3)", "False", new byte[Sample.InputBytes]))
            .ShouldStartWith($"{_folder["in.npy"]}: error TE5011: {message}{Why}{remedy}\n");

    [Fact]
    public void An_array_of_another_shape() =>
        Error(Array("|i1", "(420,)", "False", new byte[Sample.InputBytes]))
            .ShouldStartWith(
                $"{_folder["in.npy"]}: error TE5011: the array is 420, input 0 'in0' is 1x10x14x3\n"
                    + "    why: sizes must be those of the tensor; axes of size 1 in front may be missing\n"
                    + "    try: save it in this shape: np.save(file, x.reshape((1, 10, 14, 3))), if its elements are in this order\n"
            );

    [Fact]
    public void An_array_in_Fortran_order() =>
        Error(Array("|i1", "(1, 10, 14, 3)", "True", new byte[Sample.InputBytes]))
            .ShouldStartWith(
                $"{_folder["in.npy"]}: error TE5011: the array is stored in Fortran order\n"
                    + "    why: its first axis runs fastest; tensors are row-major\n"
                    + "    try: save it row-major: np.save(file, np.ascontiguousarray(x))\n"
            );

    [Fact]
    public void An_array_of_another_byte_order()
    {
        var model = Repository.File("tests/conformance/ADD_INT16/i16_const/model.tflite");
        var elements = File.ReadAllBytes(Repository.File("tests/conformance/ADD_INT16/i16_const/in0_0.bin"));
        var input = Write("in.npy", Array(">i2", "(1, 3, 3, 5)", "False", elements));
        Tool.Run("run", model, "--input", input, "--output", _folder["out"])
            .Error.ShouldStartWith(
                $"{input}: error TE5011: the elements are big-endian ('>i2')\n    why: tensors are little-endian\n"
                    + "    try: save them little-endian: np.save(file, x.astype('<i2'))\n"
            );
    }

    [Fact]
    public void Everything_that_is_wrong_with_an_array_is_said_at_once() =>
        Error(Array("<f8", "(14, 10, 3)", "True", new byte[Sample.InputBytes]))
            .Split('\n')
            .Count(line => line.Contains("error TE5011", StringComparison.Ordinal))
            .ShouldBe(3);

    public static TheoryData<string, string> DamagedFiles =>
        new()
        {
            { "raw", "the file does not begin as arrays of NumPy do" },
            { "version", "version 7.0 of the format is not known" },
            { "cut", "the file ends in its header" },
            { "records", "the header names no element type or no order" },
            { "objects", "the header names no shape" },
            { "short", "419 bytes follow the header, 1x10x14x3 needs 420" },
        };

    [Theory]
    [MemberData(nameof(DamagedFiles))]
    public void A_file_that_is_no_array(string what, string message)
    {
        var sound = Array("|i1", "(1, 10, 14, 3)", "False", new byte[Sample.InputBytes]);
        byte[] file = what switch
        {
            "raw" => new byte[Sample.InputBytes],
            "version" => [.. sound[..6], 7, .. sound[7..]],
            "cut" => sound[..20],
            "records" => Array("[('a', '|i1')]", "(420,)", "False", []),
            "objects" => Array("|i1", "(-1, 3)", "False", []),
            _ => sound[..^1],
        };
        Error(file)
            .ShouldStartWith(
                $"{_folder["in.npy"]}: error TE5010: {message}\n"
                    + "    why: the name ends in .npy, so it is read as np.save writes arrays\n"
                    + "    try: save the array again with np.save, or give a raw tensor another ending (.bin)\n"
            );
    }

    [Fact]
    public void An_array_with_the_name_of_a_raw_tensor()
    {
        var input = Write("in.bin", Array("|i1", "(1, 10, 14, 3)", "False", new byte[Sample.InputBytes]));
        Tool.Run("run", Sample.Model, "--input", input, "--output", _folder["out"])
            .Error.ShouldContain("    try: the file is one of NumPy's: let its name end in .npy\n");
    }

    [Fact]
    public void A_folder_of_samples_may_hold_arrays()
    {
        Write("in0_0.npy", Array("|i1", "(1, 10, 14, 3)", "False", File.ReadAllBytes(Sample.Input)));
        Write("out0_0.npy", Array("|i1", "(1, 8, 8, 5)", "False", File.ReadAllBytes(Sample.Expected)));
        var result = Tool.Run("verify", Sample.Model, "--samples", _folder.Path, "--target", "host");
        result.Error.ShouldBe("");
        result.Code.ShouldBe(0);
        Write("in0_0.bin", File.ReadAllBytes(Sample.Input));
        Tool.Run("verify", Sample.Model, "--samples", _folder.Path, "--target", "host")
            .Error.ShouldStartWith(
                $"{_folder["in0_0.npy"]}: error TE5002: the file stands beside in0_0.bin\n"
                    + "    why: both would be the same tensor of the same sample\n    try: remove one of them\n"
            );
    }

    public void Dispose() => _folder.Dispose();

    private string Error(byte[] file) => Tool.Run("run", Sample.Model, "--input", Write("in.npy", file), "--output", _folder["out"]).Error;

    private string Write(string name, byte[] bytes) => _folder.Write(name, bytes);

    private static byte[] Array(string type, string shape, string order, byte[] elements, byte version = 1)
    {
        var header = Encoding.ASCII.GetBytes(
            $"{{'descr': {(type.StartsWith('[') ? type : $"'{type}'")}, 'fortran_order': {order}, 'shape': {shape}, }}\n"
        );
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. elements];
    }
}
