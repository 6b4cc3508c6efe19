namespace TinyEngine.Fuzz.Mutation;

/// <summary>Damage without knowledge of the format.</summary>
internal static class ByteMutator
{
    private static readonly int[] Words = [0, 1, -1, 4, 8, 16, int.MaxValue, int.MinValue, 0xFFFF, 0x7FFF, 0x10000];

    /// <summary>A damaged copy.</summary>
    /// <param name="file">The valid file.</param>
    /// <param name="other">A file to take pieces from.</param>
    /// <param name="random">Decides.</param>
    /// <param name="changes">Receives what was done.</param>
    public static byte[] Mutate(byte[] file, byte[] other, Random random, List<string> changes)
    {
        var bytes = file.ToList();
        for (var count = random.Next(1, 6); count > 0 && bytes.Count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    var word = BitConverter.GetBytes(Words[random.Next(Words.Length)]);
                    for (var i = 0; i < 4 && (at & ~3) + i < bytes.Count; i++)
                        bytes[(at & ~3) + i] = word[i];
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 5:
                    var from = random.Next(other.Length);
                    for (var i = 0; i < length && from + i < other.Length; i++)
                        bytes[at + i] = other[from + i];
                    break;
                default:
                    if (random.Next(8) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }

            changes.Add($"damage at byte {at}");
        }

        return [.. bytes];
    }
}
