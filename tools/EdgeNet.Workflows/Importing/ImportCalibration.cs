using EdgeNet.Import.Quantization;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>What quantising a network of real numbers by samples has found out.</summary>
/// <param name="Data">Name of the data.</param>
/// <param name="Samples">Samples that have given the ranges.</param>
/// <param name="FloatScore">Score in floating point on the test part of the data; null if the data do not say what is right.</param>
/// <param name="Score">Score of the model file; null where the other is.</param>
/// <param name="Comparison">How alike their answers are.</param>
/// <param name="Remarks">What was decided by the data, one line each.</param>
public sealed record ImportCalibration(string Data, int Samples, Score? FloatScore, Score? Score, GraphComparison Comparison, IReadOnlyList<string> Remarks);
