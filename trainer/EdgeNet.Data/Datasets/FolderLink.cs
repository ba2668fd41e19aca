namespace EdgeNet.Data;

/// <summary>Links to folders inside of a folder of data. They are not followed: one that leads back would bring the same samples again, on both sides of a split.</summary>
internal static class FolderLink
{
    /// <summary>Whether a path is one.</summary>
    public static bool Is(string path) => Is(new DirectoryInfo(path));

    /// <summary>Whether an entry of a folder is one. Others that are marked as reparse points, such as those of OneDrive, are none.</summary>
    public static bool Is(FileSystemInfo entry) => entry is DirectoryInfo { Exists: true } && entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null;
}
