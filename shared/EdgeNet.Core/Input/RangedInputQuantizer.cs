namespace EdgeNet.Core;

/// <summary>Quantises raw values as every quantiser does, and notices those that are outside of the trained range.</summary>
internal sealed class RangedInputQuantizer : InputQuantizer
{
    // Its two fields.
    public const int AdditionalRam = 2 * Ram.ReferenceBytes;

    private readonly TrainedRange _range;
    private bool _isOutside;

    /// <summary>Creates a quantiser.</summary>
    /// <param name="info">The mapping.</param>
    /// <param name="range">The range of each value.</param>
    /// <param name="low">Receives the low bytes of quantised inputs.</param>
    /// <param name="high">Receives the high bytes; empty when 8 bits are enough.</param>
    /// <param name="spareBytes">Bytes that may be used beyond those required.</param>
    public RangedInputQuantizer(InputInfo info, TrainedRange range, byte[] low, byte[] high, int spareBytes)
        : base(info, low, high, spareBytes)
    {
        _range = range;
    }

    public override bool IsOutside
    {
        get { return _isOutside; }
    }

    public override bool Set(float[] raw, ActiveInputs active)
    {
        bool hasActive = base.Set(raw, active);
        _isOutside = _range.FirstOutside(raw) >= 0;
        return hasActive;
    }

    public override bool Set(byte[] raw, ActiveInputs active)
    {
        bool hasActive = base.Set(raw, active);
        _isOutside = _range.FirstOutside(raw) >= 0;
        return hasActive;
    }

    public override void SetQuantized(byte[] values)
    {
        base.SetQuantized(values);
        _isOutside = false;
    }
}
