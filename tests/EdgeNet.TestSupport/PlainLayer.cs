using EdgeNet.Core;

namespace EdgeNet.TestSupport;

/// <summary>A layer as the numbers that docs/model-format.md gives it, and what it computes in the loops that one writes down first.</summary>
public sealed record PlainLayer
{
    /// <summary>One of the kinds of ModelFormat.</summary>
    public required int Kind { get; init; }

    /// <summary>The tensor it reads; null for the layer before.</summary>
    public int? First { get; init; }

    /// <summary>A second tensor.</summary>
    public int Second { get; init; } = ModelFormat.NoTensor;

    /// <summary>Linear, Relu, Sigmoid or Tanh.</summary>
    public int Function { get; init; } = ModelFormat.Linear;

    /// <summary>Whether it rounds twice.</summary>
    public bool RoundsTwice { get; init; }

    /// <summary>Bits of a stored weight.</summary>
    public int WeightBits { get; init; }

    /// <summary>Bits of an output.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>Added after requantisation.</summary>
    public int ZeroPoint { get; init; }

    /// <summary>The lowest output.</summary>
    public int Low { get; init; }

    /// <summary>The highest output; null for all bits.</summary>
    public int? High { get; init; }

    /// <summary>Channels of the output; null for those of the input.</summary>
    public int? Outputs { get; init; }

    /// <summary>Kernel height and width, strides down and across, padding top, left, bottom, right.</summary>
    public byte[] Window { get; init; } = [];

    /// <summary>What is read outside of the picture.</summary>
    public byte Padding { get; init; }

    /// <summary>Terms x outputs, all outputs of a term together.</summary>
    public int[] Weights { get; init; } = [];

    /// <summary>One per output of the matrix.</summary>
    public int[] Bias { get; init; } = [];

    /// <summary>One per output of the matrix; of an addition one per tensor and, if it rounds twice, one of the sum; of a mean one.</summary>
    public int[] Multipliers { get; init; } = [];

    /// <summary>One per output of the matrix; of an addition one, or as many as multipliers if it rounds twice; of a mean one.</summary>
    public byte[] Shifts { get; init; } = [];

    /// <summary>256 entries if the function has a table; of a table layer 256, or as many for each channel.</summary>
    public byte[] Table { get; init; } = [];

    /// <summary>Of an addition: the bytes that mean 0 in its two tensors. Of a mean: the one of its tensor.</summary>
    public byte[] Zeros { get; init; } = [0, 0];

    /// <summary>Of a concatenation: 0 rows, 1 columns, 2 channels.</summary>
    public int Axis { get; init; }

    /// <summary>Of a pad: rows above, columns before, rows below, columns after.</summary>
    public byte[] Frame { get; init; } = [0, 0, 0, 0];

    /// <summary>Of a reshape: rows and columns of the output.</summary>
    public (int Height, int Width) Shape { get; init; }

    private int Highest => High ?? (1 << Bits) - 1;

    /// <summary>Shape of what it gives.</summary>
    public (int Height, int Width, int Channels) Output((int Height, int Width, int Channels) input, (int Height, int Width, int Channels) second = default) => Kind switch
    {
        ModelFormat.Dense or ModelFormat.Answer => (1, 1, Outputs!.Value),
        ModelFormat.Add or ModelFormat.Table => input,
        ModelFormat.Concatenation => Axis switch
        {
            0 => (input.Height + second.Height, input.Width, input.Channels),
            1 => (input.Height, input.Width + second.Width, input.Channels),
            _ => (input.Height, input.Width, input.Channels + second.Channels),
        },
        ModelFormat.Pad => (Frame[0] + input.Height + Frame[2], Frame[1] + input.Width + Frame[3], input.Channels),
        ModelFormat.Reshape => (Shape.Height, Shape.Width, Outputs!.Value),
        _ => (Positions(input.Height, 0), Positions(input.Width, 1), Outputs ?? input.Channels),
    };

    /// <summary>The layer's record in section LAYR.</summary>
    public byte[] Record(int index, int outputs)
    {
        byte[] own = Kind switch
        {
            ModelFormat.Dense or ModelFormat.Answer => [],
            ModelFormat.Convolution or ModelFormat.Depthwise => [.. Window, Padding, 0, 0, 0],
            ModelFormat.Add when RoundsTwice => [.. BitConverter.GetBytes(Multipliers[0]), .. BitConverter.GetBytes(Multipliers[1]), .. Zeros, Shifts[0], Shifts[1], .. BitConverter.GetBytes(Multipliers[2]), Shifts[2], 0, 0, 0],
            ModelFormat.Table => [(byte)(Table.Length > 256 ? 1 : 0), 0, 0, 0],
            ModelFormat.Mean => [.. Window, .. BitConverter.GetBytes(Multipliers[0]), Shifts[0], Zeros[0], 0, 0],
            ModelFormat.Concatenation => [(byte)Axis, 0, 0, 0],
            ModelFormat.Pad => [.. Frame, Padding, 0, 0, 0],
            ModelFormat.Reshape => [.. BitConverter.GetBytes((ushort)Shape.Height), .. BitConverter.GetBytes((ushort)Shape.Width)],
            ModelFormat.Add => [.. BitConverter.GetBytes(Multipliers[0]), .. BitConverter.GetBytes(Multipliers[1]), .. Zeros, Shifts[0], 0],
            _ => Window,
        };
        return
        [
            (byte)Kind, (byte)(12 + own.Length), (byte)(First ?? index), (byte)Second, (byte)(Function | (RoundsTwice ? 16 : 0)),
            (byte)(WeightBits | (Bits << 4)), (byte)ZeroPoint, (byte)Low, (byte)Highest, 0, (byte)outputs, (byte)(outputs >> 8), .. own,
        ];
    }

    /// <summary>The layer's entry in section WGHT.</summary>
    public byte[] Numbers()
    {
        if (WeightBits == 0)
        {
            return Table;
        }

        int outputs = Bias.Length;
        List<byte> bytes = [];
        for (int term = 0; term < Weights.Length / outputs; term++)
        {
            int[] row = Weights[(term * outputs)..((term + 1) * outputs)];
            bytes.AddRange(WeightBits == 8
                ? row.Select(w => (byte)w)
                : row.Chunk(2).Select(pair => (byte)((pair[0] & 15) | ((pair.Length > 1 ? pair[1] & 15 : 0) << 4))));
        }

        Pad();
        bytes.AddRange(Bias.SelectMany(BitConverter.GetBytes));
        bytes.AddRange(Multipliers.SelectMany(BitConverter.GetBytes));
        bytes.AddRange(Shifts);
        Pad();
        bytes.AddRange(Table);
        return [.. bytes];

        void Pad() => bytes.AddRange(new byte[-bytes.Count & 3]);
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="x">The tensor it reads.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="other">The second tensor of an addition or a concatenation.</param>
    /// <param name="otherShape">Its shape.</param>
    /// <param name="isLast">Whether its outputs are the logits.</param>
    public int[] Run(int[] x, (int Height, int Width, int Channels) shape, int[] other, (int Height, int Width, int Channels) otherShape, bool isLast)
    {
        (int height, int width, int channels) = Output(shape, otherShape);
        int[] y = new int[height * width * channels];
        for (int i = 0; i < y.Length; i++)
        {
            (int row, int column, int channel) = (i / channels / width, i / channels % width, i % channels);
            y[i] = Kind switch
            {
                ModelFormat.Dense => Requantized(x.Select((v, t) => (long)v * Weights[(t * channels) + channel]).Sum(), channel, isLast),
                ModelFormat.Convolution => Requantized(Seen(x, shape, row, column).SelectMany(place => place ?? [.. Enumerable.Repeat((int)Padding, shape.Channels)])
                    .Select((v, t) => (long)v * Weights[(t * channels) + channel]).Sum(), channel, isLast),
                ModelFormat.Depthwise => Requantized(Seen(x, shape, row, column).Select((place, t) => (long)(place?[channel] ?? Padding) * Weights[(t * channels) + channel]).Sum(), channel, isLast),
                ModelFormat.MaxPool => Math.Clamp(Seen(x, shape, row, column).Max(place => place?[channel] ?? 0), Low, Highest),
                ModelFormat.AveragePool => Average([.. Seen(x, shape, row, column).OfType<int[]>().Select(place => place[channel])]),
                ModelFormat.Add when RoundsTwice => Limited(Rounded(Rounded((long)(x[i] - Zeros[0]) << 20, 0) + Rounded((long)(other[i] - Zeros[1]) << 20, 1), 2)),
                ModelFormat.Table => Table[(Table.Length > 256 ? channel * 256 : 0) + x[i]],
                ModelFormat.Mean => Limited(Rounded(Seen(x, shape, row, column).Sum(place => place![channel] - Zeros[0]), 0)),
                ModelFormat.Concatenation => (Axis == 0 ? row < shape.Height : Axis == 1 ? column < shape.Width : channel < shape.Channels)
                    ? At(x, shape, row, column, channel)
                    : At(other, otherShape, Axis == 0 ? row - shape.Height : row, Axis == 1 ? column - shape.Width : column, Axis == 2 ? channel - shape.Channels : channel),
                ModelFormat.Pad => row < Frame[0] || row >= Frame[0] + shape.Height || column < Frame[1] || column >= Frame[1] + shape.Width
                    ? Padding : At(x, shape, row - Frame[0], column - Frame[1], channel),
                ModelFormat.Reshape => x[i],
                ModelFormat.Answer => x[i] - ZeroPoint,
                _ => Limited((((long)(x[i] - Zeros[0]) * Multipliers[0]) + ((long)(other[i] - Zeros[1]) * Multipliers[1]) + (1L << (Shifts[0] - 1))) >> Shifts[0]),
            };
        }

        return y;
    }

    private static int At(int[] x, (int Height, int Width, int Channels) shape, int row, int column, int channel) => x[(((row * shape.Width) + column) * shape.Channels) + channel];

    // Halves up, or away from LiteRT's 0, which is the byte 128.
    private int Average(int[] values) => Math.Clamp(RoundsTwice
        ? 128 + (int)Math.Round(values.Average(q => q - 128), MidpointRounding.AwayFromZero)
        : (values.Sum() + (values.Length / 2)) / values.Length, Low, Highest);

    // The places of a window, null outside of the picture.
    private IEnumerable<int[]?> Seen(int[] x, (int Height, int Width, int Channels) shape, int row, int column)
    {
        for (int r = 0; r < Window[0]; r++)
        {
            for (int c = 0; c < Window[1]; c++)
            {
                int y = (row * Window[2]) - Window[4] + r, z = (column * Window[3]) - Window[5] + c;
                int at = ((y * shape.Width) + z) * shape.Channels;
                yield return y < 0 || z < 0 || y >= shape.Height || z >= shape.Width ? null : x[at..(at + shape.Channels)];
            }
        }
    }

    private int Requantized(long sum, int output, bool isLast)
    {
        Int128 rounded = Rounded(sum + Bias[output], output);
        return isLast ? (int)rounded : Limited(rounded);
    }

    private Int128 Rounded(Int128 sum, int output)
    {
        Int128 product = sum * Multipliers[output];
        int shift = Shifts[output];
        Int128 rounded = (product + ((Int128)1 << (shift - 1))) >> shift;
        if (RoundsTwice && shift > 31)
        {
            Int128 once = (product + (1 << 30)) >> 31;
            rounded = (once + (1L << (shift - 32)) - (once < 0 ? 1 : 0)) >> (shift - 31);
        }

        return rounded;
    }

    private int Limited(Int128 value)
    {
        int limited = (int)Int128.Clamp(value + ZeroPoint, Low, Highest);
        return Table.Length == 0 ? limited : Table[limited];
    }

    private int Positions(int size, int axis) => ((size + Window[4 + axis] + Window[6 + axis] - Window[axis]) / Window[2 + axis]) + 1;
}
