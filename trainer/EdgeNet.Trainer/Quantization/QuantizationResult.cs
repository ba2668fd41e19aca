namespace EdgeNet.Trainer.Quantization;

/// <summary>A quantised network and what it lost.</summary>
/// <param name="Network">The network.</param>
/// <param name="Layers">Loss per layer.</param>
/// <param name="CalibrationSamples">Samples it was measured on.</param>
public sealed record QuantizationResult(QuantizedNetwork Network, LayerLoss[] Layers, int CalibrationSamples);
