using System.IO.Compression;
using System.Text;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>Reads what a file says about itself: LiteRT's metadata, and the files that are appended to it as a zip archive.</summary>
internal static class LiteRtNotes
{
    private const int MaxLabels = 4096;
    private const int MaxLabelFileBytes = 1 << 18;
    private const int MaxEntries = 64;
    private const int Normalisation = 1;

    // What kind of list a file of labels is: one entry per output.
    private const int AxisLabels = 2;

    /// <summary>Reads them.</summary>
    public static GraphNotes Read(LiteRtFile file, byte[] bytes)
    {
        if (file.Metadata("TFLITE_METADATA") is not { } data)
        {
            return GraphNotes.None with { Name = NameOf(file.Name) };
        }

        FlatTable root = new FlatBuffer(data, "the file's metadata").Root;
        FlatVector subgraphs = root.Vector(3, sizeof(uint));
        (float[]? mean, float[]? deviation) = subgraphs.Count > 0 ? Mapping(subgraphs.Table(0)) : (null, null);
        return new GraphNotes(root.Text(0) is { Length: > 0 } name ? name : NameOf(file.Name), subgraphs.Count > 0 ? Labels(subgraphs.Table(0), bytes) : null, mean, deviation);
    }

    // Converters call all graphs "main".
    private static string NameOf(string graph) => graph == "main" ? "" : graph;

    private static (float[]? Mean, float[]? Deviation) Mapping(FlatTable graph)
    {
        FlatVector inputs = graph.Vector(2, sizeof(uint));
        FlatVector units = inputs.Count == 1 ? inputs.Table(0).Vector(4, sizeof(uint)) : default;
        for (int u = 0; u < Math.Min(units.Count, MaxEntries); u++)
        {
            if (units.Table(u) is var unit && unit.Byte(0) == Normalisation && unit.Table(1) is { } options)
            {
                float[] mean = Numbers(options.Vector(0, sizeof(float))), deviation = Numbers(options.Vector(1, sizeof(float)));
                return mean.Length > 0 && deviation.Length > 0 && mean.All(float.IsFinite) && deviation.All(d => d > 0 && float.IsFinite(d)) ? (mean, deviation) : (null, null);
            }
        }

        return (null, null);
    }

    private static float[] Numbers(FlatVector vector) => [.. Enumerable.Range(0, Math.Min(vector.Count, MaxLabels)).Select(vector.Single)];

    private static string[]? Labels(FlatTable graph, byte[] bytes)
    {
        FlatVector outputs = graph.Vector(3, sizeof(uint));
        FlatVector files = outputs.Count == 1 ? outputs.Table(0).Vector(6, sizeof(uint)) : default;
        for (int f = 0; f < Math.Min(files.Count, MaxEntries); f++)
        {
            if (files.Table(f) is var file && file.Byte(2) == AxisLabels)
            {
                return Lines(bytes, file.Text(0));
            }
        }

        return null;
    }

    // An archive that cannot be read is no reason to refuse a network: its labels can be given by hand.
    private static string[]? Lines(byte[] bytes, string name)
    {
        try
        {
            using ZipArchive archive = new(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (archive.GetEntry(name) is not { } entry)
            {
                return null;
            }

            byte[] text = new byte[MaxLabelFileBytes];
            using Stream stream = entry.Open();
            int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            string[] lines = Encoding.UTF8.GetString(text, 0, length).Split('\n', MaxLabels + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.Length is > 0 and <= MaxLabels ? lines : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
