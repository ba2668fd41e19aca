namespace EdgeNet.Core;

/// <summary>Packs a tensor of bytes, where a chain begins with dot products.</summary>
internal sealed class PackStage : PictureStage
{
    private readonly int _slot;
    private readonly int _height;
    private readonly int _width;
    private readonly PackedPicture _output;

    /// <summary>Creates the step.</summary>
    public PackStage(int slot, TensorShape shape, PackedPicture output)
    {
        _slot = slot;
        _height = shape.Height;
        _width = shape.Width;
        _output = output;
    }

    /// <summary>Heap bytes of it.</summary>
    public static int OwnRam
    {
        get { return Ram.ObjectBytes(4); }
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors, bool isBlank)
    {
        byte[] x = tensors.Slots[_slot];
        PackedPicture output = _output;
        long[] values = output.Values;
        int bits = output.Bits;
        int groups = output.Groups;
        int lanes = output.Lanes;
        int last = output.LastLanes;
        int from = 0;
        int rowAt = output.First;
        for (int row = 0; row < _height; row++)
        {
            int to = rowAt;
            long marks = 0;
            long mark = output.FirstMark;
            for (int column = _width; column != 0; column--)
            {
                long any = 0;
                for (int group = groups; group != 0;)
                {
                    group--;
                    long packed = 0;
                    int count = group == 0 ? last : lanes;
                    from += count;
                    for (int i = 1; i <= count; i++)
                    {
                        packed = (packed << bits) + x[from - i];
                    }

                    any |= packed;
                    values[to++] = packed;
                }

                marks |= any == 0 ? 0 : mark;
                mark <<= 1;
            }

            output.Marks[output.Top + row] = output.IsWide ? -1 : marks;
            rowAt += output.RowLongs;
        }
    }

    /// <inheritdoc/>
    public override void KeepAsBlank()
    {
        _output.KeepAsBlank();
    }
}
