#pragma warning disable CA1822
namespace TinyEngine.Compiler.Formats.Tflite;

/// <summary>Stand-in until the reader arrives: typed reads of an options table by field id.</summary>
public sealed class TfliteOptions
{
    public byte Byte(int field, byte @default = 0) => @default;
    public bool Bool(int field, bool @default = false) => @default;
    public int Int32(int field, int @default = 0) => @default;
    public float Float(int field, float @default = 0) => @default;
    public int[] Int32Vector(int field) => [];
}
