using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer.Format;

/// <summary>Writes model files. docs/model-format.md is their specification.</summary>
public static class ModelWriter
{
    /// <summary>Turns a network into the bytes of a model file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="meta">Names and values for people, such as ("name", "digits"); may be empty.</param>
    /// <param name="table">What is known of the table that it was trained on; null for nothing.</param>
    /// <param name="pipeline">What turns a sensor's stream into the network's input; null if it takes values as they are.</param>
    /// <param name="sensor">The sensor of the training data; null if it is not known.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UserException">A label is too long or has characters that a board cannot show, or the network is too large.</exception>
    public static byte[] Write(QuantizedNetwork network, IReadOnlyList<(string Key, string Value)> meta, TableNotes? table = null, FeaturePipeline? pipeline = null, TrainedSensor? sensor = null)
    {
        List<(int Type, byte[] Payload)> sections =
        [
            (ModelFormat.InputSection, Input(network)),
            (ModelFormat.LayersSection, Layers(network)),
            (ModelFormat.WeightsSection, Weights(network)),
            (ModelFormat.OutputSection, Output(network)),
            (ModelFormat.LabelsSection, Labels(network)),
        ];
        if (pipeline is not null)
        {
            sections.Add((ModelFormat.SignalSection, pipeline.Section));
        }

        if (table?.Range is { } range)
        {
            sections.Add((ModelFormat.RangeSection, Range(range)));
        }

        if (network.Anomaly is { } anomaly)
        {
            sections.Add((ModelFormat.AnomalySection, Anomaly(anomaly)));
        }

        if (meta.Count > 0)
        {
            sections.Add((ModelFormat.MetaSection, Meta(meta)));
        }

        if (table?.Columns is { } columns)
        {
            sections.Add((ModelFormat.ColumnsSection, Texts(columns)));
        }

        if (table?.Statistics is { } statistics)
        {
            sections.Add((ModelFormat.StatisticsSection, statistics.ToBytes()));
        }

        if (sensor is not null)
        {
            sections.Add((ModelFormat.SensorSection, Sensor(sensor)));
        }

        if (network.Originals.Count > 0)
        {
            sections.Add((ModelFormat.OriginalSection, OriginalTensor.ToBytes(network.Originals)));
        }

        if (network.GoldenSeeds.Length > 0)
        {
            sections.Add((ModelFormat.GoldenSection, Golden(network)));
        }

        byte[] file = Assemble(sections);
        try
        {
            SignalInfo.Of(ModelFile.Parse(file));
        }
        catch (ModelException e)
        {
            throw new UserException($"this network does not fit a model file: {e.Message}", e);
        }

        return file;
    }

    /// <summary>Makes sure that labels can be written, before long work is done for a model with them.</summary>
    /// <param name="labels">The labels.</param>
    /// <exception cref="UserException">There are too many, or one is too long or has a character that a board cannot show.</exception>
    public static void CheckLabels(string[] labels)
    {
        if (labels.Length > ModelFormat.MaxOutputs)
        {
            throw new UserException($"{labels.Length} different labels; a model has at most {ModelFormat.MaxOutputs}");
        }

        foreach (string label in labels)
        {
            int bytes = Encoding.UTF8.GetByteCount(label);
            if (bytes > ModelFormat.MaxLabelLength)
            {
                throw new UserException($"the label \"{UserException.Quote(label)}\" has {bytes} bytes, at most {ModelFormat.MaxLabelLength} are allowed");
            }

            if (label.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029'))
            {
                throw new UserException($"the label \"{label}\" has a character that a board cannot show (emoji or control character)");
            }
        }
    }

    /// <summary>Puts sections behind a header and seals both with their CRCs.</summary>
    /// <param name="sections">Types and payloads.</param>
    /// <returns>The file.</returns>
    public static byte[] Assemble(IReadOnlyList<(int Type, byte[] Payload)> sections)
    {
        using MemoryStream body = new();
        foreach ((int type, byte[] payload) in sections)
        {
            ByteBuffer section = new();
            section.Int32(type).Int32(payload.Length).Bytes(payload).Pad();
            body.Write(section.ToArray());
        }

        byte[] contents = body.ToArray();
        byte[] header = new ByteBuffer()
            .Int32(ModelFormat.Magic).UInt16(ModelFormat.Version).UInt16(sections.Count)
            .Int32(ModelFormat.HeaderLength + contents.Length)
            .Int32((int)Crc32.Compute(contents, 0, contents.Length))
            .ToArray();
        return new ByteBuffer().Bytes(header).Int32((int)Crc32.Compute(header, 0, header.Length)).Bytes(contents).ToArray();
    }

    /// <summary>Adds a section to a model file.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="type">The section's type, which the file does not have yet.</param>
    /// <param name="payload">Its contents.</param>
    /// <returns>The new file.</returns>
    public static byte[] Append(byte[] file, int type, byte[] payload)
    {
        List<(int, byte[])> sections = [];
        for (int at = ModelFormat.HeaderLength; at < file.Length;)
        {
            int length = LittleEndian.Int32At(file, at + 4), from = at + ModelFormat.SectionHeaderLength;
            sections.Add((LittleEndian.Int32At(file, at), file[from..(from + length)]));
            at = from + ((length + 3) & ~3);
        }

        return Assemble([.. sections, (type, payload)]);
    }

    private static byte[] Input(QuantizedNetwork network)
    {
        bool perFeature = network.InputScale.Length > 1;
        ByteBuffer buffer = new ByteBuffer()
            .Byte(network.Shape.Rank).Byte(network.InputBits).Byte(perFeature ? 1 : 0).Byte(0)
            .UInt16(network.Shape.Height).UInt16(network.Shape.Width).UInt16(network.Shape.Channels).UInt16(0);
        for (int i = 0; i < network.InputScale.Length; i++)
        {
            buffer.Single(network.InputScale[i]).Single(network.InputOffset[i]);
        }

        return buffer.ToArray();
    }

    private static byte[] Layers(QuantizedNetwork network)
    {
        ByteBuffer buffer = new ByteBuffer().UInt16(network.Layers.Length).UInt16(0);
        for (int l = 0; l < network.Layers.Length; l++)
        {
            LayerFields fields = network.Layers[l].Fields;
            int[] reads = network.Reads[l];
            buffer.Byte(fields.Kind).Byte(ModelFormat.LayerRecordLength + fields.Own.Length).Byte(reads[0]).Byte(reads.Length > 1 ? reads[1] : ModelFormat.NoTensor)
                .Byte((int)fields.Activation | ((int)fields.Rounding << 4)).Byte(fields.WeightBits | (fields.Bits << 4))
                .Byte(fields.ZeroPoint).Byte(fields.Low).Byte(fields.High).Byte(0).UInt16(fields.Channels).Bytes(fields.Own);
        }

        return buffer.ToArray();
    }

    private static byte[] Weights(QuantizedNetwork network)
    {
        ByteBuffer buffer = new();
        foreach (QuantizedLayer layer in network.Layers)
        {
            if (layer.Matrix is { } matrix)
            {
                buffer.Bytes(WeightPacking.Pack(matrix)).Pad();
                Array.ForEach(matrix.Bias, b => buffer.Int32(b));
                Array.ForEach(matrix.Multiplier, m => buffer.Int32(m));
                buffer.Bytes(matrix.Shift).Pad().Bytes(matrix.Table);
            }

            buffer.Bytes(layer.Entries);
        }

        return buffer.ToArray();
    }

    private static byte[] Output(QuantizedNetwork network)
    {
        (int shift, int start, int ratio) = Table(network.OutputFunction, network.LogitScale);
        ByteBuffer buffer = new ByteBuffer()
            .Byte((int)network.Task).Byte((int)network.OutputFunction).Byte(shift).Byte(0)
            .Single(network.LogitScale).Single(network.ValueScale).Single(network.ValueOffset);
        Array.ForEach(network.OutputEntries, entry => _ = network.OutputFunction == Activation.Lookup ? buffer.Byte(entry) : buffer.Int32(entry));
        return (ratio == 0 ? buffer : buffer.Int32(start).Int32(ratio)).ToArray();
    }

    // Reaches far enough for the function to be flat at its ends: 8 for sigmoid, 4 for tanh, 11 = ln 65535 for softmax.
    private static (int Shift, int Start, int Ratio) Table(Activation function, float logitScale)
    {
        (double reach, int entries, double factor) = function switch
        {
            Activation.Sigmoid => (8.0, 128, 1.0),
            Activation.Tanh => (4.0, 128, 2.0),
            Activation.Softmax => (11.1, 256, 1.0),
            _ => (0.0, 0, 0.0),
        };
        if (entries == 0)
        {
            return (0, 0, 0);
        }

        int shift = Math.Clamp((int)Math.Ceiling(Math.Log2(reach / entries / logitScale)), 0, 31);
        double step = factor * Math.ScaleB(logitScale, shift);

        // An entry serves all logits that the shift maps to it: its value is that of their middle.
        double offset = function != Activation.Softmax && shift > 0 ? 0.5 : 0.0;
        int ratio = Math.Max(1, (int)Math.Round(OutputTable.One * Math.Exp(-step)));
        int start = Math.Max(ratio, (int)Math.Round(OutputTable.One * Math.Exp(-offset * step)));
        return (shift, start, ratio);
    }

    private static byte[] Anomaly(QuantizedAnomaly anomaly)
    {
        ByteBuffer buffer = new ByteBuffer()
            .Byte(anomaly.Reconstructs ? ModelFormat.DistanceToReconstruction : ModelFormat.DistanceToCentres).Byte(anomaly.FractionBits).Byte(anomaly.Shift).Byte(anomaly.LogitShift)
            .Int32(anomaly.Threshold).Int32(anomaly.Multiplier).Int32(anomaly.Offset).UInt16(anomaly.Weights.Length).UInt16(0);
        foreach (ushort value in anomaly.Centres.Concat(anomaly.Weights).SelectMany(list => list))
        {
            buffer.UInt16(value);
        }

        return buffer.ToArray();
    }

    private static byte[] Labels(QuantizedNetwork network)
    {
        CheckLabels(network.Labels);
        return Texts(network.Labels);
    }

    private static byte[] Texts(string[] texts)
    {
        ByteBuffer buffer = new ByteBuffer().UInt16(texts.Length);
        foreach (string text in texts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            buffer.Byte(bytes.Length).Bytes(bytes);
        }

        return buffer.ToArray();
    }

    private static byte[] Sensor(TrainedSensor sensor) =>
        new ByteBuffer().Byte(sensor.Kind).Byte(0).Byte(0).Byte(0).Single(sensor.Rate).Single(sensor.FullScale).ToArray();

    private static byte[] Range(ColumnStatistics statistics)
    {
        ByteBuffer buffer = new ByteBuffer().UInt16(statistics.Low.Length).UInt16(0);
        for (int c = 0; c < statistics.Low.Length; c++)
        {
            (float low, float high) = statistics.LimitsOf(c);
            buffer.Single(low).Single(high);
        }

        return buffer.ToArray();
    }

    private static byte[] Meta(IReadOnlyList<(string Key, string Value)> meta)
    {
        ByteBuffer buffer = new ByteBuffer().Byte(meta.Count);
        foreach ((string key, string value) in meta)
        {
            byte[] name = Encoding.UTF8.GetBytes(key);
            byte[] text = Encoding.UTF8.GetBytes(value);
            buffer.Byte(name.Length).Bytes(name).UInt16(text.Length).Bytes(text);
        }

        return buffer.ToArray();
    }

    private static byte[] Golden(QuantizedNetwork network)
    {
        ByteBuffer buffer = new ByteBuffer().Int32(network.GoldenSeeds.Length);
        foreach (int seed in network.GoldenSeeds)
        {
            int[] logits = network.Logits(network.DrawInput(seed));
            byte[] bytes = new byte[4 * logits.Length];
            Buffer.BlockCopy(logits, 0, bytes, 0, bytes.Length);
            buffer.Int32(seed).Int32((int)Crc32.Compute(bytes, 0, bytes.Length));
        }

        return buffer.ToArray();
    }
}
