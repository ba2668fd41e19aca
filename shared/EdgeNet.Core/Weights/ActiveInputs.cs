using System;

namespace EdgeNet.Core;

/// <summary>The inputs of a matrix that count: those that are not zero, or all of them. Listed once and used for every block of outputs.</summary>
internal sealed class ActiveInputs
{
    /// <summary>Inputs that are listed at a time, at most.</summary>
    public const int MaxCount = 2048;


    public ActiveInputs(int most)
    {
        int room = Room(most);
        Found = new short[room];
        Values = new byte[room];
    }

    /// <summary>The positions that were found last.</summary>
    public readonly short[] Found;

    /// <summary>Index of each input that matters, counted from the first that was looked at.</summary>
    public short[] Positions;

    /// <summary>All inputs that were looked at, and a zero after them.</summary>
    public readonly byte[] Values;

    /// <summary>How many positions there are, made even by the position of the zero at the end, whose weights are zero too.</summary>
    public int PairedCount;

    public static int RequiredRam(int most)
    {
        return Ram.ObjectBytes(4) + Ram.ArrayBytes(2, Room(most)) + Ram.ArrayBytes(1, Room(most));
    }

    /// <summary>Finds the inputs from x[first] to x[first + count - 1] that are not zero.</summary>
    public void Collect(byte[] x, int first, int count)
    {
        byte[] values = Values;
        short[] positions = Found;
        Array.Copy(x, first, values, 0, count);
        values[count] = 0;
        int found = 0;
        int i = 0;

        // Most inputs of a picture are zero: eight at a time, an interpreter spends six instructions on each of those.
        for (; i < count - 7; i += 8)
        {
            if (values[i] != 0) positions[found++] = (short)i;
            if (values[i + 1] != 0) positions[found++] = (short)(i + 1);
            if (values[i + 2] != 0) positions[found++] = (short)(i + 2);
            if (values[i + 3] != 0) positions[found++] = (short)(i + 3);
            if (values[i + 4] != 0) positions[found++] = (short)(i + 4);
            if (values[i + 5] != 0) positions[found++] = (short)(i + 5);
            if (values[i + 6] != 0) positions[found++] = (short)(i + 6);
            if (values[i + 7] != 0) positions[found++] = (short)(i + 7);
        }

        for (; i < count; i++)
        {
            if (values[i] != 0) positions[found++] = (short)i;
        }

        End(found, count);
    }

    /// <summary>Takes all inputs from x[first] to x[first + count - 1], zero or not.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="all">Positions from 0 to count, at least.</param>
    public void TakeAll(byte[] x, int first, int count, short[] all)
    {
        Array.Copy(x, first, Values, 0, count);
        Values[count] = 0;
        Positions = all;
        PairedCount = (count + 1) & ~1;
    }

    /// <summary>Maps raw bytes by a table in which 0 stays 0, and lists those that are not zero on the way.</summary>
    /// <param name="raw">The raw bytes, no more than there is room for.</param>
    /// <param name="table">256 entries.</param>
    /// <param name="x">Receives the inputs.</param>
    public void Map(byte[] raw, byte[] table, byte[] x)
    {
        short[] positions = Found;
        int found = 0;
        int count = raw.Length;
        int i = 0;
        Array.Clear(x, 0, count);
        byte value;
        for (; i < count - 3; i += 4)
        {
            if (raw[i] != 0)
            {
                value = table[raw[i]];
                if (value != 0)
                {
                    x[i] = value;
                    positions[found++] = (short)i;
                }
            }

            if (raw[i + 1] != 0)
            {
                value = table[raw[i + 1]];
                if (value != 0)
                {
                    x[i + 1] = value;
                    positions[found++] = (short)(i + 1);
                }
            }

            if (raw[i + 2] != 0)
            {
                value = table[raw[i + 2]];
                if (value != 0)
                {
                    x[i + 2] = value;
                    positions[found++] = (short)(i + 2);
                }
            }

            if (raw[i + 3] != 0)
            {
                value = table[raw[i + 3]];
                if (value != 0)
                {
                    x[i + 3] = value;
                    positions[found++] = (short)(i + 3);
                }
            }
        }

        for (; i < count; i++)
        {
            if (raw[i] != 0)
            {
                value = table[raw[i]];
                if (value != 0)
                {
                    x[i] = value;
                    positions[found++] = (short)i;
                }
            }
        }

        Take(x, found, count);
    }

    /// <summary>Whether it can list all inputs of a network at once.</summary>
    /// <param name="count">How many there are.</param>
    public bool HasRoomFor(int count)
    {
        return count < Values.Length && count <= MaxCount;
    }

    /// <summary>Lists the raw values that are not zero; <see cref="Take"/> must follow.</summary>
    /// <param name="raw">The raw values, no more than there is room for.</param>
    /// <returns>How many there are, their positions at the beginning of <see cref="Found"/>.</returns>
    public int Find(float[] raw)
    {
        short[] positions = Found;
        int found = 0;
        int count = raw.Length;
        int i = 0;
        for (; i < count - 7; i += 8)
        {
            if (raw[i] != 0f) positions[found++] = (short)i;
            if (raw[i + 1] != 0f) positions[found++] = (short)(i + 1);
            if (raw[i + 2] != 0f) positions[found++] = (short)(i + 2);
            if (raw[i + 3] != 0f) positions[found++] = (short)(i + 3);
            if (raw[i + 4] != 0f) positions[found++] = (short)(i + 4);
            if (raw[i + 5] != 0f) positions[found++] = (short)(i + 5);
            if (raw[i + 6] != 0f) positions[found++] = (short)(i + 6);
            if (raw[i + 7] != 0f) positions[found++] = (short)(i + 7);
        }

        for (; i < count; i++)
        {
            if (raw[i] != 0f) positions[found++] = (short)i;
        }

        return found;
    }

    /// <summary>Takes the inputs at positions that have been found.</summary>
    /// <param name="x">All inputs.</param>
    /// <param name="found">How many were found.</param>
    /// <param name="count">How many inputs there are.</param>
    public void Take(byte[] x, int found, int count)
    {
        Array.Copy(x, 0, Values, 0, count);
        Values[count] = 0;
        End(found, count);
    }

    private void End(int found, int count)
    {
        if ((found & 1) != 0)
        {
            Found[found++] = (short)count;
        }

        Positions = Found;
        PairedCount = found;
    }

    // One more for the zero at the end.
    private static int Room(int most)
    {
        return (most < MaxCount ? most : MaxCount) + 1;
    }
}
