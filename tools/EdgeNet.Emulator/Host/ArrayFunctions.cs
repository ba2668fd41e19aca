using System.Buffers.Binary;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Host;

/// <summary>Arrays, ArrayList, SpanByte and BitConverter.</summary>
internal static unsafe class ArrayFunctions
{
    private const int FirstCapacity = 4;

    public static void Add(HostTable f)
    {
        f.Add("System.Array::get_Length()", (_, p, r) => p[0] = ((ArrayObject)r[0]!).Elements.Length);
        f.Add("System.Array::Copy(System.Array,System.Array,System.Int32)", (m, p, r) => Copy(m, r[0], 0, r[1], 0, (int)p[2]));
        f.Add("System.Array::Copy(System.Array,System.Int32,System.Array,System.Int32,System.Int32)", (m, p, r) => Copy(m, r[0], (int)p[1], r[2], (int)p[3], (int)p[4]));
        f.Add("System.Array::Clear(System.Array,System.Int32,System.Int32)", (m, p, r) => Clear(m, r[0], (int)p[1], (int)p[2]));
        f.Add("System.Array::Clone()", (m, _, r) =>
        {
            ArrayObject source = (ArrayObject)r[0]!;
            ArrayObject copy = m.Heap.Array(source.Type, source.Elements.Length);
            Copy(m, source, 0, copy, 0, source.Elements.Length);
            r[0] = copy;
        });
        f.Add("System.Array::CopyTo(System.Array,System.Int32)", (m, p, r) => Copy(m, r[0], 0, r[1], (int)p[2], ((ArrayObject)r[0]!).Elements.Length));
        AddSpans(f);
        AddBits(f);
        AddLists(f);
    }

    public static byte[] Bytes(object? array) => ((ArrayObject<byte>)(array ?? throw new NullReferenceException())).Data;

    /// <summary>A part of an array of bytes, as streams and ports are given it.</summary>
    public static Span<byte> Part(object? array, long offset, long count)
    {
        byte[] bytes = Bytes(array);
        return offset >= 0 && count >= 0 && offset <= bytes.Length - count ? bytes.AsSpan((int)offset, (int)count)
            : throw new HostException("System.ArgumentOutOfRangeException", null);
    }

    /// <summary>The bytes that a SpanByte looks at.</summary>
    public static Span<byte> SpanOf(object? span)
    {
        Instance s = (Instance)span!;
        return s.References[0] is ArrayObject<byte> array ? array.Data.AsSpan((int)s.Numbers[0], (int)s.Numbers[1]) : default;
    }

    public static ArrayObject NewBytes(Machine m, ReadOnlySpan<byte> bytes)
    {
        ArrayObject<byte> array = (ArrayObject<byte>)m.Heap.Array(m.World.ArrayOf(m.World.Type("System.Byte")), bytes.Length);
        bytes.CopyTo(array.Data);
        return array;
    }

    private static void Copy(Machine m, object? from, int fromIndex, object? to, int toIndex, int length)
    {
        ArrayObject source = (ArrayObject)(from ?? throw new NullReferenceException());
        ArrayObject target = (ArrayObject)(to ?? throw new NullReferenceException());
        if (source.Type.Element != target.Type.Element && !(source.Type.Element!.Kind == ValueKind.Object && target.Type.Element!.Kind == ValueKind.Object))
        {
            throw new InvalidCastException();
        }

        if (length < 0 || fromIndex < 0 || toIndex < 0 || fromIndex > source.Elements.Length - length || toIndex > target.Elements.Length - length)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        m.Charge(length);
        if (source.Type.Element!.Kind != ValueKind.Struct)
        {
            Array.Copy(source.Elements, fromIndex, target.Elements, toIndex, length);
            return;
        }

        for (int i = 0; i < length; i++)
        {
            ((Instance)((ArrayObject<object?>)target).Data[toIndex + i]!).CopyFrom((Instance)((ArrayObject<object?>)source).Data[fromIndex + i]!);
        }
    }

    private static void Clear(Machine m, object? array, int index, int length)
    {
        ArrayObject target = (ArrayObject)(array ?? throw new NullReferenceException());
        if (index < 0 || length < 0 || index > target.Elements.Length - length)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        m.Charge(length);
        Array.Clear(target.Elements, index, length);
    }

    private static void AddSpans(HostTable f)
    {
        f.Add("System.SpanByte::.ctor(System.Byte[])", (_, _, r) => SetSpan(r[0], r[1], 0, r[1] is null ? 0 : Bytes(r[1]).Length));
        f.Add("System.SpanByte::.ctor(System.Byte[],System.Int32,System.Int32)", (_, p, r) => SetSpan(r[0], r[1], (int)p[2], (int)p[3]));
        f.Add("System.SpanByte::op_Implicit(System.Byte[])", (m, _, r) =>
        {
            Instance span = HostValues.Struct(m, "System.SpanByte");
            SetSpan(span, r[0], 0, r[0] is null ? 0 : Bytes(r[0]).Length);
            r[0] = span;
        });
        f.Add("System.SpanByte::get_Length()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[1]);
        f.Add("System.SpanByte::get_Item(System.Int32)", (_, p, r) => p[0] = SpanOf(r[0])[(int)p[1]]);
        f.Add("System.SpanByte::set_Item(System.Int32,System.Byte)", (_, p, r) => SpanOf(r[0])[(int)p[1]] = (byte)p[2]);
        f.Add("System.SpanByte::ToArray()", (m, _, r) => r[0] = NewBytes(m, SpanOf(r[0])));
        f.Add("System.SpanByte::Slice(System.Int32)", (m, p, r) => r[0] = Slice(m, (Instance)r[0]!, (int)p[1], SpanOf(r[0]).Length - (int)p[1]));
        f.Add("System.SpanByte::Slice(System.Int32,System.Int32)", (m, p, r) => r[0] = Slice(m, (Instance)r[0]!, (int)p[1], (int)p[2]));
    }

    private static void SetSpan(object? span, object? array, int start, int length)
    {
        if (start < 0 || length < 0 || start > (array is null ? 0 : Bytes(array).Length) - length)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        Instance s = (Instance)span!;
        (s.References[0], s.Numbers[0], s.Numbers[1]) = (array, start, length);
    }

    private static Instance Slice(Machine m, Instance span, int start, int length)
    {
        if (start < 0 || length < 0 || start > span.Numbers[1] - length)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        Instance slice = HostValues.Struct(m, "System.SpanByte", span.Numbers[0] + start, length);
        slice.References[0] = span.References[0];
        return slice;
    }

    private static void AddBits(HostTable f)
    {
        f.Add("System.BitConverter::GetBytes(System.Int32)", (m, p, r) => r[0] = NewBytes(m, BitConverter.GetBytes((int)p[0])));
        f.Add("System.BitConverter::GetBytes(System.Single)", (m, p, r) => r[0] = NewBytes(m, BitConverter.GetBytes((int)p[0])));
        f.Add("System.BitConverter::GetBytes(System.Int64)", (m, p, r) => r[0] = NewBytes(m, BitConverter.GetBytes(p[0])));
        f.Add("System.BitConverter::GetBytes(System.Double)", (m, p, r) => r[0] = NewBytes(m, BitConverter.GetBytes(p[0])));
        f.Add("System.BitConverter::ToInt32(System.Byte[],System.Int32)", (_, p, r) => p[0] = BinaryPrimitives.ReadInt32LittleEndian(At(r[0], p[1], 4)));
        f.Add("System.BitConverter::ToSingle(System.Byte[],System.Int32)", (_, p, r) => p[0] = BinaryPrimitives.ReadInt32LittleEndian(At(r[0], p[1], 4)));
        f.Add("System.BitConverter::ToInt64(System.Byte[],System.Int32)", (_, p, r) => p[0] = BinaryPrimitives.ReadInt64LittleEndian(At(r[0], p[1], 8)));
        f.Add("System.BitConverter::ToDouble(System.Byte[],System.Int32)", (_, p, r) => p[0] = BinaryPrimitives.ReadInt64LittleEndian(At(r[0], p[1], 8)));
        f.Add("System.BitConverter::DoubleToInt64Bits(System.Double)", (_, _, _) => { });
        f.Add("System.BitConverter::Int64BitsToDouble(System.Int64)", (_, _, _) => { });
    }

    private static ReadOnlySpan<byte> At(object? array, long start, int length)
    {
        byte[] bytes = array is null ? throw new HostException("System.ArgumentNullException", null) : Bytes(array);
        if (start < 0 || start >= bytes.Length)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        return start <= bytes.Length - length ? bytes.AsSpan((int)start, length) : throw new HostException("System.ArgumentException", null);
    }

    // An ArrayList keeps its items in an array on the heap, which it doubles.
    private static void AddLists(HostTable f)
    {
        const string List = "System.Collections.ArrayList::", Enumerator = "System.Array/SzArrayEnumerator";
        f.Add(List + ".ctor()", (m, _, r) => ((Instance)r[0]!).Native = new ListState(NewItems(m, FirstCapacity), 0));
        f.Add(List + "Add(System.Object)", (m, p, r) => p[0] = Append(m, (Instance)r[0]!, r[1]));
        f.Add(List + "get_Count()", (_, p, r) => p[0] = HostValues.Native<ListState>(r[0]).Count);
        f.Add(List + "get_Item(System.Int32)", (_, p, r) => r[0] = HostValues.Native<ListState>(r[0]).Item(p[1]));
        f.Add(List + "set_Item(System.Int32,System.Object)", (_, p, r) => HostValues.Native<ListState>(r[0]).Item(p[1]) = r[2]);
        f.Add(List + "Clear()", (_, _, r) => ((Instance)r[0]!).Native = new ListState(HostValues.Native<ListState>(r[0]).Items, 0));
        f.Add(List + "RemoveAt(System.Int32)", (_, p, r) => RemoveAt((Instance)r[0]!, p[1]));
        f.Add(List + "Insert(System.Int32,System.Object)", (m, p, r) =>
        {
            ListState list = HostValues.Native<ListState>(r[0]);
            if (p[1] < 0 || p[1] > list.Count)
            {
                throw new HostException("System.ArgumentOutOfRangeException", null);
            }

            Append(m, (Instance)r[0]!, r[2]);
            object?[] items = HostValues.Native<ListState>(r[0]).Items.Data;
            Array.Copy(items, p[1], items, p[1] + 1, list.Count - p[1]);
            items[p[1]] = r[2];
        });
        f.Add(List + "Remove(System.Object)", (_, _, r) =>
        {
            if (HostValues.Native<ListState>(r[0]).IndexOf(r[1]) is int at and >= 0)
            {
                RemoveAt((Instance)r[0]!, at);
            }
        });
        f.Add(List + "CopyTo(System.Array,System.Int32)", (m, p, r) =>
        {
            ListState list = HostValues.Native<ListState>(r[0]);
            Copy(m, list.Items, 0, r[1], (int)p[2], list.Count);
        });
        f.Add(List + "Clone()", (m, _, r) =>
        {
            ListState list = HostValues.Native<ListState>(r[0]);
            ArrayObject<object?> items = NewItems(m, Math.Max(list.Count, FirstCapacity));
            Array.Copy(list.Items.Data, items.Data, list.Count);
            Instance copy = m.Heap.Instance(m.World.Type("System.Collections.ArrayList"));
            copy.Native = new ListState(items, list.Count);
            r[0] = copy;
        });
        f.Add(List + "get_SyncRoot()", (_, _, _) => { });
        f.Add(List + "get_IsFixedSize()", (_, p, _) => p[0] = 0);
        f.Add(List + "get_IsReadOnly()", (_, p, _) => p[0] = 0);
        f.Add(List + "get_IsSynchronized()", (_, p, _) => p[0] = 0);
        f.Add(List + "GetEnumerator()", (m, _, r) =>
        {
            Instance enumerator = m.Heap.Instance(m.World.Type(Enumerator));
            enumerator.Native = new EnumeratorState(HostValues.Native<ListState>(r[0]));
            r[0] = enumerator;
        });
        f.Add(Enumerator + "::MoveNext()", (_, p, r) => p[0] = HostValues.Native<EnumeratorState>(r[0]).MoveNext() ? 1 : 0);
        f.Add(Enumerator + "::get_Current()", (_, _, r) => r[0] = HostValues.Native<EnumeratorState>(r[0]).Current);
        f.Add(Enumerator + "::Reset()", (_, _, r) => HostValues.Native<EnumeratorState>(r[0]).Reset());
        f.Add(List + "IndexOf(System.Object)", (_, p, r) => p[0] = HostValues.Native<ListState>(r[0]).IndexOf(r[1]));
        f.Add(List + "Contains(System.Object)", (_, p, r) => p[0] = HostValues.Native<ListState>(r[0]).IndexOf(r[1]) >= 0 ? 1 : 0);
    }

    private static int Append(Machine m, Instance target, object? item)
    {
        ListState list = HostValues.Native<ListState>(target);
        ArrayObject<object?> items = list.Items;
        if (list.Count == items.Data.Length)
        {
            ArrayObject<object?> larger = NewItems(m, 2 * items.Data.Length);
            Array.Copy(items.Data, larger.Data, list.Count);
            items = larger;
        }

        items.Data[list.Count] = item;
        target.Native = new ListState(items, list.Count + 1);
        return list.Count;
    }

    private static void RemoveAt(Instance target, long index)
    {
        ListState list = HostValues.Native<ListState>(target);
        list.Item(index) = null;
        Array.Copy(list.Items.Data, index + 1, list.Items.Data, index, list.Count - index - 1);
        target.Native = new ListState(list.Items, list.Count - 1);
    }

    private static ArrayObject<object?> NewItems(Machine m, int length) =>
        (ArrayObject<object?>)m.Heap.Array(m.World.ArrayOf(m.World.Type("System.Object")), length);

    // A position in the items of a list.
    private sealed class EnumeratorState(ListState list) : HolderObject(list.Items)
    {
        private int _index = -1;

        public object? Current => list.Item(_index);

        public bool MoveNext() => ++_index < list.Count;

        public void Reset() => _index = -1;
    }

    // A heap object, so that a collection finds the items.
    private sealed class ListState(ArrayObject<object?> items, int count) : HolderObject(items)
    {
        public ArrayObject<object?> Items => items;

        public int Count => count;

        public ref object? Item(long index)
        {
            if (index < 0 || index >= count)
            {
                throw new HostException("System.ArgumentOutOfRangeException", null);
            }

            return ref items.Data[index];
        }

        public int IndexOf(object? item)
        {
            for (int i = 0; i < count; i++)
            {
                if (items.Data[i] == item || (items.Data[i] is StringObject a && item is StringObject b && a.Value == b.Value)
                    || (items.Data[i] is Instance x && item is Instance y && x.Type == y.Type && x.Type.Kind < ValueKind.Object && x.Numbers[0] == y.Numbers[0]))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
