namespace EdgeNet.Emulator.Host;

/// <summary>
/// A floating-point number as the firmware's own small printf writes it. Every operation is done in double precision in the firmware's
/// order, so the last digits are as wrong here as they are there: the number is brought between 1 and 10 by powers of ten, then gives one
/// digit after the other, at most 19; what follows are zeros. The last one rounds, half away from zero.
/// </summary>
internal static class PrintedFloat
{
    private const int RealDigits = 19, FixedRoom = 29, ExponentRoom = 25, FirstDigit = 2, BufferLength = 40;

    private static readonly double[] Powers = [1e256, 1e128, 1e64, 1e32, 1e16, 1e8, 1e4, 1e2, 1e1];
    private static readonly double[] SmallPowers = [1e-256, 1e-128, 1e-64, 1e-32, 1e-16, 1e-8, 1e-4, 1e-2, 1e-1, 1];

    /// <summary>Writes a finite number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="precision">Decimals of f and e, digits of g.</param>
    /// <param name="conversion">One of f, e, E, g and G.</param>
    public static string Write(double number, int precision, char conversion)
    {
        bool general = conversion is 'g' or 'G';
        int digits = conversion == 'f' ? precision : Math.Max(1, conversion is 'e' or 'E' ? precision + 1 : precision);
        (double rest, int point) = number == 0 ? (0d, 1) : Normalise(Math.Abs(number));
        bool isFixed = conversion == 'f' || (general && point > -4 && point <= digits);
        if (conversion == 'f')
        {
            digits += point;
            point -= Math.Min(0, digits);
        }

        isFixed &= point <= FixedRoom;
        bool rounds = true;
        int leadingZeros = 0;
        if (isFixed)
        {
            leadingZeros = Math.Max(0, 1 - point);
            if (leadingZeros > FixedRoom)
            {
                leadingZeros = FixedRoom;
                digits = -1;
            }

            rounds = digits >= 0;
            digits = Math.Clamp(digits, 0, FixedRoom - leadingZeros);
        }
        else
        {
            digits = Math.Min(digits, ExponentRoom);
        }

        char[] text = new char[BufferLength];
        Array.Fill(text, '0');
        int end = FirstDigit + leadingZeros + digits;
        for (int i = 0; i <= Math.Min(digits, RealDigits - 1); i++)
        {
            int digit = (int)rest;
            text[FirstDigit + leadingZeros + i] = (char)('0' + digit);
            rest = (rest - digit) * 10;
        }

        if (rounds && text[end] >= '5' && RoundUp(text, end))
        {
            point++;
            digits += isFixed && !general ? 1 : 0;
            end += isFixed && !general ? 1 : 0;
        }

        string written = isFixed ? Fixed(text, end, point, general) : Exponential(text, end, digits, point - 1, general, conversion is 'E' or 'G');
        return number < 0 ? "-" + written : written;
    }

    // Between 1 and 10, and how many digits stand before the point. Two numbers the firmware treats on their own.
    private static (double Number, int Point) Normalise(double number)
    {
        switch (number)
        {
            case double.MaxValue:
                return (1.7976931348623157, 309);
            case 2.2250738585072014E-308:
                return (-1.7976931348623157, -309);
        }

        int point = 1;
        for (int i = 0, power = 256; number < 1; i++, power >>= 1)
        {
            while (number < SmallPowers[i + 1])
            {
                number /= SmallPowers[i];
                point -= power;
            }
        }

        for (int i = 0, power = 256; number >= 10; i++, power >>= 1)
        {
            while (number >= Powers[i])
            {
                number /= Powers[i];
                point += power;
            }
        }

        return (number, point);
    }

    // Says whether all digits were nines, so that there is one more before the point.
    private static bool RoundUp(char[] text, int end)
    {
        text[end] = '0';
        int at = end - 1;
        while (at >= FirstDigit && text[at] == '9')
        {
            text[at--] = '0';
        }

        if (at >= FirstDigit)
        {
            text[at]++;
            return false;
        }

        text[FirstDigit] = '1';
        return true;
    }

    private static string Fixed(char[] text, int end, int point, bool general)
    {
        int whole = Math.Min(Math.Max(point, 1), end - FirstDigit);
        string before = new(text, FirstDigit, whole);
        string after = new(text, FirstDigit + whole, end - FirstDigit - whole);
        after = general ? after.TrimEnd('0') : after;
        return after.Length == 0 ? before : before + "." + after;
    }

    private static string Exponential(char[] text, int end, int digits, int exponent, bool general, bool upper)
    {
        string mantissa = new(text, FirstDigit, end - FirstDigit);
        mantissa = digits > 1 ? mantissa.Insert(1, ".") : mantissa;
        if (general)
        {
            mantissa = mantissa.TrimEnd('0').TrimEnd('.');
        }

        return $"{mantissa}{(upper ? 'E' : 'e')}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }
}
