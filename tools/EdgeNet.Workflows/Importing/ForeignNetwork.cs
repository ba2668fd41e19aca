using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.LiteRt;
using EdgeNet.Import.Onnx;

namespace EdgeNet.Workflows;

/// <summary>A network from a file of another program.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">LiteRT or ONNX.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Graph">The network.</param>
public sealed record ForeignNetwork(string Path, string Format, int Bytes, ImportedGraph Graph)
{
    private const string LiteRtEnding = ".tflite", OnnxEnding = ".onnx";

    /// <summary>Whether it computes as LiteRT does: in integers that LiteRT has chosen, with two roundings.</summary>
    public bool RoundsTwice { get; } = Format == "LiteRT" && Graph.IsQuantized;

    /// <summary>Whether a file is one of another program, rather than a model file: by its contents, or else by its name.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True for LiteRT and ONNX.</returns>
    /// <exception cref="UserException">It is missing or cannot be read.</exception>
    public static bool Is(string path)
    {
        if (HasEnding(path, LiteRtEnding) || HasEnding(path, OnnxEnding))
        {
            return true;
        }

        byte[] head = new byte[8];
        using FileStream file = DataFile.OpenAsItIs(path);
        return LiteRtReader.IsLiteRt(head.AsSpan(0, DataFile.Fill(file, head, path)));
    }

    /// <summary>Reads a file, as what its contents say, not its name.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The network.</returns>
    /// <exception cref="UserException">It is missing, damaged or of another kind, or has something that cannot be run.</exception>
    public static ForeignNetwork Read(string path)
    {
        byte[] bytes = DataFile.ReadAllBytes(path, Math.Max(LiteRtReader.MaxFileBytes, OnnxReader.MaxBytes));
        return LiteRtReader.IsLiteRt(bytes) ? new ForeignNetwork(path, "LiteRT", bytes.Length, LiteRtReader.Read(bytes, path))
            : HasEnding(path, LiteRtEnding) ? throw new UserException($"{path}: not a LiteRT file: it does not have TFL3 at byte 4")
            : bytes.AsSpan().StartsWith("EDGN"u8) ? throw new UserException($"{path}: is a model file already")
            : new ForeignNetwork(path, "ONNX", bytes.Length, OnnxReader.Read(bytes, path));
    }

    private static bool HasEnding(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
