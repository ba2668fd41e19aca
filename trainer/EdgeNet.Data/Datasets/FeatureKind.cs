namespace EdgeNet.Data;

/// <summary>What the raw values of a dataset are, which decides how they are scaled for the network.</summary>
public enum FeatureKind
{
    /// <summary>Pixels from 0 to 255: one scale for all of them.</summary>
    Pixels,

    /// <summary>Values that share one range, such as the four pixels from -1 to +1: one scale for all of them.</summary>
    SharedRange,

    /// <summary>Columns with units of their own: each is standardised to mean 0 and standard deviation 1.</summary>
    Columns,
}
