using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>What a training begins with.</summary>
/// <param name="Network">The network with its first weights.</param>
/// <param name="Options">The options, with what the data have decided.</param>
public sealed record TrainingStart(FloatNetwork Network, TrainingOptions Options);
