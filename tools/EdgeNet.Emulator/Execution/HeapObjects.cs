using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Execution;

/// <summary>Something on the board's heap.</summary>
internal abstract class HeapObject(NanoType type, int bytes)
{
    public NanoType Type => type;

    /// <summary>What it costs on the board; 0 for what is in flash.</summary>
    public int Bytes => bytes;

    /// <summary>Number of the collection that last found it alive.</summary>
    public int Mark { get; set; }
}

/// <summary>An object, a boxed number or a struct.</summary>
internal sealed class Instance(NanoType type, int bytes) : HeapObject(type, bytes)
{
    public readonly long[] Numbers = type.NumberCount == 0 ? [] : new long[type.NumberCount];
    public readonly object?[] References = type.ReferenceCount == 0 ? [] : new object?[type.ReferenceCount];

    /// <summary>What the host keeps of an object of a contract, such as an open file.</summary>
    public object? Native { get; set; }

    /// <summary>Takes over the fields of another struct of the same type. A struct in a struct is shared, not copied: so it is on nanoFramework.</summary>
    public void CopyFrom(Instance other)
    {
        Array.Copy(other.Numbers, Numbers, Numbers.Length);
        Array.Copy(other.References, References, References.Length);
    }

    public void Clear()
    {
        Array.Clear(Numbers);
        for (int i = 0; i < References.Length; i++)
        {
            if (References[i] is Instance inner && inner.Type.Kind == ValueKind.Struct)
            {
                inner.Clear();
            }
            else
            {
                References[i] = null;
            }
        }
    }
}

/// <summary>What the host keeps of an object of a contract and what holds on to another heap object.</summary>
internal abstract class HolderObject(HeapObject held) : HeapObject(held.Type, 0)
{
    public HeapObject Held => held;
}

/// <summary>A string.</summary>
internal sealed class StringObject(NanoType type, int bytes, string value) : HeapObject(type, bytes)
{
    public string Value => value;
}

/// <summary>A delegate: one call, or several in order.</summary>
internal sealed class DelegateObject(NanoType type, int bytes, object? target, NanoMethod method, DelegateObject[] list) : HeapObject(type, bytes)
{
    public object? Target => target;

    public NanoMethod Method => method;

    /// <summary>The parts of a combined delegate; empty for a simple one.</summary>
    public DelegateObject[] Parts => list;
}

/// <summary>An array.</summary>
internal abstract class ArrayObject(NanoType type, int bytes) : HeapObject(type, bytes)
{
    public abstract Array Elements { get; }

    /// <summary>A number of an array of numbers, as it is stored in a register.</summary>
    public long this[int index]
    {
        get => this switch
        {
            ArrayObject<byte> a => Type.Element!.Kind == ValueKind.Int8 ? (sbyte)a.Data[index] : a.Data[index],
            ArrayObject<ushort> a => Type.Element!.Kind == ValueKind.Int16 ? (short)a.Data[index] : a.Data[index],
            ArrayObject<int> a => a.Data[index],
            ArrayObject<long> a => a.Data[index],
            ArrayObject<float> a => Execution.Numbers.Of(a.Data[index]),
            ArrayObject<double> a => Execution.Numbers.Of(a.Data[index]),
            _ => throw new EmulatorException($"{Type} has no numbers"),
        };

        set
        {
            switch (this)
            {
                case ArrayObject<byte> a: a.Data[index] = (byte)value; break;
                case ArrayObject<ushort> a: a.Data[index] = (ushort)value; break;
                case ArrayObject<int> a: a.Data[index] = (int)value; break;
                case ArrayObject<long> a: a.Data[index] = value; break;
                case ArrayObject<float> a: a.Data[index] = Execution.Numbers.Single(value); break;
                case ArrayObject<double> a: a.Data[index] = Execution.Numbers.Double(value); break;
                default: throw new EmulatorException($"{Type} has no numbers");
            }
        }
    }
}

/// <summary>An array with elements of a host type: byte for one-byte numbers, ushort, int, long, float, double, or references.</summary>
internal sealed class ArrayObject<T>(NanoType type, int bytes, int length) : ArrayObject(type, bytes)
{
    public readonly T[] Data = new T[length];

    public override Array Elements => Data;
}

/// <summary>A managed pointer to a number or a reference. A pointer to a struct is the struct's instance itself.</summary>
internal abstract class ManagedPointer
{
    public abstract long Number { get; set; }

    public abstract object? Reference { get; set; }
}

internal sealed unsafe class LocalPointer(long* number, object?[] references, int index) : ManagedPointer
{
    public override long Number
    {
        get => *number;
        set => *number = value;
    }

    public override object? Reference
    {
        get => references[index];
        set => references[index] = value;
    }
}

/// <summary>A pointer to a field of an object, to a boxed number or to a static field.</summary>
internal sealed class FieldPointer(long[] numbers, object?[] references, int index, ValueKind kind) : ManagedPointer
{
    public override long Number
    {
        get => numbers[index];
        set => numbers[index] = Numbers.Narrow(value, kind);
    }

    public override object? Reference
    {
        get => references[index];
        set => references[index] = value;
    }
}

internal sealed class ElementPointer : ManagedPointer
{
    private readonly ArrayObject _array;
    private readonly int _index;

    public ElementPointer(ArrayObject array, int index)
    {
        _array = array;
        _index = (uint)index < (uint)array.Elements.Length ? index : throw new IndexOutOfRangeException();
    }

    public override long Number
    {
        get => _array[_index];
        set => _array[_index] = value;
    }

    public override object? Reference
    {
        get => ((ArrayObject<object?>)_array).Data[_index];
        set => ((ArrayObject<object?>)_array).Data[_index] = value;
    }
}
