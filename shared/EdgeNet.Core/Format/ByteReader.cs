using System;

namespace EdgeNet.Core;

/// <summary>Reads one section of a model file, and never a byte beyond it.</summary>
public sealed class ByteReader
{
    private readonly byte[] _data;
    private readonly string _section;
    private readonly int _end;
    private int _position;

    /// <summary>Begins to read.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="offset">Where the section begins in it.</param>
    /// <param name="length">Its bytes, which the file has.</param>
    /// <param name="section">Its name, for errors.</param>
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

    /// <summary>Reads a byte.</summary>
    /// <param name="field">Its name, for errors.</param>
    /// <returns>0 to 255.</returns>
    /// <exception cref="ModelException">The section is too short.</exception>
    public int Byte(string field)
    {
        return _data[Skip(1, field)];
    }

    /// <summary>Reads two bytes.</summary>
    /// <param name="field">Their name, for errors.</param>
    /// <returns>0 to 65,535.</returns>
    /// <exception cref="ModelException">The section is too short.</exception>
    public int UInt16(string field)
    {
        int p = Skip(2, field);
        return LittleEndian.UInt16At(_data, p);
    }

    /// <summary>Reads four bytes.</summary>
    /// <param name="field">Their name, for errors.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ModelException">The section is too short.</exception>
    public int Int32(string field)
    {
        return LittleEndian.Int32At(_data, Skip(4, field));
    }

    /// <summary>Reads eight bytes.</summary>
    /// <param name="field">Their name, for errors.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ModelException">The section is too short.</exception>
    public long Int64(string field)
    {
        int p = Skip(8, field);
        return ((long)LittleEndian.Int32At(_data, p + 4) << 32) | (LittleEndian.Int32At(_data, p) & 0xFFFFFFFFL);
    }

    /// <summary>Reads a 32-bit float that must be a finite number.</summary>
    /// <param name="field">Its name, for errors.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ModelException">The section is too short, or it is not finite.</exception>
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

    /// <summary>Reads text.</summary>
    /// <param name="length">Its bytes of UTF-8.</param>
    /// <param name="field">Its name, for errors.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ModelException">The section is too short, or has bytes there that are no printable text.</exception>
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
    /// <param name="count">How many, not negative.</param>
    /// <param name="field">Their name, for errors.</param>
    /// <returns>Index in the file of the first of them.</returns>
    /// <exception cref="ModelException">The section is too short.</exception>
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

    /// <summary>A part of the section, which this reader steps over.</summary>
    /// <param name="length">Its bytes, not negative.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <returns>A reader of its own.</returns>
    /// <exception cref="ModelException">The section is too short.</exception>
    public ByteReader Part(int length, string name)
    {
        int p = Skip(length, name);
        return new ByteReader(_data, p, length, _section + ", " + name);
    }

    /// <summary>Reads the zero bytes that fill a group of bytes up to a multiple of four.</summary>
    /// <param name="length">Bytes of the group.</param>
    /// <exception cref="ModelException">They are missing or not zero.</exception>
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
    /// <param name="count">How many.</param>
    /// <exception cref="ModelException">They are missing or not zero.</exception>
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
    /// <exception cref="ModelException">It holds more.</exception>
    public void End()
    {
        if (_position != _end)
        {
            throw Error((_end - _position) + " bytes too long");
        }
    }

    /// <summary>An error in this section.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <returns>The exception to throw.</returns>
    public ModelException Error(string problem)
    {
        return new ModelException("model file, section " + _section + ": " + problem);
    }
}
