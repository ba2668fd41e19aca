using EdgeNet.Data;

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

    /// <summary>The share as a user gives it, which may need the time between inputs; null for <see cref="FalseAlarms"/>.</summary>
    public FalseAlarmRate? Rate { get; init; }

    /// <summary>Seconds from one input to the next; null if they are not known.</summary>
    public double? SecondsPerInput { get; init; }

    /// <summary>The same with the share as a number.</summary>
    /// <param name="data">Windows of recordings, which tell the time from one to the next; other data do not.</param>
    /// <returns>The options.</returns>
    /// <exception cref="Files.UserException">The time is needed and not known, or the share is too large.</exception>
    public AnomalyOptions For(Dataset data)
    {
        double? seconds = SecondsPerInput ?? (data.Windows is { Features: var windows } ? (double)windows.StrideReadings / windows.Rate : null);
        return this with { SecondsPerInput = seconds, FalseAlarms = Rate?.ShareOf(seconds) ?? FalseAlarms };
    }
}
