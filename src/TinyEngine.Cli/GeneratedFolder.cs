using System.Text.Json;
using TinyEngine.Graph.Diagnostics;

namespace TinyEngine.Cli;

/// <summary>Writes generated folders. One is written only where nothing is, or where nothing but an earlier generated folder is, which it
/// replaces; what the user put there stays.</summary>
internal static class GeneratedFolder
{
    /// <summary>The file that marks a generated folder and lists its files.</summary>
    public const string ReportName = "report.json";

    private const int MaximumReportBytes = 1 << 26;

    /// <summary>Writes a folder, all of it or nothing.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="files">Its files; one of them is the report.</param>
    /// <param name="call">Receives the reason when it cannot be written.</param>
    /// <returns>Whether it was written.</returns>
    public static bool Write(string folder, IReadOnlyList<OutputFile> files, Invocation call)
    {
        if (!Directory.Exists(folder))
            return OutputFiles.WriteWholeFolder(folder, files, call);
        if (FindEarlier(folder, call) is not { } earlier)
            return false;
        if (earlier.Concat(files.Select(file => file.Name)).Any(name => name.Contains('/', StringComparison.Ordinal)))
            return OutputFiles.WriteWholeFolder(folder, files, call);
        return OutputFiles.Write(folder, files, call)
            && Remove(folder, earlier.Except(files.Select(file => file.Name), StringComparer.Ordinal), call);
    }

    /// <summary>The files of an earlier generation; none in an empty folder; null after anything else was reported.</summary>
    private static HashSet<string>? FindEarlier(string folder, Invocation call)
    {
        List<string> present;
        try
        {
            present = [.. Entries(folder).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            call.Diagnostics.Add(
                Diag.OutputNotWritable,
                new Place(folder),
                $"the folder cannot be read: {InputFile.Reason(exception)}",
                @try: "choose another --output folder"
            );
            return null;
        }

        if (present.Count == 0)
            return [];
        var listed = ReadList(Path.Combine(folder, ReportName));
        var foreign = present
            .Where(name => !listed.Contains(name) || Directory.Exists(Path.Combine(folder, name)))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (foreign.Count == 0)
            return [.. present];
        call.Diagnostics.Add(
            Diag.OutputNotEmpty,
            new Place(folder),
            "the folder is not empty",
            listed.Count == 0
                ? $"it holds '{foreign[0]}' and is no earlier result of 'compile'"
                : $"'{foreign[0]}' is not from the earlier 'compile' that wrote the rest",
            "choose another --output folder, or empty this one yourself"
        );
        return null;
    }

    /// <summary>Everything below a folder but for folders that hold something; links are not followed.</summary>
    private static IEnumerable<string> Entries(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            var inner = entry is DirectoryInfo { LinkTarget: null } ? Entries(entry.FullName).ToList() : [];
            if (inner.Count == 0)
                yield return Path.Combine(folder, entry.Name);
            foreach (var path in inner)
                yield return path;
        }
    }

    /// <summary>The files that a report lists; none when it is not ours.</summary>
    private static HashSet<string> ReadList(string report)
    {
        var bag = new DiagnosticBag();
        if (InputFile.Read(report, MaximumReportBytes, bag) is not { } bytes)
            return [];
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("files", out var files)
                && files.ValueKind == JsonValueKind.Array
                ? [.. files.EnumerateArray().Where(file => file.ValueKind == JsonValueKind.String).Select(file => file.GetString()!)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static bool Remove(string folder, IEnumerable<string> names, Invocation call)
    {
        foreach (var name in names)
        {
            try
            {
                File.Delete(Path.Combine(folder, name));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                call.Diagnostics.Add(
                    Diag.OutputNotWritable,
                    new Place(folder),
                    $"'{name}' of an earlier result cannot be removed: {InputFile.Reason(exception)}",
                    @try: "choose another --output folder"
                );
                return false;
            }
        }

        return true;
    }
}
