using System.Text;

namespace EdgeNet.Data;

/// <summary>Names of columns as model files keep them.</summary>
public static class ColumnNames
{
    /// <summary>Bytes of a name at most.</summary>
    public const int MaxBytes = 255;

    /// <summary>A name as it is stored: at most 255 bytes, without characters that a model file cannot hold.</summary>
    /// <param name="name">The name in the table.</param>
    /// <returns>The same name where possible.</returns>
    public static string Stored(string name)
    {
        StringBuilder stored = new();
        int bytes = 0;
        foreach (char c in name)
        {
            char kept = char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c;
            bytes += Encoding.UTF8.GetByteCount([kept]);
            if (bytes > MaxBytes)
            {
                break;
            }

            stored.Append(kept);
        }

        return stored.ToString();
    }
}
