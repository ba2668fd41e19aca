namespace EdgeNet.Core;

/// <summary>How a model tells inputs that are unlike those it has learned from: by their distance to centres, or to what its network reconstructs.</summary>
public sealed class AnomalyInfo
{
    // Scores are roots of sums below this, so they have 31 bits.
    private const long SumLimit = 1L << 62;

    // A centre's values have 16 bits.
    private const int MaxCentre = 65535;

    private int _centresAt;
    private int _weightsAt;

    private AnomalyInfo()
    {
    }

    /// <summary>DistanceToCentres or DistanceToReconstruction of <see cref="ModelFormat"/>.</summary>
    public int Kind { get; private set; }

    /// <summary>Number of centres, 1 or more; 1 for a reconstruction.</summary>
    public int Centres { get; private set; }

    /// <summary>Bits after the point of a centre's values; quantised inputs have none.</summary>
    public int FractionBits { get; private set; }

    /// <summary>The largest score of an input that counts as normal, 1 to 2^31 - 1.</summary>
    public int Threshold { get; private set; }

    /// <summary>Whether finding anomalies is all that the model does; otherwise this rides beside another task.</summary>
    public bool StandsAlone { get; private set; }

    // Distances times weights are shifted right by this.
    internal int Shift { get; private set; }

    // A logit times this, shifted right and with the offset added, is a centre's value.
    internal int Multiplier { get; private set; }

    internal int LogitShift { get; private set; }

    internal int Offset { get; private set; }

    /// <summary>Reads the "ANOM" section.</summary>
    /// <param name="reader">At its start; null if the file has none.</param>
    /// <param name="data">The whole file.</param>
    /// <param name="input">The input of the network.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="task">Its task.</param>
    /// <returns>What it says, or null.</returns>
    /// <exception cref="ModelException">It contains a value that is not allowed, or does not fit the network.</exception>
    internal static AnomalyInfo Read(ByteReader reader, byte[] data, InputInfo input, LayerInfo[] layers, int task)
    {
        if (reader == null)
        {
            return null;
        }

        AnomalyInfo info = new AnomalyInfo();
        info.Kind = reader.Byte("kind");
        info.FractionBits = reader.Byte("fraction bits");
        info.Shift = reader.Byte("shift");
        info.LogitShift = reader.Byte("logit shift");
        info.Threshold = reader.Int32("threshold");
        info.Multiplier = reader.Int32("multiplier");
        info.Offset = reader.Int32("offset");
        info.Centres = reader.UInt16("centre count");
        reader.Zero(2);
        info.StandsAlone = task == ModelFormat.Anomaly;
        bool reconstructs = info.Kind == ModelFormat.DistanceToReconstruction;
        bool fits = reconstructs ? info.StandsAlone && layers.Length > 0 && layers[layers.Length - 1].Outputs == input.Count
            : info.Kind == ModelFormat.DistanceToCentres && info.StandsAlone == (layers.Length == 0);
        if (!fits)
        {
            throw reader.Error("kind " + info.Kind + " does not fit the layers and the task");
        }

        bool isUsed = reconstructs ? info.Centres == 1 && info.Multiplier >= 0 && info.LogitShift >= 1 && info.LogitShift <= 62
            : info.Centres >= 1 && (info.Multiplier | info.LogitShift | info.Offset) == 0;
        if (!isUsed || info.Threshold < 1 || info.Shift > 31 || input.Bits + info.FractionBits > 16)
        {
            throw reader.Error("a threshold, shift, multiplier or number of centres that is not allowed");
        }

        // Both products are of two 16-bit numbers.
        int centreBytes = reconstructs ? 0 : 2 * input.Count;
        for (int c = 0; c < info.Centres; c++)
        {
            int at = reader.Skip(centreBytes, "centre " + c);
            info._centresAt = c == 0 ? at : info._centresAt;
        }

        for (int c = 0; c < info.Centres; c++)
        {
            int at = reader.Skip(2 * input.Count, "weights of centre " + c);
            info._weightsAt = c == 0 ? at : info._weightsAt;
            if (!info.IsBounded(data, c, input))
            {
                throw reader.Error("the distance to centre " + c + " may exceed 62 bits");
            }
        }

        reader.End();
        return info;
    }

    /// <summary>Copies the centres.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="count">Values of an input.</param>
    /// <returns>Centre after centre; zeros where the network makes them.</returns>
    internal ushort[] CopyCentres(byte[] data, int count)
    {
        return Kind == ModelFormat.DistanceToReconstruction ? new ushort[count] : Copy(data, _centresAt, Centres * count);
    }

    /// <summary>Copies the weights.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="count">Values of an input.</param>
    /// <returns>As many as values of centres.</returns>
    internal ushort[] CopyWeights(byte[] data, int count)
    {
        return Copy(data, _weightsAt, Centres * count);
    }

    /// <summary>Heap bytes of it.</summary>
    internal static int RequiredRam()
    {
        return Ram.ObjectBytes(11);
    }

    private static ushort[] Copy(byte[] data, int at, int count)
    {
        ushort[] values = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (ushort)LittleEndian.UInt16At(data, at + (2 * i));
        }

        return values;
    }

    // Whether the sum of squares stays below the limit, whatever the input. A sum beyond it is not continued, so it has 63 bits.
    private bool IsBounded(byte[] data, int centre, InputInfo input)
    {
        int count = input.Count;
        int largest = input.MaxValue << FractionBits;
        long sum = 0;
        for (int i = 0; i < count && sum < SumLimit; i++)
        {
            int farthest = MaxCentre;
            if (Kind == ModelFormat.DistanceToCentres)
            {
                int value = LittleEndian.UInt16At(data, _centresAt + (2 * ((centre * count) + i)));
                farthest = value > largest - value ? value : largest - value;
            }

            // One more, as the shift rounds negative numbers down.
            long part = (((long)farthest * LittleEndian.UInt16At(data, _weightsAt + (2 * ((centre * count) + i)))) >> Shift) + 1;
            sum = part >= 1L << 31 ? SumLimit : sum + (part * part);
        }

        return sum < SumLimit;
    }
}
