namespace EdgeNet.Core;

/// <summary>Writes a packed picture as bytes, where a chain ends before the network does.</summary>
internal sealed class UnpackStage : PictureStage
{
    private readonly int _slot;
    private readonly PackedPicture _input;

    /// <summary>Creates the step.</summary>
    public UnpackStage(PackedPicture input, int slot)
    {
        _input = input;
        _slot = slot;
    }

    /// <summary>Heap bytes of it.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(2); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool all)
    {
        byte[] y = tensors.Slots[_slot];
        PackedPicture input = _input;
        long[] values = input.Values;
        int bits = input.Bits;
        int lanes = input.Lanes;
        int left = input.Groups;
        int to = 0;
        int count = values.Length;
        for (int i = 0; i < count; i++)
        {
            long packed = values[i];
            left--;
            for (int lane = left == 0 ? input.LastLanes : lanes; lane != 0; lane--)
            {
                y[to++] = (byte)packed;
                packed >>= bits;
            }

            left = left == 0 ? input.Groups : left;
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
    }
}
