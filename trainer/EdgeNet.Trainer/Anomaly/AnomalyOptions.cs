namespace EdgeNet.Trainer.Anomaly;

/// <summary>How to learn what is normal.</summary>
public sealed record AnomalyOptions
{
    /// <summary>Share of the normal inputs that may count as anomalies where nothing else is said.</summary>
    public const double UsualFalseAlarms = 0.01;

    /// <summary>The method; null for the one that does best on samples held out.</summary>
    public AnomalyMethod? Method { get; init; }

    /// <summary>Share of the normal inputs that may count as anomalies, above 0 and at most a half.</summary>
    public double FalseAlarms { get; init; } = UsualFalseAlarms;

    /// <summary>Seconds from one input to the next; null if they are not known.</summary>
    public double? SecondsPerInput { get; init; }
}
