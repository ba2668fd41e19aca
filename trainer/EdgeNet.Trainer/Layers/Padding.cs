namespace EdgeNet.Trainer.Layers;

/// <summary>Which places outside a picture a window reads, as zeros.</summary>
public enum Padding
{
    /// <summary>None: the window stays inside.</summary>
    None,

    /// <summary>As many as make the output as large as the input divided by the stride; the odd one is at the bottom or on the right.</summary>
    Same,

    /// <summary>A given number on every side.</summary>
    Sides,
}
