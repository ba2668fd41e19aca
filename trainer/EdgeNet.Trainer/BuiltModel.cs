using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer;

/// <summary>A model file and how it came about.</summary>
/// <param name="File">The bytes.</param>
/// <param name="Model">The same, as Core reads them.</param>
/// <param name="Training">The training.</param>
/// <param name="Quantization">Quantisation loss per layer.</param>
/// <param name="FloatScore">Score of the network in floating point on the test part.</param>
/// <param name="Score">Score of the model file on the test part, computed by Core.</param>
public sealed record BuiltModel(byte[] File, ModelFile Model, TrainingResult Training, QuantizationResult Quantization, Score FloatScore, Score Score)
{
    /// <summary>The layers of the network.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>How it tells inputs that are unlike all that it has learned from; null if it does not.</summary>
    public AnomalyChoice? Anomaly { get; init; }

    /// <summary>What a model file looks like: damaged and of any version, but with the magic number and a version, which no text has.</summary>
    public static OutputKind FileKind { get; } = new("a model file",
        head => head.Length >= 6 && LittleEndian.Int32At(head, 0) == ModelFormat.Magic && LittleEndian.UInt16At(head, 4) <= 255);
}
