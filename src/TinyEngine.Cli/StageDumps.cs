using System.Text;

namespace TinyEngine.Cli;

/// <summary>Collects what each stage made, as text, for <c>--dump DIR</c>: <c>01-import.txt</c>, <c>02-fold-pad.txt</c>...</summary>
internal sealed class StageDumps
{
    private readonly List<OutputFile> _files = [];

    /// <summary>Adds the next stage.</summary>
    /// <param name="stage">Name of the stage, as it appears in the file name.</param>
    /// <param name="text">Its result.</param>
    public void Add(string stage, string text) =>
        _files.Add(new OutputFile($"{_files.Count + 1:00}-{stage}.txt", Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes the files when the user asked for them.</summary>
    /// <param name="call">The call.</param>
    /// <param name="network">Folder inside that of the option, where there are several networks.</param>
    /// <returns>Whether nothing went wrong.</returns>
    public bool Write(Invocation call, string network = "") =>
        call.Get(CommonOptions.Dump) is not { } folder || OutputFiles.Write(Path.Combine(folder, network), _files, call);
}
