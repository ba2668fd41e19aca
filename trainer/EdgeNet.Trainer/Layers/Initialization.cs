namespace EdgeNet.Trainer.Layers;

/// <summary>The standard deviation of the normal distribution that first weights are drawn from.</summary>
public enum Initialization
{
    /// <summary>He for ReLU layers, Glorot for others.</summary>
    Auto,

    /// <summary>1 / sqrt(fan-in), as in the classic teaching networks.</summary>
    FanIn,

    /// <summary>sqrt(2 / fan-in) (He et al. 2015).</summary>
    He,

    /// <summary>sqrt(2 / (fan-in + fan-out)) (Glorot and Bengio 2010).</summary>
    Glorot,
}
