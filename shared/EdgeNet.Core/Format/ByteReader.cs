using System;

namespace EdgeNet.Core;

/// <summary>Reads one section of a model file, and never a byte beyond it.</summary>
internal sealed class ByteReader
{
    private readonly byte[] _data;
    private readonly string _section;
    private readonly int _end;
    private int _position;

    public ByteReader(byte[] data, int offset, int length, string section)
    {
        _data = data;
        _position = offset;
        _end = offset + length;
        _section = section;
    }

    /// <summary>Index in the file of the byte read next.</summary>
    public int Position
    {
        get { return _position; }
    }

    public int Byte(string field)
    {
        return _data[Skip(1, field)];
    }

    public int UInt16(string field)
    {
        int p = Skip(2, field);
        return LittleEndian.UInt16At(_data, p);
    }

    public int Int32(string field)
    {
        return LittleEndian.Int32At(_data, Skip(4, field));
    }

    /// <summary>Reads a 32-bit float that must be a finite number.</summary>
    public float Single(string field)
    {
        int p = Skip(4, field);
        int exponent = (LittleEndian.Int32At(_data, p) >> 23) & 0xFF;
        if (exponent == 0xFF)
        {
            throw Error(field + " is not a finite number");
        }

        return BitConverter.ToSingle(_data, p);
    }

    public string Text(int length, string field)
    {
        int p = Skip(length, field);
        string text = Utf8.Decode(_data, p, length);
        if (text == null)
        {
            throw Error(field + " is not printable UTF-8 text");
        }

        return text;
    }

    /// <summary>Steps over bytes after making sure they are there.</summary>
    /// <returns>Index in the file of the first of them.</returns>
    public int Skip(int count, string field)
    {
        if (count > _end - _position)
        {
            throw Error("too short for " + field);
        }

        int p = _position;
        _position += count;
        return p;
    }

    /// <summary>Reads the zero bytes that fill a group of bytes up to a multiple of four.</summary>
    public void Pad(int length)
    {
        for (int i = length; (i & 3) != 0; i++)
        {
            if (Byte("padding") != 0)
            {
                throw Error("padding that is not zero");
            }
        }
    }

    /// <summary>Reads reserved bytes, which must be zero.</summary>
    public void Zero(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (Byte("reserved field") != 0)
            {
                throw Error("reserved field is not zero");
            }
        }
    }

    /// <summary>A section must hold exactly what its fields say.</summary>
    public void End()
    {
        if (_position != _end)
        {
            throw Error((_end - _position) + " bytes too long");
        }
    }

    public ModelException Error(string problem)
    {
        return new ModelException("model file, section " + _section + ": " + problem);
    }
}
