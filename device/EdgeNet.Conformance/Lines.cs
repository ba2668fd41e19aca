using System;

namespace EdgeNet.Conformance;

/// <summary>Prints results, one line per test, each with a prefix: an interpreter may print a banner of its own.</summary>
internal static class Lines
{
    private const string Prefix = "EN|";
    private const int HashEvery = 12;

    private static string line = "";
    private static int values;
    private static int hash;
    private static int count;

    public static void Start(string test)
    {
        line = Prefix + test;
        values = 0;
        hash = 17;
    }

    /// <summary>The first values are printed, the rest is mixed into a number at the end of the line.</summary>
    public static void Add(string value)
    {
        if (values < HashEvery)
        {
            line += "|" + value;
        }

        for (int i = 0; i < value.Length; i++)
        {
            hash = (hash * 31) + value[i];
        }

        hash = (hash * 31) + 7;
        values++;
    }

    public static void Add(int value)
    {
        Add(value.ToString());
    }

    public static void Add(uint value)
    {
        Add(value.ToString());
    }

    public static void Add(long value)
    {
        Add(value.ToString());
    }

    public static void Add(ulong value)
    {
        Add(value.ToString());
    }

    public static void Add(bool value)
    {
        Add(value ? "yes" : "no");
    }

    /// <summary>Floats are printed as their bits: their text differs between runtimes.</summary>
    public static void Add(float value)
    {
        Add(BitConverter.ToInt32(BitConverter.GetBytes(value), 0));
    }

    public static void Add(double value)
    {
        Add(BitConverter.DoubleToInt64Bits(value));
    }

    public static void End()
    {
        Console.WriteLine(line + "|" + values.ToString() + "|" + hash.ToString());
        count++;
    }

    public static void Finish()
    {
        Console.WriteLine(Prefix + "done|" + count.ToString());
    }
}
