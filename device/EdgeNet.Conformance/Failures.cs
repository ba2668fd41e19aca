using System;
using System.Collections;

namespace EdgeNet.Conformance;

/// <summary>The exceptions that the runtime itself throws, by type.</summary>
internal static class Failures
{
    private const int Count = 40;

    public static void Run()
    {
        for (int start = 0; start < Count; start += 12)
        {
            Lines.Start("Failures" + start.ToString());
            for (int i = start; i < Count && i < start + 12; i++)
            {
                Lines.Add(TypeOf(i));
            }

            Lines.End();
        }
    }

    private static string TypeOf(int what)
    {
        try
        {
            return "none: " + Do(what, 0);
        }
        catch (Exception e)
        {
            return e.GetType().FullName;
        }
    }

    private static string Do(int what, int zero)
    {
        byte[] bytes = new byte[4];
        int[] numbers = new int[4];
        ArrayList list = new ArrayList();
        list.Add("a");
        object boxed = 5;
        object text = "text";
        string word = "word";
        switch (what)
        {
            case 0: return new int[zero - 1].Length.ToString();
            case 1: return numbers[4 + zero].ToString();
            case 2: return numbers[zero - 1].ToString();
            case 3: Array.Copy(numbers, 0, numbers, 1, 4); return "";
            case 4: Array.Copy(numbers, -1, numbers, 0, 1); return "";
            case 5: Array.Copy(numbers, 0, numbers, 0, -1); return "";
            case 6: Array.Copy(null, numbers, 1); return "";
            case 7: Array.Copy(numbers, new long[4], 1); return "";
            case 8: Array.Clear(numbers, 3, 2); return "";
            case 9: Array.Clear(null, 0, 0); return "";
            case 10: numbers.CopyTo(new int[2], 0); return "";
            case 11: return BitConverter.ToInt32(bytes, 1).ToString();
            case 12: return BitConverter.ToInt32(bytes, 4).ToString();
            case 13: return BitConverter.ToInt32(bytes, -1).ToString();
            case 14: return BitConverter.ToInt32(null, 0).ToString();
            case 15: return BitConverter.ToInt64(bytes, 0).ToString();
            case 16: return BitConverter.ToSingle(bytes, 2).ToString();
            case 17: return word.Substring(5);
            case 18: return word.Substring(2, 3);
            case 19: return word.Substring(-1);
            case 20: return word[4].ToString();
            case 21: return new string(new char[] { 'a' }, 0, 2);
            case 22: return list[1].ToString();
            case 23: list.RemoveAt(1); return "";
            case 24: list.Insert(3, "b"); return "";
            case 25: return list[-1].ToString();
            case 26: return ((long)boxed).ToString();
            case 27: return ((int[])text).Length.ToString();
            case 28: ((object[])new string[1])[0] = 5; return "";
            case 29: return (1 / zero).ToString();
            case 30: return (1f / zero).ToString();
            case 31: return (1.5 % zero).ToString();
            case 32: return int.Parse("x").ToString();
            case 33: return word.ToCharArray(3, 2).Length.ToString();
            case 34: return ((string)null).Length.ToString();
            case 35: ((Exception)list[0]).ToString(); return "";
            case 36: return word.IndexOf((string)null).ToString();
            case 37: return string.Format(null, 1);
            case 38: return word.Split(null).Length.ToString();
            default: return ((IComparable)word).CompareTo(5).ToString();
        }
    }
}
