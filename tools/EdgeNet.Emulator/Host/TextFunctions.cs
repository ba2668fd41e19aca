using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Host;

/// <summary>Strings, numbers as text, what a program prints.</summary>
internal static unsafe class TextFunctions
{
    public static void Add(HostTable f, TextOutput output)
    {
        AddNumbers(f);
        AddStrings(f);
        AddConcat(f);
        foreach (string type in new[] { "System.Diagnostics.Debug", "System.Console" })
        {
            f.Add(type + "::Write(System.String)", (_, _, r) => output.Write((r[0] as StringObject)?.Value ?? ""));
            f.Add(type + "::WriteLine()", (m, _, _) => output.EndLine(m.NowMicroseconds));
            f.Add(type + "::WriteLine(System.String)", (m, _, r) =>
            {
                output.Write((r[0] as StringObject)?.Value ?? "");
                output.EndLine(m.NowMicroseconds);
            });
        }
    }

    private static void AddNumbers(HostTable f)
    {
        foreach ((string type, ValueKind kind) in new[]
        {
            ("Boolean", ValueKind.Bool), ("Char", ValueKind.Char), ("SByte", ValueKind.Int8), ("Byte", ValueKind.UInt8), ("Int16", ValueKind.Int16),
            ("UInt16", ValueKind.UInt16), ("Int32", ValueKind.Int32), ("UInt32", ValueKind.UInt32), ("Int64", ValueKind.Int64), ("UInt64", ValueKind.UInt64),
            ("Single", ValueKind.Single), ("Double", ValueKind.Double),
        })
        {
            f.Add($"System.{type}::ToString()", (m, _, r) => r[0] = m.Heap.String(NumberText.Write(HostValues.This(r[0]), kind)));
            f.Add($"System.{type}::ToString(System.String)", (m, _, r) => r[0] = m.Heap.String(NumberText.Write(HostValues.This(r[0]), kind, (r[1] as StringObject)?.Value ?? "")));
            f.Add($"System.{type}::Parse(System.String)", (_, p, r) => p[0] = NumberParsing.Parse((r[0] as StringObject)?.Value, kind));
        }

        f.Add("System.Single::IsNaN(System.Single)", (_, p, _) => p[0] = float.IsNaN(Numbers.Single(p[0])) ? 1 : 0);
        f.Add("System.Single::IsInfinity(System.Single)", (_, p, _) => p[0] = float.IsInfinity(Numbers.Single(p[0])) ? 1 : 0);
        f.Add("System.Single::IsNegativeInfinity(System.Single)", (_, p, _) => p[0] = float.IsNegativeInfinity(Numbers.Single(p[0])) ? 1 : 0);
        f.Add("System.Single::IsPositiveInfinity(System.Single)", (_, p, _) => p[0] = float.IsPositiveInfinity(Numbers.Single(p[0])) ? 1 : 0);
        f.Add("System.Double::IsNaN(System.Double)", (_, p, _) => p[0] = double.IsNaN(Numbers.Double(p[0])) ? 1 : 0);
        f.Add("System.Double::IsInfinity(System.Double)", (_, p, _) => p[0] = double.IsInfinity(Numbers.Double(p[0])) ? 1 : 0);
        f.Add("System.Double::IsNegativeInfinity(System.Double)", (_, p, _) => p[0] = double.IsNegativeInfinity(Numbers.Double(p[0])) ? 1 : 0);
        f.Add("System.Double::IsPositiveInfinity(System.Double)", (_, p, _) => p[0] = double.IsPositiveInfinity(Numbers.Double(p[0])) ? 1 : 0);
    }

    private static void AddStrings(HostTable f)
    {
        f.Add("System.String::.ctor(System.Char[])", (m, _, r) => r[0] = m.Heap.String(Characters(r[1], 0, -1)));
        f.Add("System.String::.ctor(System.Char[],System.Int32,System.Int32)", (m, p, r) => r[0] = m.Heap.String(Characters(r[1], (int)p[2], (int)p[3])));
        f.Add("System.String::.ctor(System.Char,System.Int32)", (m, p, r) => r[0] = m.Heap.String(new string((char)p[1], (int)p[2])));
        f.Add("System.String::get_Length()", (_, p, r) => p[0] = HostValues.Text(r[0]).Length);
        f.Add("System.String::get_Chars(System.Int32)", (_, p, r) =>
        {
            string text = HostValues.Text(r[0]);
            p[0] = (ulong)p[1] < (ulong)text.Length ? text[(int)p[1]] : throw new HostException("System.ArgumentOutOfRangeException", null);
        });
        f.Add("System.String::Equals(System.Object)", (_, p, r) => p[0] = r[1] is StringObject other && other.Value == HostValues.Text(r[0]) ? 1 : 0);
        f.Add("System.String::Equals(System.String,System.String)", (_, p, r) => p[0] = Same(r[0], r[1]) ? 1 : 0);
        f.Add("System.String::op_Equality(System.String,System.String)", (_, p, r) => p[0] = Same(r[0], r[1]) ? 1 : 0);
        f.Add("System.String::op_Inequality(System.String,System.String)", (_, p, r) => p[0] = Same(r[0], r[1]) ? 0 : 1);
        f.Add("System.String::GetHashCode()", (_, p, r) => p[0] = HostValues.Text(r[0]).Aggregate(5381, (hash, c) => (hash * 33) ^ c));
        f.Add("System.String::ToString()", (_, _, _) => { });
        f.Add("System.String::Substring(System.Int32)", (m, p, r) => r[0] = m.Heap.String(Slice(r[0], (int)p[1], -1)));
        f.Add("System.String::Substring(System.Int32,System.Int32)", (m, p, r) => r[0] = m.Heap.String(Slice(r[0], (int)p[1], (int)p[2])));
        f.Add("System.String::Trim()", (m, _, r) => r[0] = m.Heap.String(HostValues.Text(r[0]).Trim()));
        f.Add("System.String::ToLower()", (m, _, r) => r[0] = m.Heap.String(HostValues.Text(r[0]).ToLowerInvariant()));
        f.Add("System.String::ToUpper()", (m, _, r) => r[0] = m.Heap.String(HostValues.Text(r[0]).ToUpperInvariant()));
        f.Add("System.String::StartsWith(System.String)", (_, p, r) => p[0] = HostValues.Text(r[0]).StartsWith(HostValues.Text(r[1]), StringComparison.Ordinal) ? 1 : 0);
        f.Add("System.String::EndsWith(System.String)", (_, p, r) => p[0] = HostValues.Text(r[0]).EndsWith(HostValues.Text(r[1]), StringComparison.Ordinal) ? 1 : 0);
        f.Add("System.String::Contains(System.String)", (_, p, r) => p[0] = HostValues.Text(r[0]).Contains(HostValues.Text(r[1]), StringComparison.Ordinal) ? 1 : 0);
        f.Add("System.String::IndexOf(System.Char)", (_, p, r) => p[0] = HostValues.Text(r[0]).IndexOf((char)p[1]));
        f.Add("System.String::IndexOf(System.String)", (_, p, r) => p[0] = HostValues.Text(r[0]).IndexOf(HostValues.Text(r[1]), StringComparison.Ordinal));
        f.Add("System.String::Compare(System.String,System.String)", (_, p, r) => p[0] = Math.Sign(string.CompareOrdinal(HostValues.Text(r[0]), HostValues.Text(r[1]))));
        f.Add("System.String::CompareTo(System.String)", (_, p, r) => p[0] = Math.Sign(string.CompareOrdinal(HostValues.Text(r[0]), HostValues.Text(r[1]))));
        f.Add("System.String::CompareTo(System.Object)", (_, p, r) =>
            p[0] = r[1] is null or StringObject ? Math.Sign(string.CompareOrdinal(HostValues.Text(r[0]), (r[1] as StringObject)?.Value)) : -1);
        f.Add("System.String::IsNullOrEmpty(System.String)", (_, p, r) => p[0] = r[0] is StringObject { Value.Length: > 0 } ? 0 : 1);
        f.Add("System.String::ToCharArray()", (m, _, r) => r[0] = ToCharArray(m, HostValues.Text(r[0])));
        f.Add("System.String::ToCharArray(System.Int32,System.Int32)", (m, p, r) => r[0] = ToCharArray(m, Slice(r[0], (int)p[1], (int)p[2])));
        f.Add("System.String::Split(System.Char[])", (m, _, r) => r[0] = Split(m, HostValues.Text(r[0]), r[1] is null ? [] : Characters(r[1], 0, -1).ToCharArray()));
        f.Add("System.String::Format(System.String,System.Object[])", (m, _, r) =>
            r[0] = m.Heap.String(CompositeFormat.Write(HostValues.Text(r[0]), (r[1] as ArrayObject<object?>)?.Data ?? throw new NullReferenceException(), a => TextOf(m, a))));
    }

    private static void AddConcat(HostTable f)
    {
        for (int count = 2; count <= 4; count++)
        {
            int n = count;
            f.Add($"System.String::Concat({string.Join(",", Enumerable.Repeat("System.String", n))})", (m, _, r) => Join(m, r[..n], r));
        }

        for (int count = 1; count <= 3; count++)
        {
            int n = count;
            f.Add($"System.String::Concat({string.Join(",", Enumerable.Repeat("System.Object", n))})", (m, _, r) => Join(m, r[..n], r));
        }

        f.Add("System.String::Concat(System.String[])", (m, _, r) => Join(m, ((ArrayObject<object?>)r[0]!).Data, r));
        f.Add("System.String::Concat(System.Object[])", (m, _, r) => Join(m, ((ArrayObject<object?>)r[0]!).Data, r));
    }

    private static void Join(Machine m, ReadOnlySpan<object?> parts, Span<object?> r)
    {
        string joined = "";
        foreach (object? part in parts)
        {
            joined += TextOf(m, part);
        }

        m.Charge(joined.Length * 4);
        r[0] = m.Heap.String(joined);
    }

    // What ToString() gives: a virtual call for objects of the program, which may override it.
    private static string TextOf(Machine m, object? value)
    {
        switch (value)
        {
            case null:
                return "";
            case StringObject text:
                return text.Value;
            case Instance box when box.Type.Kind is not ValueKind.Object and not ValueKind.Struct:
                return NumberText.Write(box.Numbers[0], box.Type.Kind);
            default:
                NanoMethod toString = m.World.Type("System.Object").Definition!.Methods.Where(d => d.Name == "ToString").Select(m.World.Method).First();
                NanoMethod implementation = m.World.Implementation(((HeapObject)value).Type, toString);
                return HostValues.Text(m.Call(implementation, [(0L, value)]).Reference);
        }
    }

    private static bool Same(object? a, object? b) => (a as StringObject)?.Value == (b as StringObject)?.Value;

    private static string Slice(object? reference, int start, int length)
    {
        string text = HostValues.Text(reference);
        length = length < 0 && start <= text.Length ? text.Length - start : length;
        return start >= 0 && length >= 0 && start <= text.Length - length ? text.Substring(start, length)
            : throw new HostException("System.ArgumentOutOfRangeException", null);
    }

    private static string Characters(object? reference, int start, int length)
    {
        ushort[] data = ((ArrayObject<ushort>)(reference ?? throw new NullReferenceException())).Data;
        length = length < 0 ? data.Length : length;
        if (start < 0 || start > data.Length - length)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        return string.Create(length, (data, start), (span, state) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)state.data[state.start + i];
            }
        });
    }

    private static ArrayObject ToCharArray(Machine m, string text)
    {
        ArrayObject<ushort> array = (ArrayObject<ushort>)m.Heap.Array(m.World.ArrayOf(m.World.Type("System.Char")), text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            array.Data[i] = text[i];
        }

        return array;
    }

    private static ArrayObject Split(Machine m, string text, char[] separators)
    {
        string[] parts = separators.Length == 0 ? [text] : text.Split(separators);
        ArrayObject<object?> array = (ArrayObject<object?>)m.Heap.Array(m.World.ArrayOf(m.World.Type("System.String")), parts.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            array.Data[i] = m.Heap.String(parts[i]);
        }

        return array;
    }
}
