using System.Buffers;
using System.Text;

namespace EdgeNet.Files;

/// <summary>Names that any system takes for a file or a folder: they lead nowhere else, hide nothing and mean no device. Data move from one system to another.</summary>
public static class PlainName
{
    // With room for what is put beside a file.
    private const int MaxBytes = 200;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/\\:*?\"<>|");

    private static readonly string[] Devices = ["CON", "CONIN$", "CONOUT$", "PRN", "AUX", "NUL", .. "0123456789¹²³".SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })];

    /// <summary>Whether a text can be such a name.</summary>
    /// <param name="name">The text.</param>
    /// <returns>False for an empty or long one, one with slashes or control characters, one that begins with a dot or ends with one, or with spaces around it, and for NUL, CONIN$, COM1, COM¹ and so on.</returns>
    public static bool Is(string name) => name.Length > 0 && name.Trim() == name && name[0] != '.' && name[^1] != '.' && Encoding.UTF8.GetByteCount(name) <= MaxBytes
        && !name.AsSpan().ContainsAny(NotInNames) && TerminalText.Of(name) == name && !Devices.Contains(name.Split('.')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase);
}
