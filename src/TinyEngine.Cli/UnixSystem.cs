using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TinyEngine.Cli;

/// <summary>The few facts that .NET does not tell, asked from Linux directly; elsewhere there is no answer and callers use a
/// default.</summary>
internal static partial class UnixSystem
{
    /// <summary>Whether a path stands for an ordinary file rather than a terminal, /dev/zero, a socket, or a pipe that may block for
    /// ever.</summary>
    public static bool IsOrdinaryFile(string path)
    {
        const int CurrentFolder = -100,
            StatxType = 1,
            ModeOffset = 28,
            TypeMask = 0xF000,
            RegularFile = 0x8000;
        if (!OperatingSystem.IsLinux())
            return true;
        var status = new byte[256];
        return Statx(CurrentFolder, path, 0, StatxType, status) != 0
            || (BitConverter.ToUInt16(status, ModeOffset) & TypeMask) == RegularFile;
    }

    /// <summary>Columns of the terminal on standard output. <see cref="Console.WindowWidth"/> would do, but it also sends the terminal
    /// control sequences.</summary>
    public static int? TerminalWidth()
    {
        const int StandardOutput = 1,
            GetWindowSize = 0x5413;
        if (!OperatingSystem.IsLinux())
            return null;
        var size = new ushort[4]; // rows, columns, and two that are not used
        return Ioctl(StandardOutput, GetWindowSize, size) == 0 && size[1] > 0 ? size[1] : null;
    }

    /// <summary>A stream to a terminal. The one of <see cref="Console"/> would first send the terminal control sequences.</summary>
    /// <param name="descriptor">1 for standard output, 2 for standard error.</param>
    public static Stream OpenTerminal(int descriptor) =>
        OperatingSystem.IsWindows()
            ? descriptor == 1
                ? Console.OpenStandardOutput()
                : Console.OpenStandardError()
            : new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Ioctl(int file, nuint request, [Out] ushort[] size);
}
