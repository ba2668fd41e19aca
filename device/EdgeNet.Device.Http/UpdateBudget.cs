using System;

namespace EdgeNet.Device.Http;

/// <summary>
/// How many updates may be begun: eight, and one more per hour. Beginning one empties a slot and writes it anew, which is what
/// wears a flash, and a server that misbehaves could ask for it every second.
/// </summary>
internal sealed class UpdateBudget
{
    private const int Max = 8;
    private const int MillisecondsEach = 60 * 60 * 1000;

    private int _left = Max;
    private long _last;

    /// <summary>How long until an update may be begun.</summary>
    /// <returns>Milliseconds, 0 for now.</returns>
    public int MillisecondsToWait()
    {
        long passed = Environment.TickCount64 - _last;
        while (_left < Max && passed >= MillisecondsEach)
        {
            _left++;
            _last += MillisecondsEach;
            passed -= MillisecondsEach;
        }

        return _left > 0 ? 0 : MillisecondsEach - (int)passed;
    }

    /// <summary>An update is begun.</summary>
    public void Spend()
    {
        _last = _left == Max ? Environment.TickCount64 : _last;
        _left--;
    }
}
