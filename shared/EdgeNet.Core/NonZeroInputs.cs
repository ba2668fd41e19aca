namespace EdgeNet.Core;

/// <summary>The inputs of a layer that are not zero, collected once and used for every block of outputs.</summary>
internal sealed class NonZeroInputs
{
    public NonZeroInputs(int most)
    {
        int room = Room(most);
        Positions = new short[room];
        Values = new byte[room];
    }

    /// <summary>Where each input's weights start in a piece: its index times the lanes of a piece, at most 16,376.</summary>
    public readonly short[] Positions;

    public readonly byte[] Values;

    public int Count;

    public static int RequiredRam(int most)
    {
        return Ram.ObjectBytes(3) + Ram.ArrayBytes(2, Room(most)) + Ram.ArrayBytes(1, Room(most));
    }

    /// <summary>Collects the values of x[first] to x[first + count - 1] that are not zero.</summary>
    public void Collect(byte[] x, int first, int count)
    {
        short[] positions = Positions;
        byte[] values = Values;
        int found = 0;
        int end = first + count;
        int i = first;

        // Most inputs of a picture are zero: four at a time, an interpreter spends six instructions on each of those.
        for (; i < end - 3; i += 4)
        {
            if (x[i] != 0)
            {
                positions[found] = (short)((i - first) * DenseLayer.Lanes);
                values[found++] = x[i];
            }

            if (x[i + 1] != 0)
            {
                positions[found] = (short)((i + 1 - first) * DenseLayer.Lanes);
                values[found++] = x[i + 1];
            }

            if (x[i + 2] != 0)
            {
                positions[found] = (short)((i + 2 - first) * DenseLayer.Lanes);
                values[found++] = x[i + 2];
            }

            if (x[i + 3] != 0)
            {
                positions[found] = (short)((i + 3 - first) * DenseLayer.Lanes);
                values[found++] = x[i + 3];
            }
        }

        for (; i < end; i++)
        {
            if (x[i] != 0)
            {
                positions[found] = (short)((i - first) * DenseLayer.Lanes);
                values[found++] = x[i];
            }
        }

        Count = found;
    }

    private static int Room(int most)
    {
        return most < DenseLayer.PieceInputs ? most : DenseLayer.PieceInputs;
    }
}
