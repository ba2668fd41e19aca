namespace EdgeNet.Trainer.Networks;

/// <summary>How large a network is to be, where its layers are left to the shape of the data.</summary>
public enum ModelPreset
{
    /// <summary>The least memory and time that still does the work.</summary>
    Tiny,

    /// <summary>A few kilobytes.</summary>
    Small,

    /// <summary>The best answers that a small board can give.</summary>
    Accurate,
}
