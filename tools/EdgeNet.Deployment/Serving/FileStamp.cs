using System.Runtime.InteropServices;

namespace EdgeNet.Deployment.Serving;

/// <summary>What tells one state of a file from another without opening it.</summary>
/// <param name="IsRegular">Whether it is a file with contents, and no FIFO, device or folder.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Written">When its contents were written, as anybody may set it.</param>
/// <param name="Changed">When it was last changed in any way, which nobody can set; null if the system does not tell.</param>
/// <param name="Identity">Device and number of the file; 0 if the system does not tell.</param>
internal readonly partial record struct FileStamp(bool IsRegular, long Length, DateTime Written, DateTime? Changed, UInt128 Identity)
{
    // struct statx is the same on all processors.
    private const int StatxBytes = 256, ModeAt = 28, NumberAt = 32, LengthAt = 40, ChangedAt = 96, WrittenAt = 112, DeviceAt = 136;
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7FF;
    private const int TypeMask = 0xF000, RegularType = 0x8000;

    /// <summary>Looks at a file, or at what a link leads to.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>Null if there is nothing.</returns>
    public static FileStamp? Of(string path) => OperatingSystem.IsLinux() ? OfLinux(path) : OfOthers(path);

    private static FileStamp? OfLinux(string path)
    {
        byte[] fields = new byte[StatxBytes];
        if (Statx(CurrentFolder, path, 0, BasicFields, fields) != 0)
        {
            return null;
        }

        ReadOnlySpan<byte> at = fields;
        bool regular = (MemoryMarshal.Read<ushort>(at[ModeAt..]) & TypeMask) == RegularType;
        UInt128 identity = new(MemoryMarshal.Read<ulong>(at[DeviceAt..]), MemoryMarshal.Read<ulong>(at[NumberAt..]));
        return new FileStamp(regular, MemoryMarshal.Read<long>(at[LengthAt..]), Time(at[WrittenAt..]), Time(at[ChangedAt..]), identity);
    }

    private static FileStamp? OfOthers(string path)
    {
        FileInfo file = new(path);
        bool regular = (file.Attributes & (FileAttributes.Device | FileAttributes.Directory)) == 0;
        return file.Exists ? new FileStamp(regular, file.Length, file.LastWriteTimeUtc, null, 0) : null;
    }

    // Seconds and nanoseconds since 1970.
    private static DateTime Time(ReadOnlySpan<byte> at) =>
        DateTime.UnixEpoch.AddTicks((MemoryMarshal.Read<long>(at) * TimeSpan.TicksPerSecond) + (MemoryMarshal.Read<uint>(at[8..]) / 100));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] fields);
}
