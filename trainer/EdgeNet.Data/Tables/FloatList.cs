namespace EdgeNet.Data;

/// <summary>A list of numbers that grows block by block, so that it never needs much more memory than its contents.</summary>
internal sealed class FloatList
{
    // 64 KB: little for a small table, few pieces for a large one.
    private const int BlockLength = 1 << 14;

    private readonly List<float[]> _blocks = [];
    private int _used = BlockLength;

    /// <summary>How many there are.</summary>
    public long Count => ((long)(_blocks.Count - 1) * BlockLength) + _used;

    /// <summary>Adds a number.</summary>
    public void Add(float value)
    {
        if (_used == BlockLength)
        {
            _blocks.Add(GC.AllocateUninitializedArray<float>(BlockLength));
            _used = 0;
        }

        _blocks[^1][_used++] = value;
    }

    /// <summary>All of them in one array. The list is empty afterwards.</summary>
    public float[] Take()
    {
        float[] all = GC.AllocateUninitializedArray<float>(checked((int)Count));
        for (int b = 0; b < _blocks.Count; b++)
        {
            int at = b * BlockLength;
            _blocks[b].AsSpan(0, Math.Min(BlockLength, all.Length - at)).CopyTo(all.AsSpan(at));
            _blocks[b] = [];
        }

        _blocks.Clear();
        _used = BlockLength;
        return all;
    }
}
