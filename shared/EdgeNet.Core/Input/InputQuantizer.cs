using System;

namespace EdgeNet.Core;

/// <summary>Turns raw values into the bytes that a network reads, as the model file says. The one place where a float enters.</summary>
internal class InputQuantizer
{
    private readonly InputInfo _info;
    private readonly byte[] _byteTable;
    private readonly byte[] _low;
    private readonly byte[] _high;

    // What zeros become, value by value: tables are full of them. Null if there is no room for it, or no use.
    private readonly byte[] _zeros;

    /// <summary>Creates a quantiser.</summary>
    /// <param name="info">The mapping.</param>
    /// <param name="low">Receives the low bytes of quantised inputs; may be longer than the input.</param>
    /// <param name="high">Receives the high bytes; empty when 8 bits are enough.</param>
    /// <param name="spareBytes">Bytes that may be taken beyond <see cref="RequiredRam"/>.</param>
    public InputQuantizer(InputInfo info, byte[] low, byte[] high, int spareBytes)
    {
        _info = info;
        _low = low;
        _high = high;
        _byteTable = new byte[HasByteTable(info) ? 256 : 0];
        for (int raw = 0; raw < _byteTable.Length; raw++)
        {
            _byteTable[raw] = (byte)Quantize(raw, 0);
        }

        int zeros = ExtraRam(info, spareBytes) == 0 ? 0 : info.Count;
        _zeros = zeros == 0 ? null : new byte[zeros];
        for (int i = 0; i < zeros; i++)
        {
            _zeros[i] = (byte)Quantize(0f, i);
        }
    }

    /// <summary>Whether the last raw values were outside of the trained range. A model without a range accepts all values.</summary>
    public virtual bool IsOutside
    {
        get { return false; }
    }

    /// <summary>Bytes that it takes beyond <see cref="RequiredRam"/> where there is room.</summary>
    public static int ExtraRam(InputInfo info, int spareBytes)
    {
        int bytes = info.PerFeature && info.Planes == 1 ? Ram.ArrayBytes(1, info.Count) : 0;
        return bytes <= spareBytes ? bytes : 0;
    }

    /// <summary>Heap bytes of it, apart from the arrays it was given.</summary>
    public static int RequiredRam(InputInfo info)
    {
        return Ram.ObjectBytes(5) + Ram.ArrayBytes(1, HasByteTable(info) ? 256 : 0);
    }

    /// <summary>Quantises raw values.</summary>
    /// <param name="raw">As many as the input has.</param>
    /// <param name="active">May receive the list of those that are not zero.</param>
    /// <returns>True if it did.</returns>
    /// <exception cref="ArgumentException">There are more or fewer, or one is not a number.</exception>
    public virtual bool Set(float[] raw, ActiveInputs active)
    {
        InputInfo info = _info;
        int count = raw.Length;
        if (count != info.Count)
        {
            CheckCount(count); // a call only where it throws
        }

        float[] scale = info.Scale;
        float[] offset = info.Offset;
        byte[] low = _low;
        float most = info.MaxValue;
#if NET10_0_OR_GREATER
        int done = _high.Length == 0 ? SimdInput.Quantize(raw, scale, offset, most, low) : 0;
#else
        const int done = 0;
#endif

        // The same steps as Quantize without its call, which would cost an interpreter more than the rest, and without zeros.
        if (scale.Length == count && _high.Length == 0)
        {
            bool knowsZeros = done == 0 && _zeros != null;
            if (knowsZeros)
            {
                Array.Copy(_zeros, 0, low, 0, count);
            }

            for (int i = count; i != done;)
            {
                i--;
                float value = raw[i];
                if (value == 0f)
                {
                    if (knowsZeros)
                    {
                        continue;
                    }
                }

                float scaled = (value * scale[i]) + offset[i];
                low[i] = scaled > 0f && scaled < most ? (byte)(scaled + 0.5f) : (byte)Limit(scaled, i);
            }

            return false;
        }

        if (done == 0 && scale.Length == 1 && offset[0] <= 0f && _high.Length == 0 && active.HasRoomFor(count))
        {
            SetPicture(raw, scale[0], offset[0], active);
            return true;
        }

        byte[] high = _high;
        bool isWide = high.Length != 0;
        bool perFeature = scale.Length == count;
        for (int i = done; i < count; i++)
        {
            int pair = perFeature ? i : 0;
            float scaled = (raw[i] * scale[pair]) + offset[pair];
            int quantized = scaled > 0f && scaled < most ? (int)(scaled + 0.5f) : Limit(scaled, i);
            low[i] = (byte)quantized;
            if (isWide)
            {
                high[i] = (byte)(quantized >> 8);
            }
        }

        return false;
    }

    /// <summary>Quantises bytes.</summary>
    /// <param name="raw">The raw values.</param>
    /// <param name="active">May receive the list of those that are not zero.</param>
    /// <returns>True if it did.</returns>
    public virtual bool Set(byte[] raw, ActiveInputs active)
    {
        CheckCount(raw.Length);
        if (_byteTable.Length != 0 && _byteTable[0] == 0 && active.HasRoomFor(raw.Length))
        {
            active.Map(raw, _byteTable, _low);
            return true;
        }

        if (IsIdentity(_info))
        {
            Array.Copy(raw, 0, _low, 0, raw.Length);
        }
        else if (_byteTable.Length != 0)
        {
            Map(raw, _byteTable, _low);
        }
        else
        {
            for (int i = 0; i < raw.Length; i++)
            {
                Store(i, Quantize(raw[i], i));
            }
        }

        return false;
    }

    /// <summary>Sets the input from bytes that are quantised already: the low plane, then the high plane.</summary>
    public void SetQuantized(byte[] data, int offset)
    {
        Array.Copy(data, offset, _low, 0, _info.Count);
        if (_high.Length != 0)
        {
            Array.Copy(data, offset + _info.Count, _high, 0, _high.Length);
        }
    }

    /// <summary>Sets the input to values that are quantised already.</summary>
    /// <param name="values">As many bytes as the input has values.</param>
    /// <exception cref="ArgumentException">There are more or fewer, one is larger than the input's bits allow, or these are more than eight.</exception>
    public virtual void SetQuantized(byte[] values)
    {
        CheckCount(values.Length);
        int most = _info.MaxValue;
        if (most > 255)
        {
            throw new ArgumentException("the network's input has " + _info.Bits + " bits, which a byte does not hold");
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] > most)
            {
                throw new ArgumentException("input value " + i + " is " + values[i] + ", at most " + most + " is allowed");
            }
        }

        SetQuantized(values, 0);
    }

    /// <summary>Sets the input to numbers drawn from a seed.</summary>
    /// <param name="seed">Not 0.</param>
    public void SetDrawn(int seed)
    {
        DrawnInput.Fill(seed, _info.Count, _info.MaxValue, _low, _high);
    }

    // Where zeros stay zero, only the others are looked up.
    private static void Map(byte[] raw, byte[] table, byte[] low)
    {
        int count = raw.Length;
        int i = 0;
        if (table[0] == 0)
        {
            Array.Clear(low, 0, count);
            for (; i < count - 3; i += 4)
            {
                if (raw[i] != 0) low[i] = table[raw[i]];
                if (raw[i + 1] != 0) low[i + 1] = table[raw[i + 1]];
                if (raw[i + 2] != 0) low[i + 2] = table[raw[i + 2]];
                if (raw[i + 3] != 0) low[i + 3] = table[raw[i + 3]];
            }
        }

        for (; i < count; i++)
        {
            low[i] = table[raw[i]];
        }
    }

    // One mapping for all values, by which zeros stay zero.
    private void SetPicture(float[] raw, float scale, float offset, ActiveInputs active)
    {
        byte[] low = _low;
        float most = _info.MaxValue;
        int count = raw.Length;
        int found = active.Find(raw);
        short[] positions = active.Found;
        Array.Clear(low, 0, count);
        for (int n = found; n != 0;)
        {
            n--;
            int i = positions[n];
            float scaled = (raw[i] * scale) + offset;
            low[i] = scaled > 0f && scaled < most ? (byte)(scaled + 0.5f) : (byte)Limit(scaled, i);
        }

        active.Take(low, found, count);
    }

    // One mapping for all values of at most 8 bits: 256 answers, computed once.
    private static bool HasByteTable(InputInfo info)
    {
        return !info.PerFeature && info.Planes == 1 && !IsIdentity(info);
    }

    /// <summary>Whether raw bytes are the bytes that the network reads.</summary>
    internal static bool IsIdentity(InputInfo info)
    {
        return !info.PerFeature && info.Bits == 8 && info.Scale[0] == 1f && info.Offset[0] == 0f;
    }

    private int Quantize(float raw, int index)
    {
        int pair = _info.PerFeature ? index : 0;
        float scaled = (raw * _info.Scale[pair]) + _info.Offset[pair];
        return scaled > 0f && scaled < _info.MaxValue ? (int)(scaled + 0.5f) : Limit(scaled, index);
    }

    // A value at or beyond a limit is not converted, because nanoFramework wraps a float that is too large for an int.
    private int Limit(float scaled, int index)
    {
        // First of all: on nanoFramework "not a number" is greater than any limit.
        if (float.IsNaN(scaled))
        {
            throw new ArgumentException("input value " + index + " is not a number");
        }

        return scaled <= 0f ? 0 : _info.MaxValue;
    }

    private void Store(int index, int quantized)
    {
        _low[index] = (byte)quantized;
        if (_high.Length != 0)
        {
            _high[index] = (byte)(quantized >> 8);
        }
    }

    private void CheckCount(int count)
    {
        if (count != _info.Count)
        {
            throw new ArgumentException("the network expects " + _info.Count + " values, not " + count);
        }
    }
}
