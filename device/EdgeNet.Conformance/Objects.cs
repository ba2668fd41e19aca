using System;
using System.Collections;
using System.Threading;

namespace EdgeNet.Conformance;

/// <summary>Calls, structs, boxing, arrays, delegates, statics, strings, switches, references and threads.</summary>
internal static class Objects
{
    private interface IShape
    {
        int Area { get; }

        string Name();
    }

    private interface INamed
    {
        string Name();
    }

    private abstract class Shape : IShape
    {
        public abstract int Area { get; }

        public virtual string Name()
        {
            return "shape";
        }

        public override string ToString()
        {
            return Name() + Area.ToString();
        }
    }

    private class Square : Shape, INamed
    {
        protected readonly int Side;

        public Square(int side)
        {
            Side = side;
        }

        public override int Area
        {
            get { return Side * Side; }
        }

        public override string Name()
        {
            return "square";
        }

        string INamed.Name()
        {
            return "explicit";
        }
    }

    private sealed class Cube : Square
    {
        public Cube(int side)
            : base(side)
        {
        }

        public override int Area
        {
            get { return 6 * base.Area; }
        }
    }

    private struct Point
    {
        public int X;
        public int Y;
        public byte Tag;

        public Point(int x, int y)
        {
            X = x;
            Y = y;
            Tag = 0;
        }

        public int Sum()
        {
            return X + Y;
        }

        public void Move(int by)
        {
            X += by;
            Y += by;
        }

        public override string ToString()
        {
            return X.ToString() + ";" + Y.ToString();
        }
    }

    private struct Line
    {
        public Point From;
        public Point To;
        public string Label;
    }

    private enum Colour : byte
    {
        Red = 1,
        Green = 2,
        Blue = 200,
    }

    private static class Lazy
    {
        public static readonly int[] Table = { 5, 6, 7 };
        public static int Counter = Start();

        private static int Start()
        {
            return Table.Length * 10;
        }
    }

    private delegate int Operation(int a, int b);

    private static int calls;
    private static Point origin;
    private static readonly string[] Words = { "zero", "one", "two", "three" };

    public static void Run()
    {
        Dispatch();
        Structs();
        Boxing();
        Arrays();
        Delegates();
        Statics();
        Text();
        Switches();
        References();
        Threads();
        Collections();
    }

    private static void Dispatch()
    {
        Lines.Start("VirtualCalls");
        IShape[] shapes = { new Square(3), new Cube(2) };
        foreach (IShape shape in shapes)
        {
            Lines.Add(shape.Area);
            Lines.Add(shape.Name());
            Lines.Add(shape.ToString());
            Lines.Add(((INamed)shape).Name());
            Lines.Add(shape is Cube);
            Lines.Add(shape as Cube != null ? ((Cube)shape).Area.ToString() : "no cube");
        }

        Lines.End();
        Lines.Start("Recursion");
        Lines.Add(Factorial(12));
        Lines.Add(Fibonacci(15));
        Lines.Add(Ackermann(2, 3));
        Lines.End();
        Lines.Start("ManyArguments");
        Lines.Add(Nine(1, 2L, 3, 'c', 5, 6f, 7, "eight", true));
        Lines.End();
        Lines.Start("OptionalAndNamed");
        Lines.Add(Optional(1));
        Lines.Add(Optional(b: 5, a: 2));
        Lines.Add(Sum());
        Lines.Add(Sum(1, 2, 3));
        Lines.End();
        Lines.Start("Ternaries");
        for (int i = -1; i < 3; i++)
        {
            Lines.Add(i < 0 ? "neg" : i == 0 ? "zero" : i == 1 ? "one" : "many");
            Lines.Add((i > 0 && i < 2) || i < 0);
            Lines.Add((i & 1) == 0 ? i + 10 : i - 10);
        }

        Lines.End();
    }

    private static long Factorial(int n)
    {
        return n <= 1 ? 1 : n * Factorial(n - 1);
    }

    private static int Fibonacci(int n)
    {
        return n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
    }

    private static int Ackermann(int m, int n)
    {
        return m == 0 ? n + 1 : n == 0 ? Ackermann(m - 1, 1) : Ackermann(m - 1, Ackermann(m, n - 1));
    }

    private static string Nine(byte a, long b, short c, char d, uint e, float f, ulong g, string h, bool i)
    {
        return (a + b + c + d + e + (long)f + (long)g).ToString() + h + (i ? "t" : "f");
    }

    private static int Optional(int a, int b = 7)
    {
        return (a * 100) + b;
    }

    private static int Sum(params int[] values)
    {
        int sum = 0;
        foreach (int value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static void Structs()
    {
        Lines.Start("StructCopies");
        Point a = new Point(1, 2);
        Point b = a;
        b.X = 10;
        Lines.Add(a.X);
        Lines.Add(b.X);
        a.Move(5);
        Lines.Add(a.Sum());
        Change(a);
        Lines.Add(a.X);
        ChangeByReference(ref a);
        Lines.Add(a.X);
        Lines.Add(Made(3).Sum());
        Point c = default(Point);
        Lines.Add(c.Sum() + c.Tag);
        Lines.Add(a.ToString());
        Lines.End();

        Lines.Start("StructsInStructs");
        Line line = new Line { From = new Point(1, 1), Label = "l" };
        line.To = line.From;
        line.To.Y = 4;
        Lines.Add(line.From.Y);
        Lines.Add(line.To.ToString());
        Lines.Add(line.Label);
        Lines.End();

        Lines.Start("ArraysOfStructs");
        Point[] points = new Point[3];
        points[1].X = 5;
        points[2] = points[1];
        points[2].Move(1);
        Point taken = points[1];
        taken.X = 99;
        Lines.Add(points[0].Sum());
        Lines.Add(points[1].ToString());
        Lines.Add(points[2].ToString());
        ref Point inside = ref points[0];
        inside.Y = 8;
        Lines.Add(points[0].Y);
        Lines.End();

        Lines.Start("StaticStruct");
        origin.X = 4;
        Point saved = origin;
        origin.Move(2);
        Lines.Add(saved.X);
        Lines.Add(origin.ToString());
        Lines.End();
    }

    private static void Change(Point p)
    {
        p.X = 1000;
    }

    private static void ChangeByReference(ref Point p)
    {
        p.X = 2000;
        p = new Point(p.X + 1, p.Y);
    }

    private static Point Made(int n)
    {
        Point p = new Point(n, n);
        p.Move(n);
        return p;
    }

    private static void Boxing()
    {
        Lines.Start("Boxing");
        object i = 42;
        object l = 42L;
        object p = new Point(3, 4);
        object colour = Colour.Blue;
        Lines.Add((int)i);
        Lines.Add(i.Equals(42));
        Lines.Add(i.Equals(l));
        Lines.Add(i is int);
        Lines.Add(i is long);
        Lines.Add(((Point)p).Sum());
        Point unboxed = (Point)p;
        unboxed.X = 50;
        Lines.Add(p.ToString());
        Lines.Add((int)(Colour)colour);
        Lines.Add((byte)(Colour)colour);
        Lines.Add(i.ToString() + p);
        Lines.End();
    }

    private static void Arrays()
    {
        Lines.Start("ArraysOfEveryType");
        sbyte[] sbytes = { -128, 127 };
        byte[] bytes = { 0, 255 };
        short[] shorts = { -32768, 32767 };
        ushort[] ushorts = { 0, 65535 };
        char[] chars = { 'a', '\uffff' };
        bool[] bools = { false, true };
        uint[] uints = { 0, uint.MaxValue };
        long[] longs = { long.MinValue, long.MaxValue };
        ulong[] ulongs = { 0, ulong.MaxValue };
        float[] floats = { -1.5f, 1e10f };
        double[] doubles = { -1.5, 1e100 };
        for (int i = 0; i < 2; i++)
        {
            Lines.Add(sbytes[i]);
            Lines.Add((int)bytes[i]);
            Lines.Add(shorts[i]);
            Lines.Add((int)ushorts[i]);
            Lines.Add((int)chars[i]);
            Lines.Add(bools[i]);
            Lines.Add(uints[i]);
            Lines.Add(longs[i]);
            Lines.Add(ulongs[i]);
            Lines.Add(floats[i]);
            Lines.Add(doubles[i]);
        }

        bytes[0] += 200;
        bytes[0] += 100;
        sbytes[1]++;
        Lines.Add((int)bytes[0]);
        Lines.Add(sbytes[1]);
        Lines.End();

        Lines.Start("JaggedArrays");
        int[][] rows = new int[3][];
        for (int r = 0; r < rows.Length; r++)
        {
            rows[r] = new int[r + 1];
            for (int c = 0; c <= r; c++)
            {
                rows[r][c] = (r * 10) + c;
            }
        }

        int sum = 0;
        foreach (int[] row in rows)
        {
            foreach (int value in row)
            {
                sum += value;
            }
        }

        Lines.Add(sum);
        Lines.Add(rows[2][1]);
        Lines.End();

        Lines.Start("CopyAndClear");
        int[] source = { 1, 2, 3, 4, 5 };
        int[] target = new int[7];
        Array.Copy(source, 1, target, 2, 3);
        Array.Copy(target, 2, target, 3, 3);
        Array.Clear(target, 3, 1);
        foreach (int value in target)
        {
            Lines.Add(value);
        }

        int[] clone = (int[])source.Clone();
        clone[0] = 77;
        Lines.Add(source[0] + clone[0]);
        Lines.End();

        Lines.Start("ArrayFailures");
        Lines.Add(Fails(0));
        Lines.Add(Fails(1));
        Lines.Add(Fails(2));
        Lines.End();
    }

    private static bool Fails(int what)
    {
        try
        {
            object[] strings = new string[2];
            int[] numbers = new int[2];
            switch (what)
            {
                case 0: strings[0] = 5; break;
                case 1: Array.Copy(numbers, 0, numbers, 1, 2); break;
                default: numbers[2 + numbers[0]] = 1; break;
            }

            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static void Delegates()
    {
        Lines.Start("Delegates");
        Operation add = (a, b) => a + b;
        Operation multiply = Multiply;
        int factor = 3;
        Operation closure = (a, b) => (a - b) * factor;
        factor = 4;
        Lines.Add(add(2, 5));
        Lines.Add(multiply(2, 5));
        Lines.Add(closure(9, 5));
        Lines.Add(Apply(add, 1) + Apply(closure, 2));
        Operation both = add + multiply;
        calls = 0;
        Lines.Add(both(3, 4));
        both -= multiply;
        Lines.Add(both(3, 4));
        Lines.Add(add == both);
        both -= add;
        Lines.Add(both == null);
        Operation instance = new Adder(100).Add;
        Lines.Add(instance(1, 2));
        Lines.Add(calls);
        Lines.End();
    }

    private sealed class Adder
    {
        private readonly int _base;

        public Adder(int start)
        {
            _base = start;
        }

        public int Add(int a, int b)
        {
            return _base + a + b;
        }
    }

    private static int Multiply(int a, int b)
    {
        calls++;
        return a * b;
    }

    private static int Apply(Operation operation, int value)
    {
        return operation(value, value + 1);
    }

    private static void Statics()
    {
        Lines.Start("Statics");
        Lines.Add(Lazy.Counter);
        Lazy.Counter += 5;
        Lines.Add(Lazy.Counter);
        Lines.Add(Lazy.Table[2]);
        Lines.Add(Words[3]);
        Lines.End();
    }

    private static void Text()
    {
        Lines.Start("Strings");
        string s = "Hello";
        Lines.Add(s.Length);
        Lines.Add(s[1].ToString());
        Lines.Add(s.Substring(1, 3));
        Lines.Add(s + ", " + 5 + 'c' + true + null + 7L);
        Lines.Add(s == "Hel" + "lo");
        Lines.Add(s.IndexOf('l'));
        Lines.Add(s.ToUpper() + s.ToLower());
        Lines.Add(new string(new char[] { 'x', 'y' }));
        Lines.Add(new string('z', 3));
        Lines.Add($"{s} has {s.Length} letters and {s[0]}");
        Lines.Add(s.ToCharArray().Length);
        Lines.Add("a,b,,c".Split(',').Length);
        Lines.Add("  trim ".Trim());
        Lines.Add(string.IsNullOrEmpty(string.Empty));
        Lines.Add(string.Empty.Length);
        Lines.Add("äöü€".Length);
        Lines.End();
        Lines.Start("Numbers");
        Lines.Add((-5).ToString() + ((byte)200).ToString() + 'q'.ToString() + uint.MaxValue.ToString() + ulong.MaxValue.ToString() + long.MinValue.ToString());
        Lines.Add(int.Parse("-123"));
        Lines.End();
    }

    private static void Switches()
    {
        Lines.Start("Switches");
        for (int i = -1; i < 6; i++)
        {
            Lines.Add(Dense(i) + Sparse(i * 1000));
        }

        foreach (string word in Words)
        {
            Lines.Add(ByText(word));
        }

        Lines.Add(ByText(null));
        Lines.End();
        Lines.Start("Loops");
        int total = 0;
        for (int i = 0, j = 10; i < j; i++, j--)
        {
            if (i == 3)
            {
                continue;
            }

            total += i * j;
        }

        do
        {
            total -= 7;
        }
        while (total > 20);
        Lines.Add(total);
        foreach (char c in "abc")
        {
            total = (total * 31) + c;
        }

        Lines.Add(total);
        Lines.End();
    }

    private static int Dense(int value)
    {
        switch (value)
        {
            case 0: return 10;
            case 1: return 11;
            case 2:
            case 3: return 12;
            case 4: return 13;
            default: return -1;
        }
    }

    private static int Sparse(int value)
    {
        switch (value)
        {
            case 0: return 100;
            case 1000: return 200;
            case 5000: return 300;
            default: return 400;
        }
    }

    private static int ByText(string value)
    {
        switch (value)
        {
            case "zero": return 0;
            case "one": return 1;
            case "two": return 2;
            case null: return -2;
            default: return -1;
        }
    }

    private static void References()
    {
        Lines.Start("References");
        int a = 1;
        long b = 2;
        string c = "c";
        float d = 1.5f;
        byte e = 250;
        int[] array = { 1, 2, 3 };
        Bump(ref a, ref b, ref c, ref d, ref e);
        Bump(ref array[1], ref b, ref c, ref d, ref e);
        Lines.Add(a);
        Lines.Add(b);
        Lines.Add(c);
        Lines.Add(d);
        Lines.Add((int)e);
        Lines.Add(array[1]);
        Split(17, out int quotient, out int remainder);
        Lines.Add((quotient * 100) + remainder);
        Point p = new Point(1, 1);
        Bump(ref p.X, ref b, ref c, ref d, ref p.Tag);
        Lines.Add(p.X + p.Tag);
        Lines.Add(Interlocked.Increment(ref a));
        Lines.Add(a);
        Swap(ref array[0], ref array[2]);
        Lines.Add(array[0]);
        Lines.End();
    }

    private static void Bump(ref int a, ref long b, ref string c, ref float d, ref byte e)
    {
        a += 10;
        b *= 3;
        c += "+";
        d *= 2f;
        e += 10;
    }

    private static void Split(int value, out int quotient, out int remainder)
    {
        quotient = value / 5;
        remainder = value % 5;
    }

    private static void Swap(ref int a, ref int b)
    {
        int c = a;
        a = b;
        b = c;
    }

    private static void Threads()
    {
        Lines.Start("Threads");
        int[] counts = new int[2];
        object gate = new object();
        int shared = 0;
        Thread first = new Thread(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                counts[0]++;
                lock (gate)
                {
                    shared += 1;
                }

                Thread.Sleep(10);
            }
        });
        Thread second = new Thread(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                counts[1]++;
                lock (gate)
                {
                    shared += 100;
                }

                Thread.Sleep(15);
            }
        });
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Lines.Add(counts[0]);
        Lines.Add(counts[1]);
        Lines.Add(shared);
        Lines.Add(first.IsAlive);
        Lines.End();
    }

    private static void Collections()
    {
        Lines.Start("ArrayList");
        ArrayList list = new ArrayList();
        for (int i = 0; i < 20; i++)
        {
            list.Add(i * i);
        }

        list.RemoveAt(3);
        list[0] = "first";
        Lines.Add(list.Count);
        Lines.Add((int)list[3]);
        Lines.Add((string)list[0]);
        Lines.Add(list.Contains(361));
        Lines.Add(list.IndexOf(49));
        list.Insert(2, "third");
        list.Remove(49);
        object[] copied = new object[20];
        list.CopyTo(copied, 1);
        Lines.Add((string)copied[3]);
        Lines.Add((int)copied[19]);
        IList same = (IList)list.Clone();
        list.Clear();
        Lines.Add(list.Count);
        int sum = 0;
        foreach (object item in same)
        {
            sum += item is int number ? number : 1000;
        }

        Lines.Add(sum);
        Lines.Add(same.IsFixedSize || same.IsReadOnly || same.IsSynchronized);
        Lines.End();
    }
}
