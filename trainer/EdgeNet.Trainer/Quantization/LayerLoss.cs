namespace EdgeNet.Trainer.Quantization;

/// <summary>What quantisation cost a layer, measured on calibration samples.</summary>
/// <param name="Layer">1 for the first.</param>
/// <param name="SignalToNoiseDecibels">Power of the float layer's outputs over the power of the error; errors of earlier layers included; null if the float layer gives nothing but zeros.</param>
/// <param name="Saturated">Outputs that were cut off at a limit they should have passed.</param>
/// <param name="Values">Outputs looked at.</param>
public sealed record LayerLoss(int Layer, double? SignalToNoiseDecibels, long Saturated, long Values);
