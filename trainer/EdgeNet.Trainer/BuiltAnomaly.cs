using EdgeNet.Core;
using EdgeNet.Trainer.Anomaly;

namespace EdgeNet.Trainer;

/// <summary>A model file that finds anomalies, and how it came about.</summary>
/// <param name="File">The bytes.</param>
/// <param name="Model">The same, as Core reads them.</param>
/// <param name="Choice">How it finds them.</param>
/// <param name="Score">How it does on the test part.</param>
/// <param name="Warnings">What may be a mistake in the data, a line each.</param>
public sealed record BuiltAnomaly(byte[] File, ModelFile Model, AnomalyChoice Choice, AnomalyScore Score, IReadOnlyList<string> Warnings);
