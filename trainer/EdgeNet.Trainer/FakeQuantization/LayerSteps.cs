namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>The learned steps of a layer, or numbers that belong to them.</summary>
/// <param name="Weights">One per output of its matrix; null if it has none.</param>
/// <param name="Activation">That of its outputs; null if they are not rounded.</param>
internal sealed record LayerSteps(float[]? Weights, float? Activation);
