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
    public override void Run(Tensors tensors, bool isBlank)
    {
        Unpack(_input, tensors.Slots[_slot]);
    }

    /// <summary>Writes the values of a packed picture, which has no padding.</summary>
    /// <param name="input">The picture.</param>
    /// <param name="y">Receives a byte for each value.</param>
    public static void Unpack(PackedPicture input, byte[] y)
    {
        long[] values = input.Values;
        int bits = input.Bits;
        int lanes = input.Lanes;
        int last = input.LastLanes;
        int groups = input.Groups;
        long[] zero = input.Zero;
        int group = 0;
        int to = 0;
        int count = values.Length;
        for (int i = 0; i < count; i++)
        {
            long packed = values[i] + zero[group];
            group++;
            int inside = group == groups ? last : lanes;
            group = group == groups ? 0 : group;
            if (inside == 4)
            {
                y[to] = (byte)packed;
                y[to + 1] = (byte)(packed >> 16);
                y[to + 2] = (byte)(packed >> 32);
                y[to + 3] = (byte)(packed >> 48);
                to += 4;
                continue;
            }

            for (; inside != 0; inside--)
            {
                y[to++] = (byte)packed;
                packed >>= bits;
            }
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
    }
}
