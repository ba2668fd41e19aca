using System;

namespace EdgeNet.Conformance;

/// <summary>Numbers, times and types as text, and text as numbers. Most of it differs from the desktop: such lines have names that start with "".</summary>
internal static class Texts
{
    private static readonly float[] Singles =
    {
        0f, 1f, -1f, 0.1f, 3.1415927f, 0.3f, 33.333332f, 100f, 123456.79f, 16777216f, 0.001f, 0.00012345f,
        1e-5f, 1.5e-5f, 1234567.9f, 1e7f, 1e8f, 999999999f, 1e9f, 1e10f, 1.2345e10f, 1e20f, 1e-20f, float.MaxValue, -float.MaxValue, float.Epsilon,
        0.5f, 1.5f, 2.5f, -0.5f, 0.05f, 0.25f, 0.005f, 0.015f, 9.995f, 99.95f, 999.5f, -2.675f, 1.005f,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    };

    private static readonly double[] Doubles =
    {
        0d, 1d, -1d, 0.1d, 3.141592653589793d, 0.3d, 100d / 3d, 100d, 123456.789d, 9007199254740992d, 0.001d, 0.00012345d,
        1e-5d, 1.5e-5d, 1e15d, 1e16d, 123456789012345678d, 1e20d, 1e-20d, 1e100d, 1e-100d, 1e300d, 2d / 3d, 1d / 7d,
        0.5d, 1.5d, 2.5d, -0.5d, 0.05d, 0.25d, 2.675d, 1.005d, 9.995d, 99.95d, 999.5d,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    };

    private sealed class Nested
    {
    }

    public static void Run()
    {
        FloatingPoint();
        WholeNumberFormats();
        Composite();
        Times();
        Types();
        Parsing();
    }

    private static void FloatingPoint()
    {
        // Twelve to a line, so that each is printed: a hash would hide which value differs.
        for (int start = 0; start < Singles.Length; start += 12)
        {
            Lines.Start("SingleText" + start.ToString());
            for (int i = start; i < Singles.Length && i < start + 12; i++)
            {
                Lines.Add(Singles[i].ToString());
            }

            Lines.End();
        }

        for (int start = 0; start < Doubles.Length; start += 12)
        {
            Lines.Start("DoubleText" + start.ToString());
            for (int i = start; i < Doubles.Length && i < start + 12; i++)
            {
                Lines.Add(Doubles[i].ToString());
            }

            Lines.End();
        }

        string[] formats = { "F0", "F1", "F2", "F3", "F", "F8", "N0", "N2", "G3", "G7", "G9", "E2", "e3", "E", "G" };
        foreach (string format in formats)
        {
            for (int start = 0; start < Singles.Length; start += 12)
            {
                Lines.Start("Single" + format + "Text" + start.ToString());
                for (int i = start; i < Singles.Length && i < start + 12; i++)
                {
                    Lines.Add(Singles[i].ToString(format));
                }

                Lines.End();
            }

            for (int start = 0; start < Doubles.Length; start += 12)
            {
                Lines.Start("Double" + format + "Text" + start.ToString());
                for (int i = start; i < Doubles.Length && i < start + 12; i++)
                {
                    Lines.Add(Doubles[i].ToString(format));
                }

                Lines.End();
            }
        }
    }

    private static void WholeNumberFormats()
    {
        int[] numbers = { 0, 7, -7, 42, 255, -255, 1234, -1234, 1234567, int.MaxValue, int.MinValue };
        string[] formats = { "D", "D5", "X", "X4", "x8", "N0", "N", "F1", "G", "G3", "E2", "Q", "D2x" };
        foreach (string format in formats)
        {
            Lines.Start("Int32" + format);
            foreach (int number in numbers)
            {
                Lines.Add(Formatted(number, format));
            }

            Lines.End();
        }

        Lines.Start("OtherWidths");
        Lines.Add(((byte)200).ToString("X2"));
        Lines.Add(((byte)7).ToString("D3"));
        Lines.Add(((sbyte)-7).ToString("X2"));
        Lines.Add(((short)-300).ToString("X4"));
        Lines.Add(((ushort)60000).ToString("N0"));
        Lines.Add(uint.MaxValue.ToString("X8"));
        Lines.Add(uint.MaxValue.ToString("N0"));
        Lines.Add(long.MinValue.ToString("X16"));
        Lines.Add(long.MaxValue.ToString("N0"));
        Lines.Add(ulong.MaxValue.ToString("D22"));
        Lines.Add((-5L).ToString("D4"));
        Lines.Add(ulong.MaxValue.ToString("X"));
        Lines.End();
    }

    private static string Formatted(int number, string format)
    {
        try
        {
            return number.ToString(format);
        }
        catch (Exception e)
        {
            return e.GetType().FullName;
        }
    }

    private static void Composite()
    {
        float pi = 3.1415927f;
        int count = -42;
        object nothing = null;
        Lines.Start("Composite");
        Lines.Add(string.Format("{0:F2} {1:D5}", pi, count));
        Lines.Add($"{pi:F3}");
        Lines.Add($"{pi}");
        Lines.Add($"{count:X8}");
        Lines.Add($"[{count,6}][{count,-6}]");
        Lines.Add($"[{pi,8:F1}]");
        Lines.Add(string.Format("{{{0}}}", count));
        Lines.Add(string.Format("<{0}>", nothing));
        Lines.Add($"{true} {'c'} {123456789012L:N0} {0.1}");
        Lines.Add($"{2.5f:F0} {3.5f:F0} {0.25:F1}");
        Lines.Add(string.Format("{0:N1}", 1234567.89f));
        Lines.Add("" + pi + count + 0.1);
        Lines.End();
        Lines.Start("CompositeFailures");
        Lines.Add(FormatFailure("{0"));
        Lines.Add(FormatFailure("}"));
        Lines.Add(FormatFailure("{1}"));
        Lines.Add(FormatFailure("{}"));
        Lines.Add(FormatFailure("{x}"));
        Lines.Add(FormatFailure("{0:}"));
        Lines.Add(FormatFailure("{"));
        Lines.End();
    }

    private static string FormatFailure(string format)
    {
        try
        {
            return string.Format(format, "a");
        }
        catch (Exception e)
        {
            return e.GetType().FullName;
        }
    }

    private static void Times()
    {
        Lines.Start("TimeSpanText");
        Lines.Add(new TimeSpan(0).ToString());
        Lines.Add(new TimeSpan(1).ToString());
        Lines.Add(new TimeSpan(12345678).ToString());
        Lines.Add(new TimeSpan(1, 2, 3).ToString());
        Lines.Add(new TimeSpan(25, 61, 61).ToString());
        Lines.Add(new TimeSpan(-1, 2, 3).ToString());
        Lines.Add(new TimeSpan(-12345678).ToString());
        Lines.Add(TimeSpan.FromMilliseconds(1500).ToString());
        Lines.Add(TimeSpan.FromSeconds(86400 * 12).ToString());
        Lines.Add(new TimeSpan(long.MaxValue).ToString());
        Lines.Add(new TimeSpan(long.MinValue).ToString());
        Lines.Add("" + TimeSpan.FromMilliseconds(-5));
        Lines.End();
    }

    private static void Types()
    {
        Lines.Start("TypeNames");
        Lines.Add(typeof(int).FullName);
        Lines.Add(typeof(string).FullName);
        Lines.Add(typeof(Texts).FullName);
        Lines.Add(typeof(Nested).FullName);
        Lines.Add(new Nested().ToString());
        Lines.Add(typeof(int[]).FullName);
        Lines.Add(new int[1].ToString());
        Lines.Add(new Nested[1].GetType().FullName);
        Lines.Add(new byte[1][].GetType().FullName);
        Lines.Add(new Exception("m").GetType().FullName);
        Lines.Add(new InvalidOperationException("m").ToString());
        Lines.Add(((object)TimeSpan.Zero).GetType().FullName);
        Lines.End();
    }

    private static void Parsing()
    {
        string[] texts = { "12", " 12", "12 ", "+12", "-12", "1 2", "", "x", "12x", "2147483648", "-2147483648", "-2147483649", "9999999999", "0x12", "1e2", "12.0", "99999999999999999999", "007", "\t12", "-0", "--1", "-" };
        for (int start = 0; start < texts.Length; start += 11)
        {
            Lines.Start("ParseInt32From" + start.ToString());
            for (int i = start; i < texts.Length && i < start + 11; i++)
            {
                Lines.Add(Parsed(texts[i], 0));
            }

            Lines.End();
        }

        string[] others = { "255", "256", "-1", "300", "-129", "65535", "65536", "4294967295", "4294967296", "18446744073709551615", "18446744073709551616", "-9223372036854775808" };
        for (int kind = 1; kind < 8; kind++)
        {
            Lines.Start("ParseKind" + kind.ToString());
            foreach (string text in others)
            {
                Lines.Add(Parsed(text, kind));
            }

            Lines.End();
        }

        string[] reals = { "1.5", "-1.5", " 1.5 ", "1e3", "1E-3", ".5", "5.", "1,5", "abc", "", "1e400", "-0.0", "1.5x", "+2.25", "1e", "1e5.5", "NaN", "Infinity", "123456789.123456789", "0.1", "3.4028236e38", "1e39", "1e-50", "4.9e-324" };
        for (int start = 0; start < reals.Length; start += 12)
        {
            Lines.Start("ParseDoubleFrom" + start.ToString());
            for (int i = start; i < reals.Length && i < start + 12; i++)
            {
                Lines.Add(Parsed(reals[i], 8));
            }

            Lines.End();
            Lines.Start("ParseSingleFrom" + start.ToString());
            for (int i = start; i < reals.Length && i < start + 12; i++)
            {
                Lines.Add(Parsed(reals[i], 9));
            }

            Lines.End();
        }

        Lines.Start("ParseNull");
        Lines.Add(Parsed(null, 0));
        Lines.Add(Parsed(null, 8));
        Lines.End();
    }

    private static string Parsed(string text, int kind)
    {
        try
        {
            switch (kind)
            {
                case 0: return int.Parse(text).ToString();
                case 1: return byte.Parse(text).ToString();
                case 2: return sbyte.Parse(text).ToString();
                case 3: return ushort.Parse(text).ToString();
                case 4: return short.Parse(text).ToString();
                case 5: return uint.Parse(text).ToString();
                case 6: return long.Parse(text).ToString();
                case 7: return ulong.Parse(text).ToString();
                case 8: return BitConverter.DoubleToInt64Bits(double.Parse(text)).ToString();
                default: return BitConverter.ToInt32(BitConverter.GetBytes(float.Parse(text)), 0).ToString();
            }
        }
        catch (Exception e)
        {
            return e.GetType().FullName;
        }
    }
}
