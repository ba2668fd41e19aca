using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

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

    /// <summary>The steps of the layers; null while nothing is rounded.</summary>
    public LayerSteps[]? Steps { get; init; }

    /// <summary>What Adam keeps of the steps: [moment][layer]; empty while nothing is rounded.</summary>
    public LayerSteps[][] StepMoments { get; init; } = [];

    /// <summary>What did best on the validation samples; null if there are none.</summary>
    public LearnedNumbers? Best { get; init; }

    /// <summary>Their validation loss.</summary>
    public double BestLoss { get; init; } = double.MaxValue;

    /// <summary>Epochs since then.</summary>
    public int SinceBest { get; init; }

    /// <summary>The best of the trainings that were finished before.</summary>
    public FinishedTraining? Earlier { get; init; }
}

/// <summary>What a training has learned.</summary>
/// <param name="Weights">The exact weights of each layer; null for layers without weights.</param>
/// <param name="Steps">The steps that they and the activations are rounded with; null if they are not.</param>
internal sealed record LearnedNumbers(FloatMatrix?[] Weights, LayerSteps[]? Steps)
{
    /// <summary>The network with these numbers; its weights are rounded if there are steps.</summary>
    public FloatNetwork ApplyTo(FloatNetwork network)
    {
        if (Steps is null)
        {
            return network.With(Weights);
        }

        LayerPrecision[] precision = [.. network.Precision.Select((p, l) => p with { WeightSteps = Steps[l].Weights, ActivationStep = Steps[l].Activation })];
        using FakeQuantizer rounding = network.With(Weights, precision).CreateFakeQuantizer();
        return network.With([.. Weights.Select((matrix, l) => matrix is null ? null : WeightFakeQuantizer.Round(matrix, Steps[l].Weights!, precision[l].LargestWeight, rounding.InputOf(l)))], precision);
    }
}

/// <summary>A training that has come to its end.</summary>
/// <param name="Numbers">The best that it has learned.</param>
/// <param name="JudgedLoss">What it is compared with others by: validation loss, else training loss.</param>
/// <param name="Epochs">Epochs completed.</param>
/// <param name="Samples">Samples processed.</param>
/// <param name="Seconds">Time spent.</param>
/// <param name="Loss">Mean loss of the last epoch.</param>
/// <param name="Cancelled">Whether the user stopped it.</param>
internal sealed record FinishedTraining(LearnedNumbers Numbers, double JudgedLoss, int Epochs, long Samples, double Seconds, double Loss, bool Cancelled);
