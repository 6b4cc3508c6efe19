using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TinyEngine.Toolchain.Building;

/// <summary>
/// Objects of earlier processes, a file each: the object, what the compiler reported beside it, and the system headers that it read with
/// their hashes. Processes may share the folder: entries are written aside and renamed. What cannot be read or is not whole counts as
/// missing; a folder that cannot be used caches nothing.
/// </summary>
/// <param name="folder">The folder; made when the first entry is kept.</param>
/// <param name="limit">Bytes that entries may take together; the ones not used for longest go first.</param>
internal sealed class ObjectCache(string folder, long limit = ObjectCache.DefaultLimit)
{
    /// <summary>Bytes that entries take at most unless told otherwise.</summary>
    public const long DefaultLimit = 256L << 20;

    private const string EntryExtension = ".entry";
    private const string PartExtension = ".part";
    private static readonly TimeSpan PartLife = TimeSpan.FromHours(1);

    /// <summary>Files that belong to an object, by extension: itself, stack usage, call graph.</summary>
    private static readonly string[] Extensions = [".o", ".su", ".ci"];

    private readonly ConcurrentDictionary<string, byte[]?> _hashes = new(StringComparer.Ordinal);
    private volatile bool _grew;

    /// <summary>Puts an object and what belongs to it where the compiler would have.</summary>
    /// <param name="key">What the object was made from: sources, flags, compiler.</param>
    /// <param name="target">Path of the object.</param>
    /// <returns>Whether there was an entry that holds.</returns>
    public bool TryRestore(string key, string target)
    {
        var path = EntryPath(key);
        try
        {
            if (!File.Exists(path) || Read(File.ReadAllBytes(path)) is not { } files)
                return false;
            foreach (var (extension, bytes) in files)
                File.WriteAllBytes(Path.ChangeExtension(target, extension), bytes);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Keeps an object.</summary>
    /// <param name="key">What it was made from.</param>
    /// <param name="target">Path of the object.</param>
    /// <param name="headers">Files that the compiler read and that the key does not cover.</param>
    public void Keep(string key, string target, IEnumerable<string> headers)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var part = Path.Combine(folder, $"{key}.{Guid.NewGuid():N}{PartExtension}");
            File.WriteAllBytes(part, Write(target, [.. headers]));
            File.Move(part, EntryPath(key), overwrite: true);
            _grew = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>Removes the entries not used for longest while all take more than the limit, and what died processes left.</summary>
    public void Trim()
    {
        if (!_grew)
            return;
        try
        {
            var files = new DirectoryInfo(folder).GetFiles();
            foreach (var part in files.Where(f => f.Extension == PartExtension && f.LastWriteTimeUtc < DateTime.UtcNow - PartLife))
                part.Delete();
            var room = limit;
            foreach (var entry in files.Where(f => f.Extension == EntryExtension).OrderByDescending(f => f.LastWriteTimeUtc))
            {
                room -= entry.Length;
                if (room < 0)
                    entry.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>The files that a rule of <c>make</c> names, as compilers write it with <c>-MD</c>.</summary>
    internal static IEnumerable<string> Dependencies(string rule)
    {
        var colon = rule.IndexOf(": ", StringComparison.Ordinal);
        return rule[(colon + 1)..]
            .Replace("\\\n", " ", StringComparison.Ordinal)
            .Replace("\\ ", "\0", StringComparison.Ordinal)
            .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.Replace('\0', ' '));
    }

    private string EntryPath(string key) => Path.Combine(folder, key + EntryExtension);

    private byte[] Write(string target, IReadOnlyCollection<string> headers)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(new byte[SHA256.HashSizeInBytes]);
        writer.Write(headers.Count);
        foreach (var header in headers)
        {
            writer.Write(header);
            writer.Write(HashOf(header) ?? throw new FileNotFoundException(header));
        }

        var files = Extensions.Where(extension => File.Exists(Path.ChangeExtension(target, extension))).ToList();
        writer.Write(files.Count);
        foreach (var extension in files)
        {
            var bytes = File.ReadAllBytes(Path.ChangeExtension(target, extension));
            writer.Write(extension);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }

        writer.Flush();
        var entry = memory.ToArray();
        SHA256.HashData(entry.AsSpan(SHA256.HashSizeInBytes), entry);
        return entry;
    }

    // Null for an entry that is not whole or whose headers changed.
    private List<(string Extension, byte[] Bytes)>? Read(byte[] entry)
    {
        if (entry.Length < SHA256.HashSizeInBytes)
            return null;
        if (!SHA256.HashData(entry.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(entry.AsSpan(0, SHA256.HashSizeInBytes)))
            return null;
        using var reader = new BinaryReader(new MemoryStream(entry, SHA256.HashSizeInBytes, entry.Length - SHA256.HashSizeInBytes));
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var now = HashOf(reader.ReadString());
            if (!reader.ReadBytes(SHA256.HashSizeInBytes).AsSpan().SequenceEqual(now))
                return null;
        }

        var files = new List<(string, byte[])>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            files.Add((reader.ReadString(), reader.ReadBytes(reader.ReadInt32())));
        return files;
    }

    private byte[]? HashOf(string file) =>
        _hashes.GetOrAdd(file, path => File.Exists(path) ? SHA256.HashData(File.ReadAllBytes(path)) : null);
}
