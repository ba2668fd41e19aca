namespace EdgeNet.Trainer.Layers;

/// <summary>A layer that a network can end with.</summary>
internal interface ILogitsLayer
{
    /// <summary>The logits.</summary>
    /// <param name="input">The tensor that it reads.</param>
    /// <returns>One per output.</returns>
    int[] Logits(int[] input);
}
