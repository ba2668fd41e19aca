using EdgeNet.Emulator;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>The results of a model on a virtual board.</summary>
/// <param name="Samples">Samples classified.</param>
/// <param name="Agreement">Share of samples whose logits were all equal to those of the desktop, bit for bit.</param>
/// <param name="Accuracy">Share of right answers; for a regression the root mean squared error.</param>
/// <param name="InstructionsPerClassification">IL instructions.</param>
/// <param name="PredictedMicroseconds">Predicted time of a classification.</param>
/// <param name="LoadMicroseconds">Predicted time from power-on until the network is ready.</param>
/// <param name="HeapPeakBytes">Largest use of the heap by the app, its type tables and the loading of a new model included.</param>
/// <param name="HeapSizeBytes">Size of the heap.</param>
/// <param name="ModelBytes">Size of the model file.</param>
/// <param name="InstructionsPerSecond">Speed of the virtual board on this machine.</param>
/// <param name="HotMethods">The most expensive methods, over all classifications.</param>
public sealed record EmulationReport(int Samples, double Agreement, double Accuracy, double InstructionsPerClassification, double PredictedMicroseconds,
    double LoadMicroseconds, long HeapPeakBytes, long HeapSizeBytes, int ModelBytes, double InstructionsPerSecond, IReadOnlyList<MethodCost> HotMethods)
{
    /// <summary>The score of the answers.</summary>
    public required Score Score { get; init; }

    /// <summary>The results of a real board for the same samples; null if there was none.</summary>
    public RealReport? Real { get; init; }

    /// <summary>What the model's pipeline did; null if the network takes values as they are.</summary>
    public SignalReport? Signal { get; init; }

    /// <summary>Where the time of a classification goes, layer by layer; null if no sample was classified.</summary>
    public LayerTimes? LayerTimes { get; init; }

    /// <summary>The cost of all methods, over all classifications, most expensive first.</summary>
    internal IReadOnlyList<MethodCost> Methods { get; init; } = [];
}
