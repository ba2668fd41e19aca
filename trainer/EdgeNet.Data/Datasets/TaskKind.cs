using EdgeNet.Core;

namespace EdgeNet.Data;

/// <summary>What a network is asked to find.</summary>
public enum TaskKind
{
    /// <summary>One label of several.</summary>
    Classification = ModelFormat.Classification,

    /// <summary>A yes or no for every output.</summary>
    MultiLabel = ModelFormat.MultiLabel,

    /// <summary>A number for every output.</summary>
    Regression = ModelFormat.Regression,

    /// <summary>Whether a sample is unlike the normal ones.</summary>
    Anomaly = ModelFormat.Anomaly,
}
