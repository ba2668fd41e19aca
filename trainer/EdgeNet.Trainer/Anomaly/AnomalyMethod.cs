namespace EdgeNet.Trainer.Anomaly;

/// <summary>How it is told what is normal.</summary>
public enum AnomalyMethod
{
    /// <summary>The distance to the mean, value by value in standard deviations.</summary>
    Gaussian,

    /// <summary>The distance to the nearest of several centres, value by value in the deviations of its cluster.</summary>
    Clusters,

    /// <summary>The distance to what a narrow network, trained to repeat its input, makes of it.</summary>
    Autoencoder,
}
