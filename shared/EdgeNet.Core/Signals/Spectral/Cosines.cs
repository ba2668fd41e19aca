namespace EdgeNet.Core;

/// <summary>Cosines with 14 fractional bits, which all transforms take their factors from, so that no board computes one.</summary>
public static class Cosines
{
    /// <summary>Fractional bits of a cosine.</summary>
    public const int Bits = 14;

    /// <summary>Steps of a whole turn.</summary>
    public const int Turn = 512;

    // Round(2^14 cos(2 pi i / 512)) of the first quarter.
    private static readonly short[] Quarter =
    {
        16384, 16383, 16379, 16373, 16364, 16353, 16340, 16324, 16305, 16284, 16261, 16235, 16207, 16176, 16143, 16107,
        16069, 16029, 15986, 15941, 15893, 15843, 15791, 15736, 15679, 15619, 15557, 15493, 15426, 15357, 15286, 15213,
        15137, 15059, 14978, 14896, 14811, 14724, 14635, 14543, 14449, 14354, 14256, 14155, 14053, 13949, 13842, 13733,
        13623, 13510, 13395, 13279, 13160, 13039, 12916, 12792, 12665, 12537, 12406, 12274, 12140, 12004, 11866, 11727,
        11585, 11442, 11297, 11151, 11003, 10853, 10702, 10549, 10394, 10238, 10080, 9921, 9760, 9598, 9434, 9269,
        9102, 8935, 8765, 8595, 8423, 8250, 8076, 7900, 7723, 7545, 7366, 7186, 7005, 6823, 6639, 6455,
        6270, 6084, 5897, 5708, 5520, 5330, 5139, 4948, 4756, 4563, 4370, 4176, 3981, 3786, 3590, 3393,
        3196, 2999, 2801, 2603, 2404, 2205, 2006, 1806, 1606, 1406, 1205, 1005, 804, 603, 402, 201,
        0,
    };

    /// <summary>2^14 times the cosine of an angle, rounded to the nearest integer.</summary>
    /// <param name="angle">The angle in steps of which <see cref="Turn"/> are a turn, 0 or more.</param>
    /// <returns>The cosine, -16384 to 16384.</returns>
    public static int At(int angle)
    {
        angle &= Turn - 1;
        if (angle > Turn / 2)
        {
            angle = Turn - angle;
        }

        return angle > Turn / 4 ? -Quarter[(Turn / 2) - angle] : Quarter[angle];
    }

    /// <summary>2^bits times the cosine of an angle: <see cref="At(int)"/>, rounded once more, halves up.</summary>
    /// <param name="angle">The angle, as for <see cref="At(int)"/>.</param>
    /// <param name="bits">Fractional bits, 1 to <see cref="Bits"/>.</param>
    /// <returns>The cosine.</returns>
    public static int At(int angle, int bits)
    {
        int drop = Bits - bits;
        return drop == 0 ? At(angle) : (At(angle) + (1 << (drop - 1))) >> drop;
    }
}
