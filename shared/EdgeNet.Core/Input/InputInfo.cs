namespace EdgeNet.Core;

/// <summary>The input of a network: its shape, and how raw values (a sensor's, a pixel's, a column's) become bytes.</summary>
public sealed class InputInfo
{
    private int _bits;

    private InputInfo()
    {
    }

    /// <summary>1 for a list of features, 2 or 3 for a picture.</summary>
    public int Rank { get; private set; }

    /// <summary>Rows of a picture; the number of features when the rank is 1.</summary>
    public int Height { get; private set; }

    /// <summary>Columns of a picture, else 1.</summary>
    public int Width { get; private set; }

    /// <summary>Values a pixel, else 1.</summary>
    public int Channels { get; private set; }

    /// <summary>Number of values: height * width * channels.</summary>
    public int Count { get; private set; }

    /// <summary>Bits of a quantised value, 1 to 16.</summary>
    public int Bits
    {
        get { return _bits; }
    }

    /// <summary>Bytes of a quantised value: above 8 bits the input is two planes of bytes, the low bytes and the high bytes.</summary>
    public int Planes
    {
        get { return Bits > 8 ? 2 : 1; }
    }

    /// <summary>The largest quantised value, 2^Bits - 1.</summary>
    public int MaxValue
    {
        get { return (1 << _bits) - 1; }
    }

    /// <summary>True if every value has its own scale and offset; otherwise one pair serves all.</summary>
    public bool PerFeature { get; private set; }

    /// <summary>Scales: quantised = round(raw * scale + offset), limited to 0..MaxValue.</summary>
    public float[] Scale { get; private set; }

    /// <summary>Offsets, as many as scales.</summary>
    public float[] Offset { get; private set; }

    internal static InputInfo Read(ByteReader reader)
    {
        InputInfo input = new InputInfo();
        input.Rank = reader.Byte("rank");
        input._bits = reader.Byte("bits");
        int mapping = reader.Byte("mapping");
        int reserved = reader.Byte("reserved field");
        input.Height = reader.UInt16("height");
        input.Width = reader.UInt16("width");
        input.Channels = reader.UInt16("channels");
        reserved |= reader.UInt16("reserved field");
        if (input.Rank < 1 || input.Rank > 3)
        {
            throw reader.Error("rank " + input.Rank + ", 1 to 3 is allowed");
        }

        if (input.Bits < 1 || input.Bits > 16)
        {
            throw reader.Error(input.Bits + " bits per value, 1 to 16 are allowed");
        }

        if (mapping > 1 || reserved != 0)
        {
            throw reader.Error("unknown mapping or reserved field");
        }

        int height = input.Height, width = input.Width, channels = input.Channels;
        bool unused = (input.Rank < 2 && width != 1) || (input.Rank < 3 && channels != 1);
        int most = input.Bits > 8 ? ModelFormat.MaxWideInputs : ModelFormat.MaxTensor;
        bool fits = height > 0 && width > 0 && channels > 0 && height <= most && width <= most && channels <= most
            && (long)height * width * channels <= most;
        if (unused || !fits)
        {
            throw reader.Error("shape " + height + "x" + width + "x" + channels + " is not allowed (1 to " + most + " values)");
        }

        input.Count = height * width * channels;
        input.PerFeature = mapping == 1;
        int pairs = input.PerFeature ? input.Count : 1;
        input.Scale = new float[pairs];
        input.Offset = new float[pairs];
        for (int i = 0; i < pairs; i++)
        {
            input.Scale[i] = reader.Single("scale");
            input.Offset[i] = reader.Single("offset");
        }

        reader.End();
        return input;
    }

    /// <summary>Heap bytes of it.</summary>
    internal int RequiredRam()
    {
        return Ram.ObjectBytes(9) + (2 * Ram.ArrayBytes(4, Scale.Length));
    }
}
