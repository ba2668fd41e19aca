using System;

namespace EdgeNet.Conformance;

/// <summary>
/// Where nanoFramework differs from the desktop, each with a line of its own whose name starts with "differs": the tests
/// hold the board to what is written there and the desktop to its own answer.
/// </summary>
internal static class Differences
{
    private enum Colour
    {
        Red = 3,
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
