using System;

namespace EdgeNet.Device;

/// <summary>How often flash may be written: a few times at once, and then once per interval, whatever asks for more.</summary>
public sealed class WriteBudget
{
    private readonly int _max;
    private readonly int _milliseconds;
    private int _left;
    private long _last;

    /// <summary>Creates a budget.</summary>
    /// <param name="max">Writes that are possible at once.</param>
    /// <param name="milliseconds">Time after which there is one more.</param>
    public WriteBudget(int max, int milliseconds)
    {
        _max = max;
        _milliseconds = milliseconds;
        _left = max;
    }

    /// <summary>How long until there may be a write.</summary>
    /// <returns>Milliseconds, 0 for now.</returns>
    public int MillisecondsToWait()
    {
        long passed = Environment.TickCount64 - _last;
        while (_left < _max && passed >= _milliseconds)
        {
            _left++;
            _last += _milliseconds;
            passed -= _milliseconds;
        }

        return _left > 0 ? 0 : _milliseconds - (int)passed;
    }

    /// <summary>Something is written.</summary>
    public void Spend()
    {
        _last = _left == _max ? Environment.TickCount64 : _last;
        _left--;
    }
}
