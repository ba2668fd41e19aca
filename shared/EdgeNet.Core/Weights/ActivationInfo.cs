namespace EdgeNet.Core;

/// <summary>What becomes of a sum once it is requantised: a zero point is added, limits apply, and a table may follow.</summary>
public sealed class ActivationInfo
{
    internal ActivationInfo(int function, int rounding, int bits, int zeroPoint, int low, int high)
    {
        Function = function;
        Rounding = rounding;
        Bits = bits;
        ZeroPoint = zeroPoint;
        Low = low;
        High = high;
    }

    /// <summary>Linear, Relu, Sigmoid or Tanh of <see cref="ModelFormat"/>; always Linear in the last layer, whose function the OUTP section names.</summary>
    public int Function { get; }

    /// <summary><see cref="ModelFormat.RoundOnce"/> or <see cref="ModelFormat.RoundTwice"/>.</summary>
    public int Rounding { get; }

    /// <summary>Bits that an output value needs, 1 to 8.</summary>
    public int Bits { get; }

    /// <summary>The byte that means 0.</summary>
    public int ZeroPoint { get; }

    /// <summary>Outputs below this become this.</summary>
    public int Low { get; }

    /// <summary>Outputs above this become this.</summary>
    public int High { get; }

    /// <summary>True if outputs are looked up in a table of 256 entries.</summary>
    public bool HasTable
    {
        get { return Function == ModelFormat.Sigmoid || Function == ModelFormat.Tanh; }
    }

    /// <summary>The largest value that an output can have.</summary>
    public int MaxOutput
    {
        get { return HasTable ? (1 << Bits) - 1 : High; }
    }
}
