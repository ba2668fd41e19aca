using System.IO.Compression;

namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>What tflite-micro's reference kernels answered: litert/NAME.layers.txt.gz beside the project.</summary>
internal static class LayersText
{
    /// <summary>Every tensor of the first made-up input, by number.</summary>
    public static Dictionary<int, string> Tensors(string path)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n').Where(l => l.StartsWith("tensor ", StringComparison.Ordinal)).Select(l => l.Split(' ')).ToDictionary(w => int.Parse(w[1]), w => w[^1]);
    }
}
