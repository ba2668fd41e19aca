using System;

namespace EdgeNet.Core;

/// <summary>A loaded layer. Each kind derives its own from this.</summary>
internal abstract class LayerRunner
{
    /// <summary>Fields of this class, for the memory that a derived object takes.</summary>
    protected const int FieldCount = 3;

    /// <summary>Slot of the tensor it reads.</summary>
    protected readonly int InputSlot;

    /// <summary>Slot of the tensor it writes; <see cref="Tensors.NoSlot"/> in the last layer, which leaves the logits in the sums.</summary>
    protected readonly int OutputSlot;

    /// <summary>Whether the tensor it reads is the network's input, whose values may have a high byte.</summary>
    protected readonly bool ReadsInput;

    /// <summary>Creates a layer.</summary>
    /// <param name="context">Where its tensors are.</param>
    protected LayerRunner(LayerContext context)
    {
        InputSlot = context.InputSlot;
        OutputSlot = context.OutputSlot;
        ReadsInput = context.ReadsInput;
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="tensors">What all layers share.</param>
    public abstract void Run(Tensors tensors);

    /// <summary>Copies the low bytes of what the last layer read in the last run.</summary>
    /// <param name="tensors">What all layers share.</param>
    /// <param name="into">Receives as many bytes as it has room for.</param>
    public virtual void CopyLastInput(Tensors tensors, byte[] into)
    {
        Array.Copy(tensors.Slots[InputSlot], 0, into, 0, into.Length);
    }
}
