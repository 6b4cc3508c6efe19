using TinyEngine.Compiler.Import;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Reads the user's files whole, and refuses what is no ordinary file before it can block or never end.</summary>
internal static class InputFile
{
    /// <summary>Reads a model.</summary>
    /// <returns>Its bytes, or null after an error was reported.</returns>
    public static byte[]? ReadModel(string path, DiagnosticBag bag) => Read(path, ImportLimits.FileBytes, bag);

    /// <summary>Reads a file.</summary>
    /// <param name="path">File.</param>
    /// <param name="maximumBytes">Refuse a longer one.</param>
    /// <param name="bag">Receives the reason when it cannot be read.</param>
    /// <returns>Its bytes, or null after an error was reported.</returns>
    public static byte[]? Read(string path, long maximumBytes, DiagnosticBag bag)
    {
        byte[]? Refuse(string message, string remedy = "")
        {
            bag.Add(Diag.FileNotReadable, new Place(path), message, @try: remedy);
            return null;
        }

        try
        {
            if (path.Length == 0)
                return Refuse("the file name is empty");
            if (Directory.Exists(path))
                return Refuse("this is a folder, expected a file", NearestModel(path));
            if (!File.Exists(path))
                return Refuse("the file does not exist", "check the path; it is relative to the current folder");
            if (!UnixSystem.IsOrdinaryFile(path))
                return Refuse("this is a device, pipe or socket, expected an ordinary file", "write the data to a file first");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length > maximumBytes)
            {
                bag.Add(Diag.FileTooLarge, new Place(path), $"the file has {file.Length:N0} bytes, at most {maximumBytes:N0} are read");
                return null;
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return Refuse($"the file cannot be read: {Reason(exception)}");
        }
    }

    /// <summary>An exception's message without the path, which the place of the diagnostic shows already.</summary>
    public static string Reason(Exception exception) =>
        exception switch
        {
            UnauthorizedAccessException => "permission denied",
            PathTooLongException => "the path is too long",
            DirectoryNotFoundException => "the folder does not exist",
            EndOfStreamException => "the file became shorter while it was read",
            _ => exception.Message,
        };

    private static string NearestModel(string folder) =>
        Directory.EnumerateFiles(folder, "*.tflite").Order(StringComparer.Ordinal).FirstOrDefault() is { } model
            ? $"pass the file itself, for example {model}"
            : "pass the file itself";
}
