using System.Text;
using EdgeNet.Core;
using EdgeNet.Trainer.Format;

namespace EdgeNet.TestSupport;

/// <summary>A network as plain numbers: its model file, written by the tables of docs/model-format.md, and its logits, computed by plain loops.</summary>
public sealed record PlainNetwork
{
    /// <summary>Rows, columns and channels of the input.</summary>
    public required (int Height, int Width, int Channels) Input { get; init; }

    /// <summary>Bits of a quantised input.</summary>
    public int InputBits { get; init; } = 8;

    /// <summary>Quantised = round(raw * scale + offset).</summary>
    public float Scale { get; init; } = 1f;

    /// <summary>Added to the scaled raw value.</summary>
    public float Offset { get; init; }

    /// <summary>From input to output.</summary>
    public required PlainLayer[] Layers { get; init; }

    /// <summary>Output function of section OUTP.</summary>
    public int Function { get; init; }

    /// <summary>256 entries of functions 5 and 6.</summary>
    public int[] Entries { get; init; } = [];

    /// <summary>Seeds of golden vectors.</summary>
    public int[] GoldenSeeds { get; init; } = [];

    /// <summary>The model file.</summary>
    public byte[] File()
    {
        (int Height, int Width, int Channels)[] shapes = Shapes();
        int labels = Layers[^1].Outputs!.Value;
        byte[] input =
        [
            3, (byte)InputBits, 0, 0, .. BitConverter.GetBytes((ushort)Input.Height), .. BitConverter.GetBytes((ushort)Input.Width),
            .. BitConverter.GetBytes((ushort)Input.Channels), 0, 0, .. BitConverter.GetBytes(Scale), .. BitConverter.GetBytes(Offset),
        ];
        byte[] layers = [(byte)Layers.Length, 0, 0, 0, .. Layers.SelectMany((l, i) => l.Record(i, shapes[i + 1].Channels))];
        byte[] output = [0, (byte)Function, 0, 0, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(0f), .. Entries.SelectMany(e => Function == ModelFormat.Lookup ? [(byte)e] : BitConverter.GetBytes(e))];
        byte[] names = [.. BitConverter.GetBytes((ushort)labels), .. Enumerable.Range(0, labels).SelectMany(o => (byte[])[(byte)$"{o}".Length, .. Encoding.ASCII.GetBytes($"{o}")])];
        List<(int Type, byte[] Payload)> sections =
        [
            (ModelFormat.InputSection, input), (ModelFormat.LayersSection, layers), (ModelFormat.WeightsSection, [.. Layers.SelectMany(l => l.Numbers())]),
            (ModelFormat.OutputSection, output), (ModelFormat.LabelsSection, names),
        ];
        if (GoldenSeeds.Length > 0)
        {
            sections.Add((ModelFormat.GoldenSection, [.. BitConverter.GetBytes(GoldenSeeds.Length), .. GoldenSeeds.SelectMany(Golden)]));
        }

        return ModelWriter.Assemble(sections);
    }

    /// <summary>The logits of quantised inputs.</summary>
    public int[] Logits(int[] x) => Tensors(x)[^1];

    /// <summary>What the last layer reads.</summary>
    public int[] HiddenOf(byte[] raw) => Tensors(Quantised(raw))[Layers[^1].First ?? Layers.Length - 1];

    private List<int[]> Tensors(int[] x)
    {
        (int Height, int Width, int Channels)[] shapes = Shapes();
        List<int[]> tensors = [x];
        for (int l = 0; l < Layers.Length; l++)
        {
            PlainLayer layer = Layers[l];
            int first = layer.First ?? l;
            tensors.Add(layer.Run(tensors[first], shapes[first], layer.Second == ModelFormat.NoTensor ? [] : tensors[layer.Second], layer.Second == ModelFormat.NoTensor ? default : shapes[layer.Second], l == Layers.Length - 1));
        }

        return tensors;
    }

    /// <summary>The logits of raw values.</summary>
    public int[] LogitsOf(byte[] raw) => Logits(Quantised(raw));

    private int[] Quantised(byte[] raw) => [.. raw.Select(v => (int)Math.Clamp(Math.Floor((v * Scale) + Offset + 0.5f), 0, (1 << InputBits) - 1))];

    private byte[] Golden(int seed)
    {
        byte[] drawn = new byte[Input.Height * Input.Width * Input.Channels];
        DrawnInput.Fill(seed, drawn.Length, (1 << InputBits) - 1, drawn, []);
        byte[] logits = [.. Logits(Array.ConvertAll(drawn, v => (int)v)).SelectMany(BitConverter.GetBytes)];
        return [.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(Crc32.Compute(logits, 0, logits.Length))];
    }

    /// <summary>Shape of each tensor: at 0 the input, at n the output of layer n.</summary>
    public (int Height, int Width, int Channels)[] Shapes()
    {
        List<(int, int, int)> shapes = [Input];
        for (int l = 0; l < Layers.Length; l++)
        {
            shapes.Add(Layers[l].Output(shapes[Layers[l].First ?? l], Layers[l].Second == ModelFormat.NoTensor ? default : shapes[Layers[l].Second]));
        }

        return [.. shapes];
    }
}
