namespace TinyEngine.Toolchain.Processes;

/// <summary>A folder below the system's temporary folder that disappears with its owner.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>How the names of all such folders begin.</summary>
    public const string Prefix = "tinyengine-";

    private readonly ExitGuard _exitGuard;
    private readonly IDisposable _lease;

    /// <summary>Creates an empty folder that only the user can enter.</summary>
    /// <param name="root">Where; null for the system's temporary folder.</param>
    /// <param name="cancellation">When it can be cancelled, SIGINT and SIGTERM are the caller's, who then disposes this.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public TemporaryFolder(string? root = null, CancellationToken cancellation = default)
    {
        Path = root is null
            ? Directory.CreateTempSubdirectory(Prefix).FullName
            : Directory.CreateDirectory(System.IO.Path.Combine(root, Prefix + Guid.NewGuid().ToString("N"))).FullName;
        _lease = ExitGuard.LeaveTo(cancellation);
        _exitGuard = ExitGuard.Register(Delete);
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Creates a folder in it.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        Delete();
        _exitGuard.Dispose();
        _lease.Dispose();
    }

    private void Delete()
    {
        // A process that was killed a moment ago may still be writing its last file.
        for (var attempt = 0; attempt < 5 && Directory.Exists(Path); attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(20);
            }
        }
    }
}
