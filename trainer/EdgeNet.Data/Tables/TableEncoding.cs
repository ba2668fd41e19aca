namespace EdgeNet.Data;

/// <summary>How the characters of a table are written. A byte order mark in the file comes first.</summary>
public enum TableEncoding
{
    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>ISO 8859-1.</summary>
    Latin1,

    /// <summary>Windows-1252, which Excel writes in western Europe.</summary>
    Windows1252,

    /// <summary>UTF-16, little-endian where no byte order mark says otherwise.</summary>
    Utf16,
}
