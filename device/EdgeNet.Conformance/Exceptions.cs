using System;

namespace EdgeNet.Conformance;

/// <summary>try, catch, filters, finally, rethrow, and the exceptions of the runtime.</summary>
internal static class Exceptions
{
    private static string trace = "";

    private sealed class OwnException : Exception
    {
        public OwnException(string message, int code)
            : base(message)
        {
            Code = code;
        }

        public int Code { get; private set; }
    }

    public static void Run()
    {
        Line("CatchOwn", CatchOwn());
        Line("CatchBase", CatchBase());
        Line("OrderOfFinally", OrderOfFinally());
        Line("NestedFinally", NestedFinally());
        Line("FinallyOnReturn", FinallyOnReturn(3).ToString() + trace);
        Line("FinallyOnBreak", FinallyOnBreak());
        Line("FilterTaken", Filter(2));
        Line("FilterPassed", Filter(1));
        Line("FilterRunsBeforeFinally", FilterBeforeFinally());
        Line("FilterThatThrows", FilterThatThrows());
        Line("Rethrow", Rethrow());
        Line("ThrowInCatch", ThrowInCatch());
        Line("ThrowInFinally", ThrowInFinally());
        Line("InnerException", InnerException());
        Line("IndexTooLarge", Try(0));
        Line("IndexNegative", Try(1));
        Line("NullArray", Try(2));
        Line("NullObject", Try(3));
        Line("DivisionByZero", Try(4));
        Line("LongDivisionByZero", Try(5));
        Line("RemainderByZero", Try(6));
        Line("BadCast", Try(7));
        Line("BadUnbox", Try(8));
        Line("NullString", Try(9));
        Line("NoException", Try(10));
        Line("DeepThrow", DeepThrow());
        Line("LoopOfExceptions", LoopOfExceptions());
        Line("UsingDisposes", UsingDisposes());
        Line("LocalsSurvive", LocalsSurvive());
        Line("ThrowExpression", ThrowExpression());
    }

    private static void Line(string test, string value)
    {
        Lines.Start(test);
        Lines.Add(value);
        Lines.End();
        trace = "";
    }

    private static string CatchOwn()
    {
        try
        {
            throw new OwnException("oh", 42);
        }
        catch (OwnException e)
        {
            return e.Message + e.Code.ToString();
        }
    }

    private static string CatchBase()
    {
        try
        {
            throw new ArgumentNullException("x");
        }
        catch (InvalidOperationException)
        {
            return "wrong";
        }
        catch (ArgumentException e)
        {
            return "argument: " + e.Message;
        }
        catch (Exception)
        {
            return "exception";
        }
    }

    private static string OrderOfFinally()
    {
        string s = "a";
        try
        {
            try
            {
                s += "b";
                throw new InvalidOperationException("x");
            }
            finally
            {
                s += "c";
            }
        }
        catch (InvalidOperationException e)
        {
            s += e.Message;
        }
        finally
        {
            s += "d";
        }

        return s + "e";
    }

    private static string NestedFinally()
    {
        string s = "";
        for (int i = 0; i < 3; i++)
        {
            try
            {
                try
                {
                    if (i == 1)
                    {
                        continue;
                    }

                    s += i.ToString();
                }
                finally
                {
                    s += "x";
                }
            }
            finally
            {
                s += "y";
            }
        }

        return s;
    }

    private static int FinallyOnReturn(int value)
    {
        try
        {
            return value * 2;
        }
        finally
        {
            trace += "-finally";
        }
    }

    private static string FinallyOnBreak()
    {
        string s = "";
        while (true)
        {
            try
            {
                s += "1";
                break;
            }
            finally
            {
                s += "2";
            }
        }

        return s;
    }

    private static string Filter(int code)
    {
        try
        {
            throw new OwnException("f", code);
        }
        catch (OwnException e) when (e.Code == 2)
        {
            return "filtered";
        }
        catch (OwnException e)
        {
            return "passed" + e.Code.ToString();
        }
    }

    private static string FilterBeforeFinally()
    {
        try
        {
            try
            {
                throw new OwnException("z", 1);
            }
            finally
            {
                trace += "finally ";
            }
        }
        catch (Exception) when (Note("filter "))
        {
            trace += "catch";
        }

        return trace;
    }

    private static bool Note(string what)
    {
        trace += what;
        return true;
    }

    private static string FilterThatThrows()
    {
        try
        {
            throw new OwnException("z", 1);
        }
        catch (OwnException e) when (Fail(e.Code))
        {
            return "wrong";
        }
        catch (OwnException)
        {
            return "next";
        }
    }

    private static bool Fail(int code)
    {
        throw new InvalidOperationException(code.ToString());
    }

    private static string Rethrow()
    {
        try
        {
            try
            {
                throw new OwnException("again", 5);
            }
            catch (OwnException)
            {
                trace += "first ";
                throw;
            }
        }
        catch (OwnException e)
        {
            return trace + e.Code.ToString();
        }
    }

    private static string ThrowInCatch()
    {
        try
        {
            try
            {
                throw new OwnException("one", 1);
            }
            catch (OwnException)
            {
                throw new InvalidOperationException("two");
            }
            finally
            {
                trace += "f ";
            }
        }
        catch (InvalidOperationException e)
        {
            return trace + e.Message;
        }
    }

    private static string ThrowInFinally()
    {
        try
        {
            try
            {
                throw new OwnException("one", 1);
            }
            finally
            {
                throw new InvalidOperationException("two");
            }
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private static string InnerException()
    {
        try
        {
            throw new Exception("outer", new OwnException("inner", 9));
        }
        catch (Exception e)
        {
            return e.Message + e.InnerException.Message;
        }
    }

    private static string Try(int what)
    {
        int[] numbers = new int[3];
        object boxed = 5;
        object text = "text";
        string nothing = null;
        int zero = numbers[0];
        try
        {
            switch (what)
            {
                case 0: return numbers[3].ToString();
                case 1: return numbers[zero - 1].ToString();
                case 2: numbers = null; return numbers[0].ToString();
                case 3: OwnException e = null; return e.Code.ToString();
                case 4: return (1 / zero).ToString();
                case 5: return (1L / zero).ToString();
                case 6: return (1 % zero).ToString();
                case 7: return ((int[])text).Length.ToString();
                case 8: return ((long)boxed).ToString();
                case 9: return nothing.Length.ToString();
                default: return "fine";
            }
        }
        catch (IndexOutOfRangeException)
        {
            return "index";
        }
        catch (NullReferenceException)
        {
            return "null";
        }
        catch (InvalidCastException)
        {
            return "cast";
        }
        catch (Exception)
        {
            return "other";
        }
    }

    private static string DeepThrow()
    {
        try
        {
            Deeper(20);
            return "wrong";
        }
        catch (OwnException e)
        {
            return e.Code.ToString() + trace;
        }
    }

    private static void Deeper(int depth)
    {
        try
        {
            if (depth == 0)
            {
                throw new OwnException("deep", 77);
            }

            Deeper(depth - 1);
        }
        finally
        {
            trace += ".";
        }
    }

    private static string LoopOfExceptions()
    {
        int caught = 0;
        for (int i = 0; i < 50; i++)
        {
            try
            {
                if (i % 3 == 0)
                {
                    throw new OwnException("l", i);
                }
            }
            catch (OwnException e)
            {
                caught += e.Code;
            }
        }

        return caught.ToString();
    }

    private sealed class Resource : IDisposable
    {
        public void Dispose()
        {
            trace += "disposed";
        }
    }

    private static string UsingDisposes()
    {
        try
        {
            using (new Resource())
            {
                trace += "in ";
                throw new OwnException("u", 1);
            }
        }
        catch (OwnException)
        {
            return trace;
        }
    }

    private static string LocalsSurvive()
    {
        int a = 1;
        long b = 2;
        string c = "x";
        try
        {
            a = 10;
            b = 20;
            c += "y";
            throw new OwnException("q", 1);
        }
        catch (OwnException)
        {
            a += 5;
            c += "z";
        }

        return a.ToString() + b.ToString() + c;
    }

    private static string ThrowExpression()
    {
        try
        {
            return Need(null);
        }
        catch (ArgumentNullException)
        {
            return "needed";
        }
    }

    private static string Need(string s)
    {
        return s ?? throw new ArgumentNullException(nameof(s));
    }
}
