using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Host;

/// <summary>Objects, exceptions, delegates, types, Math.</summary>
internal static unsafe class CoreFunctions
{
    public static void Add(HostTable f)
    {
        f.Add("System.Object::.ctor()", (_, _, _) => { });
        f.Add("System.Object::Finalize()", (_, _, _) => { });
        f.Add("System.Object::ToString()", (m, _, r) => r[0] = TextOf(m, r[0]));
        f.Add("System.Object::GetHashCode()", (_, p, r) => p[0] = HashOf(r[0]));
        f.Add("System.Object::Equals(System.Object)", (_, p, r) => p[0] = AreEqual(r[0], r[1]) ? 1 : 0);
        f.Add("System.Object::Equals(System.Object,System.Object)", (_, p, r) => p[0] = AreEqual(r[0], r[1]) ? 1 : 0);
        f.Add("System.Object::ReferenceEquals(System.Object,System.Object)", (_, p, r) => p[0] = ReferenceEquals(r[0], r[1]) ? 1 : 0);
        f.Add("System.Object::MemberwiseClone()", (m, _, r) => r[0] = m.Heap.Clone((Instance)r[0]!));
        f.Add("System.Object::GetType()", (m, _, r) => r[0] = TypeOf(m, ((HeapObject)r[0]!).Type));
        f.Add("System.Type::GetTypeFromHandle(System.RuntimeTypeHandle)", (m, _, r) => r[0] = TypeOf(m, (NanoType)r[0]!));
        f.Add("System.Type::get_FullName()", (m, _, r) => r[0] = m.Heap.String(HostValues.Native<NanoType>(r[0]).Name));
        f.Add("System.ValueType::.ctor()", (_, _, _) => { });
        f.Add("System.Attribute::.ctor()", (_, _, _) => { });
        f.Add("System.EventArgs::.ctor()", (_, _, _) => { });
        f.Add("System.Runtime.CompilerServices.RuntimeHelpers::InitializeArray(System.Array,System.RuntimeFieldHandle)", (m, _, r) => InitializeArray(m, (ArrayObject)r[0]!, (byte[])r[1]!));

        AddExceptions(f);
        AddDelegates(f);
        AddMath(f);
    }

    private static void AddExceptions(HostTable f)
    {
        foreach (string type in new[]
        {
            "Exception", "SystemException", "InvalidOperationException", "NotSupportedException", "NotImplementedException", "NullReferenceException", "IndexOutOfRangeException", "InvalidCastException",
            "OutOfMemoryException", "FormatException", "ObjectDisposedException", "IO.IOException", "Net.WebException",
        })
        {
            f.Add($"System.{type}::.ctor()", (_, _, _) => { });
            f.Add($"System.{type}::.ctor(System.String)", (_, _, r) => ((Instance)r[0]!).References[0] = r[1]);
            f.Add($"System.{type}::.ctor(System.String,System.Exception)", (_, _, r) =>
            {
                ((Instance)r[0]!).References[0] = r[1];
                ((Instance)r[0]!).References[1] = r[2];
            });
        }

        f.Add("System.IO.IOException::.ctor(System.String,System.Int32)", (_, p, r) =>
        {
            ((Instance)r[0]!).References[0] = r[1];
            ((Instance)r[0]!).Numbers[0] = p[2];
        });
        f.Add("System.IO.IOException::get_ErrorCode()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[0]);
        AddArgumentExceptions(f);
        f.Add("System.Exception::get_Message()", (m, _, r) => r[0] = Message(m, (Instance)r[0]!));
        f.Add("System.Exception::get_InnerException()", (_, _, r) => r[0] = ((Instance)r[0]!).References[1]);
        f.Add("System.Exception::get_StackTrace()", (m, _, r) => r[0] = m.Heap.Literal(""));
        f.Add("System.Exception::ToString()", (m, _, r) =>
        {
            Instance e = (Instance)r[0]!;
            string message = e.References[0] is StringObject text ? ": " + text.Value : "";
            r[0] = m.Heap.String(e.Type.Name + message);
        });
    }

    // Those say what is wrong by themselves, and name the parameter.
    private static void AddArgumentExceptions(HostTable f)
    {
        const string OutOfRange = "Value does not fall within the expected range.", Null = "Value cannot be null.";
        void Constructor(string type, string parameters, string text, int message, int parameter, int inner) =>
            f.Add($"System.{type}::.ctor({parameters})", (m, _, r) =>
            {
                Instance e = (Instance)r[0]!;
                string said = message > 0 && r[message] is StringObject given ? given.Value : text;
                string named = parameter > 0 && r[parameter] is StringObject { Value.Length: > 0 } name ? $" (Parameter '{name.Value}')" : "";
                e.References[0] = m.Heap.String(said + named);
                e.References[1] = inner > 0 ? r[inner] : null;
            });

        const string Text = "System.String", Inner = "System.Exception";
        Constructor("ArgumentException", "", OutOfRange, 0, 0, 0);
        Constructor("ArgumentException", Text, OutOfRange, 1, 0, 0);
        Constructor("ArgumentException", $"{Text},{Inner}", OutOfRange, 1, 0, 2);
        Constructor("ArgumentException", $"{Text},{Text}", OutOfRange, 1, 2, 0);
        Constructor("ArgumentNullException", "", Null, 0, 0, 0);
        Constructor("ArgumentNullException", Text, Null, 0, 1, 0);
        Constructor("ArgumentNullException", $"{Text},{Inner}", Null, 1, 0, 2);
        Constructor("ArgumentNullException", $"{Text},{Text}", Null, 2, 1, 0);
        Constructor("ArgumentOutOfRangeException", "", OutOfRange, 0, 0, 0);
        Constructor("ArgumentOutOfRangeException", Text, OutOfRange, 0, 1, 0);
        Constructor("ArgumentOutOfRangeException", $"{Text},{Text}", OutOfRange, 2, 1, 0);
    }

    private static void AddDelegates(HostTable f)
    {
        f.Add("System.Delegate::Combine(System.Delegate,System.Delegate)", (m, _, r) => r[0] = Combine(m, (DelegateObject?)r[0], (DelegateObject?)r[1]));
        f.Add("System.Delegate::Remove(System.Delegate,System.Delegate)", (m, _, r) => r[0] = Remove(m, (DelegateObject?)r[0], (DelegateObject?)r[1]));
        foreach (string type in new[] { "Delegate", "MulticastDelegate" })
        {
            f.Add($"System.{type}::op_Equality(System.{type},System.{type})", (_, p, r) => p[0] = SameCall(r[0], r[1]) ? 1 : 0);
            f.Add($"System.{type}::op_Inequality(System.{type},System.{type})", (_, p, r) => p[0] = SameCall(r[0], r[1]) ? 0 : 1);
            f.Add($"System.{type}::Equals(System.Object)", (_, p, r) => p[0] = SameCall(r[0], r[1]) ? 1 : 0);
            f.Add($"System.{type}::GetHashCode()", (_, p, r) => p[0] = HashOf(r[0]));
        }
    }

    private static void AddMath(HostTable f)
    {
        void Function(string name, Func<double, double> function) => f.Add($"System.Math::{name}(System.Double)", (_, p, _) => p[0] = Numbers.Of(function(Numbers.Double(p[0]))));
        Function("Sqrt", Math.Sqrt);
        Function("Sin", Math.Sin);
        Function("Cos", Math.Cos);
        Function("Exp", Math.Exp);
        Function("Log", Math.Log);
        Function("Floor", Math.Floor);
        Function("Ceiling", Math.Ceiling);
        Function("Round", Math.Round);
        Function("Abs", Math.Abs);
        f.Add("System.Math::Pow(System.Double,System.Double)", (_, p, _) => p[0] = Numbers.Of(Math.Pow(Numbers.Double(p[0]), Numbers.Double(p[1]))));
        f.Add("System.Math::Abs(System.Int32)", (_, p, _) => p[0] = p[0] == int.MinValue ? p[0] : Math.Abs(p[0]));
        f.Add("System.Math::Max(System.Int32,System.Int32)", (_, p, _) => p[0] = Math.Max(p[0], p[1]));
        f.Add("System.Math::Min(System.Int32,System.Int32)", (_, p, _) => p[0] = Math.Min(p[0], p[1]));
    }

    public static StringObject TextOf(Machine m, object? value) => value switch
    {
        StringObject text => text,
        null => m.Heap.Literal(""),
        // No names of enum members on a board.
        Instance { Type.IsEnum: true } box => m.Heap.String(NumberText.Write(box.Numbers[0], box.Type.Kind)),
        HeapObject o => m.Heap.String(o.Type.Name),
        _ => throw new EmulatorException("a pointer has no text"),
    };

    private static StringObject Message(Machine m, Instance e) =>
        e.References[0] as StringObject ?? m.Heap.String($"Exception was thrown: {e.Type.Name}");

    private static Instance TypeOf(Machine m, NanoType type)
    {
        Instance made = new(m.World.Type("System.Type"), 0) { Native = type };
        return made;
    }

    private static bool AreEqual(object? a, object? b) => ReferenceEquals(a, b)
        || (a is StringObject s && b is StringObject t && s.Value == t.Value)
        || (a is Instance x && b is Instance y && x.Type == y.Type && (x.Type.Kind != ValueKind.Object)
            && x.Numbers.AsSpan().SequenceEqual(y.Numbers) && x.References.Zip(y.References).All(pair => AreEqual(pair.First, pair.Second)));

    private static int HashOf(object? value) => value switch
    {
        StringObject text => text.Value.Aggregate(5381, (hash, c) => (hash * 33) ^ c),
        Instance box when box.Type.Kind != ValueKind.Object => box.Numbers.Aggregate(17, (hash, n) => (hash * 31) + (int)n),
        _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value),
    };

    private static void InitializeArray(Machine m, ArrayObject array, byte[] data)
    {
        Buffer.BlockCopy(data, 0, array.Elements, 0, Math.Min(data.Length, Buffer.ByteLength(array.Elements)));
        m.Charge(data.Length / 2);
    }

    private static DelegateObject? Combine(Machine m, DelegateObject? a, DelegateObject? b)
    {
        if (a is null || b is null)
        {
            return a ?? b;
        }

        DelegateObject[] parts = [.. PartsOf(a), .. PartsOf(b)];
        return m.Heap.Delegate(a.Type, null, a.Method, parts);
    }

    // Removes the last occurrence, as the desktop does.
    private static DelegateObject? Remove(Machine m, DelegateObject? source, DelegateObject? value)
    {
        if (source is null || value is null)
        {
            return source;
        }

        List<DelegateObject> parts = [.. PartsOf(source)];
        int at = parts.FindLastIndex(p => SameCall(p, value));
        if (at < 0)
        {
            return source;
        }

        parts.RemoveAt(at);
        return parts.Count switch { 0 => null, 1 => parts[0], _ => m.Heap.Delegate(source.Type, null, parts[0].Method, [.. parts]) };
    }

    private static DelegateObject[] PartsOf(DelegateObject d) => d.Parts.Length > 0 ? d.Parts : [d];

    private static bool SameCall(object? a, object? b) => ReferenceEquals(a, b) || (a is DelegateObject x && b is DelegateObject y
        && PartsOf(x).Length == PartsOf(y).Length
        && PartsOf(x).Zip(PartsOf(y)).All(pair => pair.First.Method == pair.Second.Method && ReferenceEquals(pair.First.Target, pair.Second.Target)));
}
