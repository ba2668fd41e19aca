namespace EdgeNet.Core;

/// <summary>The memory that all layers of a network work in, allocated once.</summary>
internal sealed class Tensors
{
    /// <summary>The values between layers. A slot is as long as the longest tensor that is ever in it; the network's input is in slot 0.</summary>
    public readonly byte[][] Slots;

    /// <summary>High bytes of the network's input; empty where 8 bits are enough.</summary>
    public readonly byte[] InputHigh;

    /// <summary>The sums of a layer, and finally the logits.</summary>
    public readonly int[] Sums;

    /// <summary>Room for the list of inputs that count.</summary>
    public readonly ActiveInputs Active;

    /// <summary>Whether <see cref="Active"/> has the list of the network's input already.</summary>
    public bool InputIsActive;

    /// <summary>Allocates what a plan says.</summary>
    public Tensors(MemoryPlan plan)
    {
        Slots = new byte[plan.SlotCount][];
        for (int i = 0; i < Slots.Length; i++)
        {
            Slots[i] = new byte[plan.SlotBytes(i)];
        }

        InputHigh = new byte[plan.HighBytes];
        Sums = new int[plan.SumCount];
        Active = new ActiveInputs(plan.ActiveCount);
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(MemoryPlan plan)
    {
        int bytes = Ram.ObjectBytes(5) + Ram.ArrayBytes(Ram.ReferenceBytes, plan.SlotCount)
            + Ram.ArrayBytes(1, plan.HighBytes) + Ram.ArrayBytes(4, plan.SumCount) + ActiveInputs.RequiredRam(plan.ActiveCount);
        for (int i = 0; i < plan.SlotCount; i++)
        {
            bytes += Ram.ArrayBytes(1, plan.SlotBytes(i));
        }

        return bytes;
    }
}
