using System;

namespace EdgeNet.Conformance;

/// <summary>
/// Where nanoFramework computes something else than the desktop, each with a line of its own. What it says there, and where it writes
/// numbers in another way or throws another exception, is in the tests' file Differences.txt.
/// </summary>
internal static class Differences
{
    private enum Colour
    {
        Red = 3,
    }

    private class Base
    {
        public virtual string Name()
        {
            return "base";
        }
    }

    private sealed class Hiding : Base
    {
        public new string Name()
        {
            return "hiding";
        }
    }

    private struct Inner
    {
        public int Value;
    }

    private struct Outer
    {
        public Inner Inner;
    }

    public static void Run()
    {
        float large = 1e10f;
        int most = int.MaxValue;
        float zero = large - large;

        Lines.Start("differsFloatTooLargeForInt");
        Lines.Add((int)large);
        Lines.End();

        Lines.Start("differsCheckedWraps");
        try
        {
            Lines.Add(checked(most + (int)zero + 1));
        }
        catch (Exception)
        {
            Lines.Add("throws");
        }

        Lines.End();

        Lines.Start("differsFloatDivisionByZero");
        try
        {
            Lines.Add(large / zero > 0f);
        }
        catch (Exception)
        {
            Lines.Add("throws");
        }

        Lines.End();

        Lines.Start("differsEnumToString");
        Lines.Add(Colour.Red.ToString());
        Lines.End();

        Lines.Start("differsNotANumberCompares");
        float none = float.NaN;
        Lines.Add((none > 1f ? 1 : 0) + (1f > none ? 2 : 0) + (none >= 1f ? 4 : 0) + (none < 1f ? 8 : 0) + (none == 1f ? 16 : 0));
        Lines.End();

        Lines.Start("differsHidingIsOverriding");
        Base hiding = new Hiding();
        Lines.Add(hiding.Name());
        Lines.End();

        Lines.Start("differsStructInStructIsShared");
        Outer first = new Outer();
        Outer second = first;
        second.Inner.Value = 9;
        Lines.Add(first.Inner.Value);
        Lines.End();

        Lines.Start("differsInfinitiesCompare");
        float up = float.PositiveInfinity, down = float.NegativeInfinity;
        Lines.Add((up > down ? 1 : 0) + (up < down ? 2 : 0) + (up == down ? 4 : 0) + (up >= down ? 8 : 0) + (up != down ? 16 : 0) + (up > large ? 32 : 0) + (down < large ? 64 : 0));
        double upper = up, lower = down;
        Lines.Add((upper > lower ? 1 : 0) + (upper < lower ? 2 : 0) + (upper == lower ? 4 : 0) + (upper >= lower ? 8 : 0) + (upper != lower ? 16 : 0) + (upper > large ? 32 : 0));
        Lines.End();

        Lines.Start("LongToFloatByWayOfDouble");
        foreach (long wide in new long[] { 9007199791611905, -9007199791611905, 4611686293305294849, long.MaxValue })
        {
            Lines.Add((float)wide);
        }

        Lines.End();

        Lines.Start("differsArgumentOutOfRange");
        Lines.Add(new ArgumentOutOfRangeException("x").Message);
        Lines.End();

        Lines.Start("differsCopyBetweenTypes");
        try
        {
            long[] target = new long[2];
            Array.Copy(new int[] { 1, 2 }, target, 2);
            Lines.Add(target[1]);
        }
        catch (Exception)
        {
            Lines.Add("throws");
        }

        Lines.End();
    }
}
