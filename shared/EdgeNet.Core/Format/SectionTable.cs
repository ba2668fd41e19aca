using System;

namespace EdgeNet.Core;

/// <summary>Where the sections of a file are. Their lengths and padding have been checked, what is in them has not.</summary>
internal sealed class SectionTable
{
    private readonly byte[] _data;
    private readonly int[] _types;
    private readonly int[] _starts;
    private readonly int[] _lengths;

    /// <summary>Finds the sections.</summary>
    /// <param name="data">The whole file; its header has been checked.</param>
    /// <exception cref="ModelException">They do not fill the file, one comes twice, or one is needed that this reader does not know.</exception>
    public SectionTable(byte[] data)
    {
        _data = data;
        int count = LittleEndian.UInt16At(data, 6);
        if (count > ModelFormat.MaxSections)
        {
            throw new ModelException("model file: " + count + " sections, at most " + ModelFormat.MaxSections + " are allowed");
        }

        _types = new int[count];
        _starts = new int[count];
        _lengths = new int[count];
        int position = ModelFormat.HeaderLength;
        for (int i = 0; i < count; i++)
        {
            position = Add(i, position);
        }

        if (position != data.Length)
        {
            throw new ModelException("model file: " + (data.Length - position) + " bytes after the last section");
        }
    }

    /// <summary>Opens a section that must be there.</summary>
    public ByteReader Required(int type)
    {
        ByteReader reader = Optional(type);
        if (reader == null)
        {
            throw new ModelException("model file: section " + Name(type) + " is missing");
        }

        return reader;
    }

    /// <summary>Opens a section; null if there is none.</summary>
    public ByteReader Optional(int type)
    {
        int i = IndexOf(type);
        return i < 0 ? null : new ByteReader(_data, _starts[i], _lengths[i], Name(type));
    }

    /// <summary>Copies the contents of a section; null if there is none.</summary>
    public byte[] Copy(int type)
    {
        int i = IndexOf(type);
        if (i < 0)
        {
            return null;
        }

        byte[] copy = new byte[_lengths[i]];
        Array.Copy(_data, _starts[i], copy, 0, copy.Length);
        return copy;
    }

    private int IndexOf(int type)
    {
        for (int i = 0; i < _types.Length; i++)
        {
            if (_types[i] == type)
            {
                return i;
            }
        }

        return -1;
    }

    private int Add(int index, int position)
    {
        if (_data.Length - position < ModelFormat.SectionHeaderLength)
        {
            throw new ModelException("model file: cut off at section " + index);
        }

        int type = LittleEndian.Int32At(_data, position);
        int length = LittleEndian.Int32At(_data, position + 4);
        int at = position + ModelFormat.SectionHeaderLength;
        if (!IsName(type))
        {
            throw new ModelException("model file, section " + index + ": its type is not four letters");
        }

        if (length < 0 || length > _data.Length - at)
        {
            throw new ModelException("model file, section " + Name(type) + ": reaches beyond the end of the file");
        }

        int padded = (length + 3) & ~3;
        if (padded > _data.Length - at)
        {
            throw new ModelException("model file, section " + Name(type) + ": padding is missing");
        }

        for (int p = at + length; p < at + padded; p++)
        {
            if (_data[p] != 0)
            {
                throw new ModelException("model file, section " + Name(type) + ": padding that is not zero");
            }
        }

        for (int i = 0; i < index; i++)
        {
            if (_types[i] == type)
            {
                throw new ModelException("model file: section " + Name(type) + " appears twice");
            }
        }

        if (!IsKnown(type) && (type & 0x20) == 0)
        {
            // As in PNG, a small first letter marks a section that a reader may skip.
            throw new ModelException("model file: needs section " + Name(type) + ", which this reader does not know");
        }

        _types[index] = type;
        _starts[index] = at;
        _lengths[index] = length;
        return at + padded;
    }

    private static bool IsKnown(int type)
    {
        return type == ModelFormat.InputSection || type == ModelFormat.LayersSection || type == ModelFormat.WeightsSection
            || type == ModelFormat.OutputSection || type == ModelFormat.LabelsSection || type == ModelFormat.RangeSection || type == ModelFormat.SignalSection
            || type == ModelFormat.AnomalySection;
    }

    private static bool IsName(int type)
    {
        for (int i = 0; i < 32; i += 8)
        {
            int capital = (type >> i) & 0xFF & ~0x20;
            if (capital < 'A' || capital > 'Z')
            {
                return false;
            }
        }

        return true;
    }

    private static string Name(int type)
    {
        char[] name = new char[4];
        for (int i = 0; i < 4; i++)
        {
            name[i] = (char)((type >> (8 * i)) & 0xFF);
        }

        return new string(name);
    }
}
