namespace EdgeNet.Pictures;

/// <summary>Markers of JPEG (T.81, table B.1): the byte after 0xFF.</summary>
internal static class JpegMarker
{
    public const int Baseline = 0xC0, Extended = 0xC1, Progressive = 0xC2, Lossless = 0xC3, HuffmanTables = 0xC4, Jpg = 0xC8, FirstArithmetic = 0xC9, ArithmeticConditioning = 0xCC, LastFrame = 0xCF;
    public const int FirstRestart = 0xD0, LastRestart = 0xD7, Start = 0xD8, End = 0xD9, Scan = 0xDA, Quantisation = 0xDB, RestartInterval = 0xDD;
    public const int App0 = 0xE0, App1 = 0xE1, App14 = 0xEE;

    /// <summary>Whether a marker stands alone, without a segment.</summary>
    public static bool IsAlone(int marker) => marker is 0x01 or (>= FirstRestart and <= Start);

    /// <summary>Whether a marker starts a frame of any kind.</summary>
    public static bool IsFrame(int marker) => marker is >= Baseline and <= LastFrame and not HuffmanTables and not Jpg and not ArithmeticConditioning;
}
