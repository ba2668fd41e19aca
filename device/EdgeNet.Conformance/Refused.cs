using System;

namespace EdgeNet.Conformance;

/// <summary>
/// What nanoFramework's interpreter gets wrong, so that the virtual board stops there and says where; never called by
/// <see cref="Program"/>. The methods whose names start with Right are near it, and right.
/// </summary>
internal static class Refused
{
    private const uint Large = 0xFFFFFFF0;

    private static readonly uint[] Numbers = { 3, Large };
    private static uint field = Large;
    private static int stored;
    private static string trace = "";
    private static int depth;

    public static string ThrowsAndCatchesInFinally()
    {
        try
        {
            try
            {
                throw new InvalidOperationException("lost");
            }
            finally
            {
                CatchesInside();
            }
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>No exception is in flight here, but the interpreter forgets the finally block all the same.</summary>
    public static string ThrowsAndCatchesInDispose()
    {
        using (new Disposed())
        {
            trace = "used";
        }

        return trace;
    }

    public static string RethrowsAfterACallThatCatches()
    {
        try
        {
            try
            {
                throw new InvalidOperationException("lost");
            }
            catch (InvalidOperationException)
            {
                CatchesInside();
                throw;
            }
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    public static string ThrowsAndCatchesInAFilter()
    {
        try
        {
            throw new InvalidOperationException("lost");
        }
        catch (InvalidOperationException) when (CatchesInside())
        {
            return "filtered";
        }
    }

    public static string ThrowsAndCatchesInFinallyInCatch()
    {
        try
        {
            throw new InvalidOperationException("first");
        }
        catch (InvalidOperationException)
        {
            try
            {
                trace = "catch";
            }
            finally
            {
                CatchesInside();
            }
        }

        return trace;
    }

    public static string NestsSevenDeep()
    {
        depth = 0;
        try
        {
            Nest();
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        return "";
    }

    public static string RightCatchWithoutRethrow()
    {
        try
        {
            throw new InvalidOperationException("kept");
        }
        catch (InvalidOperationException e)
        {
            CatchesInside();
            return e.Message;
        }
    }

    public static string RightCatchInTheFinallyItself()
    {
        string s = "";
        try
        {
            try
            {
                throw new InvalidOperationException("kept");
            }
            finally
            {
                try
                {
                    throw new ArgumentException("x");
                }
                catch (ArgumentException)
                {
                    s += "inside ";
                }
            }
        }
        catch (InvalidOperationException e)
        {
            return s + e.Message;
        }
    }

    public static string RightThrowAfterACallThatCatches()
    {
        try
        {
            try
            {
                throw new InvalidOperationException("first");
            }
            catch (InvalidOperationException)
            {
                CatchesInside();
                throw new ArgumentException("second");
            }
            finally
            {
                trace = "finally ";
            }
        }
        catch (ArgumentException e)
        {
            return trace + e.Message;
        }
    }

    public static string RightFinallyThatCallsFinally()
    {
        trace = "";
        try
        {
            try
            {
                throw new InvalidOperationException("kept");
            }
            finally
            {
                LeavesInside();
            }
        }
        catch (InvalidOperationException e)
        {
            return trace + e.Message;
        }
    }

    /// <summary>An exception from a finally block replaces the first, and the same method handles it.</summary>
    public static string RightThrowFromFinally()
    {
        trace = "";
        try
        {
            ReplacesAndHandles();
            return trace + "went on";
        }
        catch (InvalidOperationException)
        {
            return "wrong";
        }
    }

    public static long WidensACastUint()
    {
        return (long)(int)field;
    }

    public static int ShiftsACastUint()
    {
        return (int)Numbers[1] >> 4;
    }

    public static float MakesAFloatOfACastUint()
    {
        return (float)(int)(field - 1);
    }

    public static long WidensAfterArithmetic()
    {
        return (long)((int)Numbers[0] - 5);
    }

    public static long WidensAParameter()
    {
        return Widened((int)Numbers[1]);
    }

    public static long WidensWhatWasReturned()
    {
        return (long)Returned(1);
    }

    public static long WidensWhatWasPassedOn()
    {
        return PassedOn((int)Numbers[0]);
    }

    public static long WidensAfterABranch()
    {
        return (long)(depth >= 0 ? (int)Numbers[1] : 5);
    }

    public static long ShiftsACastUlong()
    {
        return (long)~(ulong)field >> 8;
    }

    public static long WidensThroughADelegate()
    {
        Widen widen = Widened;
        return widen((int)Numbers[1]);
    }

    public static long RightStoredFirst()
    {
        stored = (int)Numbers[1];
        return ((long)stored * 10) + (stored >> 1) + (long)(float)stored;
    }

    public static long RightByWayOfALong()
    {
        return Widened((int)(long)Numbers[1]) + ((int)(long)Numbers[1] >> 2);
    }

    public static long RightSmallNumber()
    {
        return (long)(int)Numbers[0] + Widened((int)Numbers[0]) + Returned(0);
    }

    public static long RightUnsignedAllTheWay()
    {
        return (long)Numbers[1] + (Numbers[1] >> 4) + (long)(ulong)Numbers[1];
    }

    public static long RightNegativeInt()
    {
        return Widened(-16) + PassedOn(-3) + (long)(depth >= 0 ? -1 : 5);
    }

    public static int InfinityAsAnInt()
    {
        float infinity = float.PositiveInfinity;
        return (int)infinity;
    }

    public static long NotANumberAsALong()
    {
        double none = double.NaN;
        return (long)none;
    }

    private delegate long Widen(int value);

    private static long Widened(int value)
    {
        return value;
    }

    private static int Returned(int index)
    {
        return (int)Numbers[index];
    }

    private static long PassedOn(int value)
    {
        return Widened(value - 5);
    }

    private static bool CatchesInside()
    {
        try
        {
            throw new ArgumentException("inside");
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static void LeavesInside()
    {
        try
        {
            trace += "a";
        }
        finally
        {
            trace += "b ";
        }
    }

    private static void ReplacesAndHandles()
    {
        try
        {
            try
            {
                throw new InvalidOperationException("one");
            }
            finally
            {
                trace += "finally ";
                Fail();
            }
        }
        catch (ArgumentException e)
        {
            trace += e.Message + " ";
        }
        finally
        {
            trace += "last ";
        }
    }

    private static void Fail()
    {
        throw new ArgumentException("two");
    }

    private static void Nest()
    {
        depth++;
        try
        {
            throw new InvalidOperationException(depth.ToString());
        }
        catch (InvalidOperationException)
        {
            if (depth < 7)
            {
                Nest();
            }

            throw;
        }
    }

    private sealed class Disposed : IDisposable
    {
        public void Dispose()
        {
            CatchesInside();
        }
    }
}
