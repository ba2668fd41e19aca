using EdgeNet.Data;

namespace EdgeNet.Workflows;

/// <summary>What is to be imported, and what the file does not say.</summary>
/// <param name="Path">The LiteRT or ONNX file.</param>
/// <param name="Output">The model file to write.</param>
public sealed record ImportRequest(string Path, string Output)
{
    /// <summary>What is subtracted from raw values: one number, or one per channel; null for what the file says.</summary>
    public float[]? Mean { get; init; }

    /// <summary>By what the difference is divided: one number, or one per channel; null for what the file says.</summary>
    public float[]? Deviation { get; init; }

    /// <summary>A text file with a label per line; null for those of the file, or numbers.</summary>
    public string? Labels { get; init; }

    /// <summary>What the network finds; null to follow its end.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Data from which a network of real numbers is quantised; null for none.</summary>
    public string? Calibrate { get; init; }

    /// <summary>How to read these data.</summary>
    public DataSource Source { get; init; } = new(new CsvOptions());

    /// <summary>Whether the model file is written even if quantisation ruins the network.</summary>
    public bool AllowLoss { get; init; }

    /// <summary>Whether the model file shall have nothing that only people and tests need.</summary>
    public bool Strip { get; init; }

    /// <summary>Whether a file of another kind is overwritten.</summary>
    public bool Force { get; init; }
}
