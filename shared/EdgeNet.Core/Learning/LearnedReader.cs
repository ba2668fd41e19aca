namespace EdgeNet.Core;

/// <summary>Gives a <see cref="Learner"/> what was learned before, in pieces.</summary>
public abstract class LearnedReader
{
    private readonly byte[] _bytes = new byte[256];
    private int _at;
    private int _count;

    /// <summary>Whether the bytes have ended too early.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Begin()
    {
        _at = 0;
        _count = 0;
        HasFailed = false;
    }

    /// <summary>A number without a sign; 0 behind the end.</summary>
    internal int Number(int bytes)
    {
        int value = 0;
        for (int i = 0; i < bytes; i++)
        {
            if (_at == _count)
            {
                _at = 0;
                _count = Fetch(_bytes);
                if (_count <= 0)
                {
                    _count = 0;
                    HasFailed = true;
                    return 0;
                }
            }

            value |= _bytes[_at++] << (8 * i);
        }

        return value;
    }

    /// <summary>Gets the next bytes.</summary>
    /// <param name="bytes">Receives them, at most as many as it has room for.</param>
    /// <returns>How many; 0 if there are no more.</returns>
    protected abstract int Fetch(byte[] bytes);
}
