namespace EdgeNet.Trainer.Data;

/// <summary>A list of numbers that grows block by block, so that it never takes more than twice what it holds, and a megabyte more when it is long.</summary>
internal sealed class FloatList
{
    // Blocks grow up to a megabyte.
    private const int FirstLength = 256, MostLength = 1 << 18;

    private readonly List<float[]> _full = [];
    private float[] _block = [];
    private long _before;
    private int _used;

    /// <summary>How many there are.</summary>
    public long Count => _before + _used;

    /// <summary>Adds a number.</summary>
    public void Add(float value)
    {
        if (_used == _block.Length)
        {
            _full.Add(_block);
            _before += _used;
            _used = 0;
            _block = GC.AllocateUninitializedArray<float>((int)Math.Clamp(_before, FirstLength, MostLength));
        }

        _block[_used++] = value;
    }

    /// <summary>All of them in one array. The list is empty afterwards.</summary>
    public float[] Take()
    {
        float[] all = GC.AllocateUninitializedArray<float>(checked((int)Count));
        int at = 0;
        for (int b = 0; b < _full.Count; b++)
        {
            _full[b].CopyTo(all, at);
            at += _full[b].Length;
            _full[b] = [];
        }

        _block.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        _full.Clear();
        _block = [];
        _before = 0;
        _used = 0;
        return all;
    }
}
