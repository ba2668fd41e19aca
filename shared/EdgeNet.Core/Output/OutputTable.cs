namespace EdgeNet.Core;

/// <summary>
/// Makes the 256 entries by which logits become probabilities, from two numbers in 30 bits: how much the exponential falls with each
/// entry, and where it starts. No board computes an exponential: the entries follow by multiplication.
/// </summary>
public static class OutputTable
{
    /// <summary>The number that means 1.</summary>
    public const int One = 1 << 30;

    /// <summary>The largest entry, which means 1.</summary>
    public const int Unit = 65535;

    private const int Half = One / 2;

    /// <summary>Entry i is exp(-i * step), where ratio is exp(-step): for softmax.</summary>
    /// <param name="ratio">1 to 2^30.</param>
    /// <returns>256 entries, 65535 for 1.</returns>
    public static ushort[] Exponential(int ratio)
    {
        ushort[] table = new ushort[ModelFormat.TableLength];
        long e = One;
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (ushort)(((e * Unit) + Half) >> 30);
            e = ((e * ratio) + Half) >> 30;
        }

        return table;
    }

    /// <summary>
    /// Entry 128 + i is 1 / (1 + exp(-(i + offset) * step)), where ratio is exp(-step) and start is exp(-offset * step): for sigmoid, and for
    /// tanh, which is a sigmoid of twice the step.
    /// </summary>
    /// <param name="start">At least ratio, at most 2^30.</param>
    /// <param name="ratio">1 to 2^30.</param>
    /// <returns>256 entries, 65535 for 1.</returns>
    public static ushort[] Logistic(int start, int ratio)
    {
        ushort[] table = new ushort[ModelFormat.TableLength];
        long above = start;
        long below = ((long)ratio << 30) / start;
        for (int i = 0; i < ModelFormat.TableCentre; i++)
        {
            long whole = One + above;
            table[ModelFormat.TableCentre + i] = (ushort)((((long)One * Unit) + (whole >> 1)) / whole);
            whole = One + below;
            table[ModelFormat.TableCentre - 1 - i] = (ushort)(((below * Unit) + (whole >> 1)) / whole);
            above = ((above * ratio) + Half) >> 30;
            below = ((below * ratio) + Half) >> 30;
        }

        return table;
    }
}
