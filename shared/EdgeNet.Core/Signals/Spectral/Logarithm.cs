namespace EdgeNet.Core;

/// <summary>Logarithms to the base 2 with 8 fractional bits, by a table.</summary>
public static class Logarithm
{
    /// <summary>Fractional bits of a logarithm.</summary>
    public const int Bits = 8;

    /// <summary>The logarithm of the largest number.</summary>
    public const int Most = 16127;

    // Round(256 log2(1 + i / 256)).
    private static readonly byte[] Fractions =
    {
        0, 1, 3, 4, 6, 7, 9, 10, 11, 13, 14, 16, 17, 18, 20, 21,
        22, 24, 25, 26, 28, 29, 30, 32, 33, 34, 36, 37, 38, 40, 41, 42,
        44, 45, 46, 47, 49, 50, 51, 52, 54, 55, 56, 57, 59, 60, 61, 62,
        63, 65, 66, 67, 68, 69, 71, 72, 73, 74, 75, 77, 78, 79, 80, 81,
        82, 84, 85, 86, 87, 88, 89, 90, 92, 93, 94, 95, 96, 97, 98, 99,
        100, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 116, 117,
        118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133,
        134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149,
        150, 151, 152, 153, 154, 155, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164,
        165, 166, 167, 168, 169, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 178,
        179, 180, 181, 182, 183, 184, 185, 185, 186, 187, 188, 189, 190, 191, 192, 192,
        193, 194, 195, 196, 197, 198, 198, 199, 200, 201, 202, 203, 203, 204, 205, 206,
        207, 208, 208, 209, 210, 211, 212, 212, 213, 214, 215, 216, 216, 217, 218, 219,
        220, 220, 221, 222, 223, 224, 224, 225, 226, 227, 228, 228, 229, 230, 231, 231,
        232, 233, 234, 234, 235, 236, 237, 238, 238, 239, 240, 241, 241, 242, 243, 244,
        244, 245, 246, 247, 247, 248, 249, 249, 250, 251, 252, 252, 253, 254, 255, 255,
    };

    /// <summary>256 log2(value): the exact logarithm of the number without the bits below its highest nine, rounded to the nearest 256th.</summary>
    /// <param name="value">A number, 0 or more; 0 counts as 1.</param>
    /// <returns>0 to <see cref="Most"/>.</returns>
    public static int Of(long value)
    {
        // Numbers of more than 10 bits are shifted until nine or ten of them are left. Every comparison halves how far that can be.
        int shift = value >> 36 == 0
            ? value >> 22 == 0
                ? value >> 16 == 0
                    ? value >> 12 == 0
                        ? value >> 10 == 0
                            ? 0
                            : 2
                        : value >> 14 == 0
                            ? 4
                            : 6
                    : value >> 20 == 0
                        ? value >> 18 == 0
                            ? 8
                            : 10
                        : 12
                : value >> 30 == 0
                    ? value >> 26 == 0
                        ? value >> 24 == 0
                            ? 14
                            : 16
                        : value >> 28 == 0
                            ? 18
                            : 20
                    : value >> 34 == 0
                        ? value >> 32 == 0
                            ? 22
                            : 24
                        : 26
            : value >> 50 == 0
                ? value >> 44 == 0
                    ? value >> 40 == 0
                        ? value >> 38 == 0
                            ? 28
                            : 30
                        : value >> 42 == 0
                            ? 32
                            : 34
                    : value >> 48 == 0
                        ? value >> 46 == 0
                            ? 36
                            : 38
                        : 40
                : value >> 58 == 0
                    ? value >> 54 == 0
                        ? value >> 52 == 0
                            ? 42
                            : 44
                        : value >> 56 == 0
                            ? 46
                            : 48
                    : value >> 62 == 0
                        ? value >> 60 == 0
                            ? 50
                            : 52
                        : 54;

        int highest = (int)(value >> shift);
        return highest >> (Bits + 1) != 0 ? Fractions[(highest >> 1) - (1 << Bits)] + ((shift + Bits + 1) << Bits)
            : highest >> Bits != 0 ? Fractions[highest - (1 << Bits)] + ((shift + Bits) << Bits)
            : highest == 0 ? 0
            : Of(value << Bits) - (Bits << Bits);
    }
}
