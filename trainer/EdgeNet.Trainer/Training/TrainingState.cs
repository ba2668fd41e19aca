using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Training;

/// <summary>Where a training is after an epoch: all that is needed to continue with the same bytes as if it had never stopped.</summary>
internal sealed record TrainingState
{
    /// <summary>Which of several trainings from different first weights it is, from 0.</summary>
    public required int Start { get; init; }

    /// <summary>Epochs completed.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples processed.</summary>
    public required long Samples { get; init; }

    /// <summary>Time spent.</summary>
    public required double Seconds { get; init; }

    /// <summary>Mean loss of the last epoch.</summary>
    public required double Loss { get; init; }

    /// <summary>The weights of each layer; null for layers without weights.</summary>
    public required FloatMatrix?[] Weights { get; init; }

    /// <summary>What the optimiser keeps of them: [moment][layer].</summary>
    public required FloatMatrix?[][] Moments { get; init; }

    /// <summary>The weights that did best on the validation samples; null if there are none.</summary>
    public FloatMatrix?[]? Best { get; init; }

    /// <summary>Their validation loss.</summary>
    public double BestLoss { get; init; } = double.MaxValue;

    /// <summary>Epochs since then.</summary>
    public int SinceBest { get; init; }

    /// <summary>The best of the trainings that were finished before.</summary>
    public FinishedTraining? Earlier { get; init; }
}

/// <summary>A training that has come to its end.</summary>
/// <param name="Weights">Its best weights.</param>
/// <param name="JudgedLoss">What it is compared with others by: validation loss, else training loss.</param>
/// <param name="Epochs">Epochs completed.</param>
/// <param name="Samples">Samples processed.</param>
/// <param name="Seconds">Time spent.</param>
/// <param name="Loss">Mean loss of the last epoch.</param>
/// <param name="Cancelled">Whether the user stopped it.</param>
internal sealed record FinishedTraining(FloatMatrix?[] Weights, double JudgedLoss, int Epochs, long Samples, double Seconds, double Loss, bool Cancelled);
