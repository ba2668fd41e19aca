namespace EdgeNet.Core;

/// <summary>What a last layer reads, and where it is not zero, so that zeros need not be multiplied.</summary>
internal sealed class Activations
{
    /// <summary>The values.</summary>
    public readonly byte[] Values;

    /// <summary>Index of each value that is not zero.</summary>
    public readonly short[] Positions;

    /// <summary>How many there are.</summary>
    public int Count;

    /// <summary>Makes room.</summary>
    /// <param name="terms">How many values.</param>
    public Activations(int terms)
    {
        Values = new byte[terms];
        Positions = new short[terms];
    }

    /// <summary>The sum of the squares of all values.</summary>
    public long Square
    {
        get
        {
            long sum = 0;
            for (int k = 0; k < Count; k++)
            {
                int value = Values[Positions[k]];
                sum += value * value;
            }

            return sum;
        }
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(int terms)
    {
        return Ram.ObjectBytes(3) + Ram.ArrayBytes(1, terms) + Ram.ArrayBytes(2, terms);
    }

    /// <summary>Finds where the values are not zero.</summary>
    public void Find()
    {
        byte[] values = Values;
        short[] positions = Positions;
        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                positions[count++] = (short)i;
            }
        }

        Count = count;
    }
}
