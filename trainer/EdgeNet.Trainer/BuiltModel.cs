using EdgeNet.Core;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer;

/// <summary>A model file and how it came about.</summary>
/// <param name="File">The bytes.</param>
/// <param name="Model">The same, as Core reads them.</param>
/// <param name="Training">The training.</param>
/// <param name="Quantization">What was lost by layer.</param>
/// <param name="FloatScore">Score of the network in floating point on the test part.</param>
/// <param name="Score">Score of the model file on the test part, computed by Core.</param>
public sealed record BuiltModel(byte[] File, ModelFile Model, TrainingResult Training, QuantizationResult Quantization, Score FloatScore, Score Score);
