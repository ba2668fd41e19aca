namespace EdgeNet.Core;

/// <summary>The memory that all layers of a network work in, allocated once.</summary>
internal sealed class Tensors
{
    /// <summary>The slot of what is not kept: the last layer's output.</summary>
    public const int NoSlot = -1;

    /// <summary>The values between layers. A slot is as long as the longest tensor that is ever in it; the network's input is in slot 0.</summary>
    public readonly byte[][] Slots;

    /// <summary>High bytes of the network's input; empty if 8 bits are enough.</summary>
    public readonly byte[] InputHigh;

    /// <summary>The sums of a layer, and finally the logits.</summary>
    public readonly int[] Sums;

    /// <summary>Room for the list of inputs that count.</summary>
    public readonly ActiveInputs Active;

    /// <summary>Whether <see cref="Active"/> has the list of the network's input already.</summary>
    public bool InputIsActive;

    /// <summary>Allocates it.</summary>
    /// <param name="slotBytes">Bytes of each slot.</param>
    /// <param name="slotCount">Slots there are.</param>
    /// <param name="highBytes">High bytes of the network's input.</param>
    /// <param name="sumCount">Sums of the layer that has most.</param>
    /// <param name="activeCount">Terms of the layer that has most.</param>
    public Tensors(int[] slotBytes, int slotCount, int highBytes, int sumCount, int activeCount)
    {
        Slots = new byte[slotCount][];
        for (int i = 0; i < slotCount; i++)
        {
            Slots[i] = new byte[slotBytes[i]];
        }

        InputHigh = new byte[highBytes];
        Sums = new int[sumCount];
        Active = new ActiveInputs(activeCount);
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(int[] slotBytes, int slotCount, int highBytes, int sumCount, int activeCount)
    {
        int bytes = Ram.ObjectBytes(5) + Ram.ArrayBytes(Ram.ReferenceBytes, slotCount)
            + Ram.ArrayBytes(1, highBytes) + Ram.ArrayBytes(4, sumCount) + ActiveInputs.RequiredRam(activeCount);
        for (int i = 0; i < slotCount; i++)
        {
            bytes += Ram.ArrayBytes(1, slotBytes[i]);
        }

        return bytes;
    }
}
