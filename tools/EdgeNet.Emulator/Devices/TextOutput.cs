using System.Text;

namespace EdgeNet.Emulator.Devices;

/// <summary>Where the program prints.</summary>
internal sealed class TextOutput
{
    private readonly List<string> _lines = [];
    private readonly StringBuilder _line = new();

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Called for every line, with the board time in microseconds.</summary>
    public Action<double, string>? Written { get; set; }

    public void Clear() => _lines.Clear();

    public void Write(string text) => _line.Append(text);

    public void EndLine(double microseconds)
    {
        string line = _line.ToString();
        _line.Clear();
        _lines.Add(line);
        Written?.Invoke(microseconds, line);
    }
}
