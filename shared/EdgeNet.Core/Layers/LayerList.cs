namespace EdgeNet.Core;

/// <summary>What is known of all layers of a model before they are loaded, for forms that serve several layers at once.</summary>
internal sealed class LayerList
{
    /// <summary>Creates a list to be filled.</summary>
    /// <param name="layers">The layers.</param>
    public LayerList(LayerInfo[] layers)
    {
        Layers = layers;
        MaxInput = new int[layers.Length];
        RequiredRam = new int[layers.Length];
        OutputSlot = new int[layers.Length];
    }

    /// <summary>The layers.</summary>
    public readonly LayerInfo[] Layers;

    /// <summary>Largest value of each layer's inputs.</summary>
    public readonly int[] MaxInput;

    /// <summary>Heap bytes of each layer in its compact form.</summary>
    public readonly int[] RequiredRam;

    /// <summary>Slot of the tensor that each layer writes, or <see cref="Tensors.NoSlot"/>.</summary>
    public readonly int[] OutputSlot;
}
