namespace EdgeNet.Core;

/// <summary>What a layer is told when it is loaded: where its tensors are, how large its inputs get, and how much memory there is.</summary>
internal sealed class LayerContext
{
    /// <summary>The model file.</summary>
    public byte[] File;

    /// <summary>Slot of the tensor it reads.</summary>
    public int InputSlot;

    /// <summary>Slot of the second tensor it reads, or <see cref="Tensors.NoSlot"/>.</summary>
    public int SecondSlot;

    /// <summary>Slot of the tensor it writes, or <see cref="Tensors.NoSlot"/>.</summary>
    public int OutputSlot;

    /// <summary>Whether the tensor it reads is the network's input.</summary>
    public bool ReadsInput;

    /// <summary>Largest value of an input, 1 to 65,535.</summary>
    public int MaxInput;

    /// <summary>Whether enough inputs are zero to be worth skipping.</summary>
    public bool SkipsZeros;

    /// <summary>Bytes that may be taken beyond what the layer requires; a layer that takes some lowers it.</summary>
    public int SpareBytes;
}
