using System.Text;
using EdgeNet.Emulator.Loading;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Execution;

/// <summary>
/// The board's managed heap, counted as the nanoFramework interpreter allocates: whole blocks of 12 bytes. When it is full,
/// what can still be reached is counted; if that is too much, the program gets an OutOfMemoryException, unless the heap may overrun.
/// </summary>
internal sealed class Heap(World world, int capacity, bool mayOverrun)
{
    private const int BlockBytes = HeapBlocks.BlockBytes;
    private const int PeakAccuracy = 1024;
    private const int LiteralBytes = BlockBytes;

    // A frame has a header of 7 blocks, then locals, stack and three blocks to spare, 10 blocks in all at least. Arguments are on the caller's stack.
    private const int FrameHeaderBlocks = 7, FrameSpareBlocks = 3, LeastFrameBlocks = 10;
    private const int ArrayHeaderBytes = 20;
    private const int StringHeaderBytes = 16;
    private readonly Dictionary<string, StringObject> _literals = [];
    private readonly Stack<object> _pending = [];
    private int _collection;
    private long _aliveAtCollection;

    /// <summary>Bytes of the heap.</summary>
    public int Capacity => capacity;

    /// <summary>Heap that a thread takes besides its frames: itself, its first part and the delegate it runs.</summary>
    public const int ThreadBytes = (30 + 4 + 3) * BlockBytes;

    /// <summary>Heap that the frame of a method of the board itself takes.</summary>
    public const int HostFrameBytes = (FrameHeaderBlocks + LeastFrameBlocks) * BlockBytes;

    /// <summary>What is taken before a program starts: the first thread, an exception kept for when the heap is full, and what it is kept in.</summary>
    public const int StartBytes = ThreadBytes + ((5 + 2) * BlockBytes);

    /// <summary>Bytes in use, type tables and garbage that has not been collected included.</summary>
    public long Used { get; private set; } = world.TypeTableBytes + StartBytes;

    /// <summary>Bytes that a program could still take; 0 for a heap that has overrun.</summary>
    public long Free => Math.Max(0, capacity - Used - FrameBytes);

    /// <summary>The largest number of bytes that were in use at once. Garbage counts for up to a kilobyte of it: before more, it is collected.</summary>
    public long Peak { get; private set; } = world.TypeTableBytes + StartBytes;

    /// <summary>Heap that frames of running methods take.</summary>
    public long FrameBytes { get; set; }

    /// <summary>Gives the references that threads hold.</summary>
    public Action<Action<object?>>? Roots { get; set; }

    public static int FrameBytesOf(int locals, int stack) => BlockBytes * (FrameHeaderBlocks + Math.Max(LeastFrameBlocks, locals + stack + FrameSpareBlocks));

    public static int ObjectBytes(int fields) => BlockBytes * (1 + fields);

    public StringObject Literal(string text)
    {
        if (!_literals.TryGetValue(text, out StringObject? literal))
        {
            // Its text is in the assembly, in flash.
            literal = new StringObject(world.Type("System.String"), LiteralBytes, text);
            _literals[text] = literal;
        }

        return literal;
    }

    public StringObject String(string text)
    {
        int bytes = Take(HeapBlocks.Round(StringHeaderBytes + Encoding.UTF8.GetByteCount(text) + 1));
        return new StringObject(world.Type("System.String"), bytes, text);
    }

    public Instance Instance(NanoType type)
    {
        Instance made = new(type, Take(ObjectBytes(type.NumberCount + type.ReferenceCount)));
        foreach ((int index, NanoType inner) in type.StructFields)
        {
            made.References[index] = Instance(inner);
        }

        return made;
    }

    public Instance Boxed(NanoType type, long number)
    {
        Instance box = new(type, Take(ObjectBytes(1)));
        box.Numbers[0] = number;
        return box;
    }

    public Instance Clone(Instance source)
    {
        Instance copy = Instance(source.Type);
        copy.CopyFrom(source);
        return copy;
    }

    public DelegateObject Delegate(NanoType type, object? target, NanoMethod method, DelegateObject[] parts) =>
        new(type, Take(ObjectBytes(3 + parts.Length)), target, method, parts);

    public ArrayObject Array(NanoType type, int length)
    {
        if (length < 0)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        NanoType element = type.Element!;
        long wanted = ArrayHeaderBytes + ((long)Numbers.ElementBytes(element.Kind) * length);
        int bytes = Take(wanted > int.MaxValue - BlockBytes ? int.MaxValue : HeapBlocks.Round((int)wanted));
        switch (Numbers.ElementBytes(element.Kind))
        {
            case 1:
                return new ArrayObject<byte>(type, bytes, length);
            case 2:
                return new ArrayObject<ushort>(type, bytes, length);
            case 4:
                return element.Kind == ValueKind.Single ? new ArrayObject<float>(type, bytes, length) : new ArrayObject<int>(type, bytes, length);
            case 8:
                return element.Kind == ValueKind.Double ? new ArrayObject<double>(type, bytes, length) : new ArrayObject<long>(type, bytes, length);
            default:
                ArrayObject<object?> array = new(type, bytes, length);
                if (element.Kind == ValueKind.Struct)
                {
                    // Until it is stored somewhere, nobody but us holds the array.
                    _pending.Push(array);
                    for (int i = 0; i < length; i++)
                    {
                        array.Data[i] = Instance(element);
                    }

                    _pending.Pop();
                }

                return array;
        }
    }

    /// <summary>Counts what can be reached.</summary>
    public void Collect()
    {
        _collection++;
        long alive = 0;
        Stack<HeapObject> grey = new();
        void Visit(object? reference)
        {
            if (reference is HeapObject found && found.Mark != _collection)
            {
                found.Mark = _collection;
                alive += found.Bytes;
                grey.Push(found);
            }
        }

        Roots?.Invoke(Visit);
        foreach (object pending in _pending)
        {
            Visit(pending);
        }

        foreach (NanoType type in world.Types)
        {
            System.Array.ForEach(type.StaticReferences, Visit);
        }

        while (grey.TryPop(out HeapObject? found))
        {
            switch (found)
            {
                case Instance instance:
                    System.Array.ForEach(instance.References, Visit);
                    Visit(instance.Native);
                    break;
                case HolderObject holder:
                    Visit(holder.Held);
                    break;
                case ArrayObject<object?> array:
                    System.Array.ForEach(array.Data, Visit);
                    break;
                case DelegateObject call:
                    Visit(call.Target);
                    System.Array.ForEach(call.Parts, Visit);
                    break;
            }
        }

        Used = world.TypeTableBytes + StartBytes + alive;
        _aliveAtCollection = Used + FrameBytes;
    }

    private int Take(int bytes)
    {
        long wanted = Used + FrameBytes + bytes;
        if ((wanted > capacity && !mayOverrun) || (wanted > Peak && wanted > _aliveAtCollection + PeakAccuracy))
        {
            Collect();
            wanted = Used + FrameBytes + bytes;
            if (wanted > capacity && !mayOverrun)
            {
                throw new OutOfMemoryException();
            }
        }

        Peak = Math.Max(Peak, wanted);
        Used += bytes;
        return bytes;
    }
}
