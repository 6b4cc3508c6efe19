using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>A file to write.</summary>
/// <param name="Name">Path inside the output folder, with '/'.</param>
/// <param name="Bytes">Content.</param>
internal readonly record struct OutputFile(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>Writes results so that nobody ever sees half of one: everything is written under temporary names first and renamed at the
/// end.</summary>
internal static class OutputFiles
{
    /// <summary>Writes files into a folder, which is made when missing; files of the same names are replaced, others stay.</summary>
    /// <param name="folder">Folder.</param>
    /// <param name="files">Files.</param>
    /// <param name="call">Receives the reason when they cannot be written; the folder is then as it was before.</param>
    /// <returns>Whether everything was written.</returns>
    public static bool Write(string folder, IReadOnlyList<OutputFile> files, Invocation call)
    {
        var cancellation = call.Cancellation; // from here on Ctrl-C waits for the clean-up
        return Guard(folder, call, (made, temporary) =>
        {
            MakeFolder(Path.GetFullPath(folder), made);
            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Directory.Exists(Path.Combine(folder, file.Name)))
                    throw new IOException($"'{file.Name}' is a folder");
                temporary.Add(Path.Combine(folder, TemporaryName(file.Name)));
                WriteFile(temporary[^1], file);
            }

            for (var i = 0; i < files.Count; i++)
                File.Move(temporary[i], Path.Combine(folder, files[i].Name), overwrite: true);
        });
    }

    /// <summary>Writes a folder that appears with all its files at once. One that is there already is replaced.</summary>
    /// <param name="folder">Folder; what it holds is lost.</param>
    /// <param name="files">Files.</param>
    /// <param name="call">Receives the reason when they cannot be written; nothing is left then.</param>
    /// <returns>Whether everything was written.</returns>
    public static bool WriteWholeFolder(string folder, IReadOnlyList<OutputFile> files, Invocation call)
    {
        var cancellation = call.Cancellation;
        return Guard(folder, call, (made, temporary) =>
        {
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
            if (File.Exists(target))
                throw new IOException("a file of that name exists");
            var parent = Path.GetDirectoryName(target)!;
            MakeFolder(parent, made);
            var waiting = Path.Combine(parent, TemporaryName(Path.GetFileName(target)));
            Directory.CreateDirectory(waiting);
            made.Insert(0, waiting);
            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (
                    var inner in FoldersOf(file.Name).Select(name => Path.Combine(waiting, name)).Where(inner => !Directory.Exists(inner))
                )
                {
                    Directory.CreateDirectory(inner);
                    made.Insert(0, inner);
                }

                temporary.Add(Path.Combine(waiting, file.Name));
                WriteFile(temporary[^1], file);
            }

            Exchange(waiting, target);
        });
    }

    /// <summary>The folders that a path leads through, the outermost first.</summary>
    private static IEnumerable<string> FoldersOf(string path) =>
        path.Index().Where(letter => letter.Item == '/').Select(letter => path[..letter.Index]);

    private static void Exchange(string waiting, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(waiting, target);
            return;
        }

        var old = Path.Combine(Path.GetDirectoryName(target)!, TemporaryName($"{Path.GetFileName(target)}.old"));
        Directory.Move(target, old);
        try
        {
            Directory.Move(waiting, target);
        }
        catch
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    /// <summary>Does some writing; when it fails, removes the files and then the folders that it has noted down as made.</summary>
    private static bool Guard(string folder, Invocation call, Action<List<string>, List<string>> write)
    {
        var (made, temporary) = (new List<string>(), new List<string>());
        var complete = false;
        try
        {
            write(made, temporary);
            return complete = true;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            call.Diagnostics.Add(
                Diag.OutputNotWritable,
                new Place(folder),
                $"the folder cannot be written: {Reason(exception)}",
                @try: "choose another --output folder"
            );
            return false;
        }
        finally
        {
            if (!complete)
                CleanUp(temporary, made);
        }
    }

    private static string TemporaryName(string name) => $".{name}.{Environment.ProcessId}.tmp";

    private static void WriteFile(string path, OutputFile file)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        stream.Write(file.Bytes.Span);
    }

    private static string Reason(Exception exception) =>
        exception is FileNotFoundException or DirectoryNotFoundException
            ? "it does not exist and cannot be made"
            : InputFile.Reason(exception);

    private static void MakeFolder(string folder, List<string> made)
    {
        if (File.Exists(folder))
            throw new IOException("a file of that name exists");
        for (var missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            made.Add(missing);
        if (made.Count > 0)
            Directory.CreateDirectory(folder);
    }

    private static void CleanUp(List<string> files, List<string> folders)
    {
        try
        {
            foreach (var file in files)
                File.Delete(file);
            foreach (var folder in folders.Where(Directory.Exists))
                Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The reason why the files could not be written is reported already; what cannot be removed stays.
        }
    }
}
