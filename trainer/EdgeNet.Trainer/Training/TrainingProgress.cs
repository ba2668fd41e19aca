using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>What a training reports after every epoch.</summary>
/// <param name="Start">1 for the first of several trainings from different first weights.</param>
/// <param name="Starts">How many of them there will be.</param>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="Loss">Mean loss over the samples of this epoch.</param>
/// <param name="ValidationLoss">Mean loss over the validation samples; null if there are none.</param>
/// <param name="SamplesPerSecond">Of this epoch or, where it is brief, of several together; null as long as they are too brief for a measurement.</param>
public sealed record TrainingProgress(int Start, int Starts, int Epoch, int Epochs, double Loss, double? ValidationLoss, double? SamplesPerSecond)
{
    /// <summary>The part of a longer work that this training belongs to; null if it is the training of the model itself.</summary>
    public TrainingPhase? Phase { get; init; }

    internal Func<FloatNetwork>? NetworkNow { get; init; }

    internal Func<byte[]>? CheckpointNow { get; init; }

    /// <summary>A copy of the network as it is after this epoch. It can be made only while the report is, before the training goes on.</summary>
    /// <returns>The network; null where no network is trained.</returns>
    /// <exception cref="InvalidOperationException">The training has gone on.</exception>
    public FloatNetwork? Network() => NetworkNow?.Invoke();

    /// <summary>What the training can be continued from with the same bytes (<see cref="Continuation"/>). It can be made only while the report is, before the training goes on.</summary>
    /// <returns>The checkpoint; null where no network is trained.</returns>
    /// <exception cref="InvalidOperationException">The training has gone on.</exception>
    public byte[]? Checkpoint() => CheckpointNow?.Invoke();

    /// <summary>The progress of work that has no epochs of its own.</summary>
    internal static TrainingProgress Of(TrainingPhase phase) => new(1, 1, 0, 1, double.NaN, null, null) { Phase = phase };
}

/// <summary>A part of the work around a training.</summary>
/// <param name="Name">What is done, such as "choosing".</param>
/// <param name="Number">1 for the first part.</param>
/// <param name="Count">How many parts there are.</param>
public sealed record TrainingPhase(string Name, int Number, int Count);
