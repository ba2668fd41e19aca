namespace EdgeNet.Conformance;

/// <summary>Single and double precision, within what both runtimes define.</summary>
internal static class Floats
{
    private static readonly float[] Singles = { 0f, 1f, -1f, 0.5f, 3.1415927f, -2.75f, 1e-20f, 1e20f, 16777216f, 123456.79f };
    private static readonly double[] Doubles = { 0d, 1d, -1d, 0.5d, 3.141592653589793d, -2.75d, 1e-200d, 1e200d, 9007199254740992d };

    public static void Run()
    {
        Lines.Start("SingleArithmetic");
        foreach (float a in Singles)
        {
            foreach (float b in Singles)
            {
                Lines.Add(a + b);
                Lines.Add(a - b);
                Lines.Add(a * b);
                if (b != 0f)
                {
                    Lines.Add(a / b);
                }
            }
        }

        Lines.End();
        Lines.Start("DoubleArithmetic");
        foreach (double a in Doubles)
        {
            foreach (double b in Doubles)
            {
                Lines.Add(a + b);
                Lines.Add(a - b);
                Lines.Add(a * b);
                if (b != 0d)
                {
                    Lines.Add(a / b);
                }
            }
        }

        Lines.End();
        Lines.Start("SingleComparisons");
        foreach (float a in Singles)
        {
            foreach (float b in Singles)
            {
                Compare(a, b);
            }

            Compare(a, float.PositiveInfinity);
            Compare(float.NegativeInfinity, a);
        }

        Lines.End();
        Lines.Start("DoubleComparisons");
        foreach (double a in Doubles)
        {
            Compare(a, 0.5d);
            Compare(a, -2.75d);
        }

        Lines.End();
        Lines.Start("NotANumber");
        Lines.Add(float.IsNaN(float.NaN));
        Lines.Add(float.IsNaN(1f));
        Lines.Add(double.IsNaN(double.NaN));
        Lines.Add(float.IsInfinity(float.PositiveInfinity));
        Lines.Add(float.IsPositiveInfinity(float.NegativeInfinity));
        Lines.End();
        Conversions();
    }

    private static void Compare(float a, float b)
    {
        Lines.Add((a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0));
        bool less = a < b, lessOrEqual = a <= b, greater = a > b, greaterOrEqual = a >= b;
        Lines.Add(less);
        Lines.Add(lessOrEqual);
        Lines.Add(greater);
        Lines.Add(greaterOrEqual);
    }

    private static void Compare(double a, double b)
    {
        Lines.Add((a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0));
        bool notLess = !(a < b), notGreater = !(a > b);
        Lines.Add(notLess);
        Lines.Add(notGreater);
    }

    private static void Conversions()
    {
        float[] fitting = { 0f, 0.99f, -0.99f, 1.5f, -1.5f, 127.9f, -32768f, 65535.5f, 2147483520f, -2147483648f };
        Lines.Start("SingleToInt32");
        foreach (float f in fitting)
        {
            Lines.Add((int)f);
        }

        Lines.End();
        Lines.Start("SingleToInt64");
        foreach (float f in fitting)
        {
            Lines.Add((long)(f * 1000f));
        }

        Lines.End();
        Lines.Start("DoubleToInt64");
        foreach (float f in fitting)
        {
            Lines.Add((long)(f * 1000d));
        }

        Lines.End();
        int[] whole = { 0, 1, -1, 16777217, int.MaxValue, int.MinValue };
        Lines.Start("Int32ToFloats");
        foreach (int i in whole)
        {
            Lines.Add((float)i);
            Lines.Add((double)i);
            Lines.Add((float)(uint)i);
            Lines.Add((double)(uint)i);
            Lines.Add((float)(long)i);
        }

        Lines.End();
        Lines.Start("SingleAndDouble");
        foreach (double d in Doubles)
        {
            if (d < 1e30)
            {
                Lines.Add((float)d);
                Lines.Add((double)(float)d);
            }
        }

        Lines.End();
        Lines.Start("NegateFloats");
        foreach (float f in fitting)
        {
            Lines.Add(-f);
            Lines.Add(-(double)f);
        }

        Lines.End();
    }
}
