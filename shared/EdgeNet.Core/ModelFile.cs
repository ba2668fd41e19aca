namespace EdgeNet.Core;

/// <summary>
/// A model file that has been checked in full but not loaded: what it contains, and how much memory it will need.
/// Nothing large is allocated here, so a board can check a model before it loads it.
/// </summary>
public sealed class ModelFile
{
    // What a byte can say.
    private const int MaxColumnLength = 255;

    private readonly byte[] _data;
    private readonly SectionTable _sections;

    private ModelFile(byte[] data)
    {
        CheckHeader(data);
        _data = data;
        _sections = new SectionTable(data);
        Version = LittleEndian.UInt16At(data, 4);
        Input = InputInfo.Read(_sections.Required(ModelFormat.InputSection));
        Output = OutputInfo.Read(_sections.Required(ModelFormat.OutputSection), Version);
        Layers = ReadLayers(_sections.Required(ModelFormat.LayersSection), _sections.Required(ModelFormat.WeightsSection));
        Output.CheckLast(Layers.Length == 0 ? null : Layers[Layers.Length - 1]);
        Anomaly = ReadAnomaly(data);
        Labels = ReadLabels(_sections.Required(ModelFormat.LabelsSection));
        Range = TrainedRange.Read(_sections.Optional(ModelFormat.RangeSection), Input);
        Golden = GoldenVectors.Read(_sections.Optional(ModelFormat.GoldenSection), data, Version, Input, Labels.Length);
        CheckColumns(_sections.Optional(ModelFormat.ColumnsSection));
        Sensor = SensorInfo.Read(_sections.Optional(ModelFormat.SensorSection));
        CheckMeta(_sections.Optional(ModelFormat.MetaSection));
        Plan = new MemoryPlan(Input, Range, Anomaly, Layers, Output, Labels);
        for (int i = 0; i < Layers.Length; i++)
        {
            Macs += Layers[i].Macs;
        }

        Macs += Anomaly == null ? 0 : Anomaly.Centres * Input.Count;
    }

    /// <summary>Bytes of the file.</summary>
    public int Length
    {
        get { return _data.Length; }
    }

    /// <summary>The CRC of its header, which tells one model from another; see <see cref="ModelHeader.Crc"/>.</summary>
    public int HeaderCrc
    {
        get { return ModelHeader.Crc(_data); }
    }

    /// <summary>Version of the file's format.</summary>
    public int Version { get; }

    /// <summary>How raw values become bytes, and the input's shape.</summary>
    public InputInfo Input { get; }

    /// <summary>The layers, from input to output; none if the model only compares inputs with centres.</summary>
    public LayerInfo[] Layers { get; }

    /// <summary>What the logits mean.</summary>
    public OutputInfo Output { get; }

    /// <summary>One text per output.</summary>
    public string[] Labels { get; }

    /// <summary>The range of each input value beyond which the answer is unsure; null if the model answers whatever the input.</summary>
    public TrainedRange Range { get; }

    /// <summary>How it tells inputs that are unlike those it has learned from; null if it does not.</summary>
    public AnomalyInfo Anomaly { get; }

    /// <summary>The sensor whose readings it was trained on; null if the file does not say.</summary>
    public SensorInfo Sensor { get; }

    /// <summary>Whether the network reads a sensor's stream through a pipeline, which <see cref="OpenSection"/> and SignalInfo read; else it takes values as they are.</summary>
    public bool HasSignal
    {
        get { return _sections.Optional(ModelFormat.SignalSection) != null; }
    }

    /// <summary>How many golden vectors the file carries, 0 to 4.</summary>
    public int GoldenCount
    {
        get { return Golden == null ? 0 : Golden.Count; }
    }

    /// <summary>
    /// Bytes of managed heap that the network keeps once it is loaded, counted as the nanoFramework interpreter allocates.
    /// The bytes of the file are not included: they can be released after loading.
    /// </summary>
    public int RamBytes
    {
        get { return Plan.RamBytes; }
    }

    /// <summary>
    /// Bytes of managed heap in use at the same time while the network is loaded: those of the network and of the file. The
    /// reader needs about two kilobytes more. With less heap than this, the model cannot be loaded.
    /// </summary>
    public int LoadBytes
    {
        get { return RamBytes + Ram.ArrayBytes(1, Length); }
    }

    /// <summary>Multiply-adds of one classification.</summary>
    public int Macs { get; }

    internal byte[] Data
    {
        get { return _data; }
    }

    /// <summary>The largest value that a layer reads, at least 1: a layer whose limits are both 0 gives nothing else.</summary>
    internal int MaxInput(LayerInfo layer)
    {
        int largest = LargestOf(Layers, layer.First);
        return largest == 0 ? 1 : largest;
    }

    internal GoldenVectors Golden { get; }

    internal MemoryPlan Plan { get; }

    /// <summary>Checks a model file.</summary>
    /// <param name="data">The whole file.</param>
    /// <returns>The contents of the file.</returns>
    /// <exception cref="ModelException">The file is damaged, cut off, of another kind, or needs what this library does not support.</exception>
    public static ModelFile Parse(byte[] data)
    {
        return new ModelFile(data);
    }

    /// <summary>Reads a value of the meta section.</summary>
    /// <param name="key">For instance "name", "dataset", "accuracy", "build".</param>
    /// <returns>The first value of that name, or an empty string if there is none.</returns>
    public string Meta(string key)
    {
        ByteReader reader = _sections.Optional(ModelFormat.MetaSection);
        int count = reader == null ? 0 : reader.Byte("count");
        for (int i = 0; i < count; i++)
        {
            string name = reader.Text(reader.Byte("key length"), "key");
            string value = reader.Text(reader.UInt16("value length"), "value");
            if (name == key)
            {
                return value;
            }
        }

        return "";
    }

    /// <summary>Reads the names of the columns that the network was trained on. A board has no use for them, so they are not kept.</summary>
    /// <returns>One per input value; empty if the file has none.</returns>
    public string[] ReadColumns()
    {
        ByteReader reader = _sections.Optional(ModelFormat.ColumnsSection);
        return reader == null ? new string[0] : ReadTexts(reader, reader.UInt16("column count"), "column ", MaxColumnLength);
    }

    /// <summary>Copies the contents of a section.</summary>
    /// <param name="type">One of the types of <see cref="ModelFormat"/>, or any other.</param>
    /// <returns>The bytes; null if the file has no such section.</returns>
    public byte[] ReadSection(int type)
    {
        return _sections.Copy(type);
    }

    /// <summary>Opens a section where it is in the file.</summary>
    /// <param name="type">One of the types of <see cref="ModelFormat"/>, or any other.</param>
    /// <returns>A reader at its start; null if the file has no such section.</returns>
    public ByteReader OpenSection(int type)
    {
        return _sections.Optional(type);
    }

    private static void CheckHeader(byte[] data)
    {
        string problem = ModelHeader.Problem(data, data.Length, data.Length);
        if (problem.Length > 0)
        {
            throw new ModelException(problem);
        }

        uint crc = Crc32.Compute(data, ModelFormat.HeaderLength, data.Length - ModelFormat.HeaderLength);
        if (ModelHeader.BodyCrc(data) != crc)
        {
            throw new ModelException("model file: the contents are damaged (CRC differs)");
        }
    }

    private LayerInfo[] ReadLayers(ByteReader reader, ByteReader weights)
    {
        int count = reader.UInt16("layer count");
        if ((count < 1 && Output.Task != ModelFormat.Anomaly) || count > ModelFormat.MaxLayers)
        {
            throw reader.Error(count + " layers, 1 to " + ModelFormat.MaxLayers + " are allowed");
        }

        reader.Zero(2);
        LayerInfo[] layers = new LayerInfo[count];
        long steps = 0;
        for (int i = 0; i < count; i++)
        {
            bool last = i == count - 1;
            LayerRecord record = Version == 1
                ? LayerRecord.ReadVersion1(reader, i, last, OutputOf(layers, i).Count)
                : new LayerRecord(reader, i, last);
            bool hasSecond = record.Second != ModelFormat.NoTensor;
            layers[i] = LayerKinds.Check(record, OutputOf(layers, record.First), LargestOf(layers, record.First),
                hasSecond ? OutputOf(layers, record.Second) : null, hasSecond ? LargestOf(layers, record.Second) : 0);
            steps += layers[i].Steps;
            if (steps > ModelFormat.MaxSteps)
            {
                throw record.Error("makes a classification longer than " + ModelFormat.MaxSteps + " multiply-adds and comparisons");
            }
        }

        reader.End();
        for (int i = 0; i < count; i++)
        {
            layers[i].ReadNumbers(weights, _data, "layer " + (i + 1), i == count - 1, LargestOf(layers, layers[i].First));
        }

        weights.End();
        return layers;
    }

    private AnomalyInfo ReadAnomaly(byte[] data)
    {
        AnomalyInfo anomaly = AnomalyInfo.Read(_sections.Optional(ModelFormat.AnomalySection), data, Input, Layers, Output.Task);
        if (anomaly == null ? Output.Task == ModelFormat.Anomaly : Version == 1)
        {
            throw new ModelException("model file: section ANOM " + (anomaly == null ? "is missing" : "does not belong in version 1"));
        }

        return anomaly;
    }

    private int LargestOf(LayerInfo[] layers, int tensor)
    {
        return tensor == 0 ? Input.MaxValue : layers[tensor - 1].Activation.MaxOutput;
    }

    private TensorShape OutputOf(LayerInfo[] layers, int tensor)
    {
        return tensor == 0 ? new TensorShape(Input.Height, Input.Width, Input.Channels) : layers[tensor - 1].Output;
    }

    private string[] ReadLabels(ByteReader reader)
    {
        int count = reader.UInt16("label count");
        int outputs = Output.Task == ModelFormat.Anomaly ? 2 : Layers[Layers.Length - 1].Outputs;
        if (count != outputs)
        {
            throw reader.Error(count + " labels for " + outputs + " outputs");
        }

        return ReadTexts(reader, count, "label ", ModelFormat.MaxLabelLength);
    }

    private void CheckColumns(ByteReader reader)
    {
        if (reader == null)
        {
            return;
        }

        int count = reader.UInt16("column count");
        if (count != Input.Count)
        {
            throw reader.Error(count + " columns for " + Input.Count + " input values");
        }

        for (int i = 0; i < count; i++)
        {
            ReadText(reader, "column ", i, MaxColumnLength);
        }

        reader.End();
    }

    private static string[] ReadTexts(ByteReader reader, int count, string what, int most)
    {
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = ReadText(reader, what, i, most);
        }

        reader.End();
        return texts;
    }

    private static string ReadText(ByteReader reader, string what, int i, int most)
    {
        int length = reader.Byte(what + i + " length");
        if (length > most)
        {
            throw reader.Error(what + i + " has " + length + " bytes, at most " + most + " are allowed");
        }

        return reader.Text(length, what + i);
    }

    private static void CheckMeta(ByteReader reader)
    {
        if (reader == null)
        {
            return;
        }

        int count = reader.Byte("count");
        if (count == 0)
        {
            throw reader.Error("no entries");
        }

        for (int i = 0; i < count; i++)
        {
            int length = reader.Byte("key length");
            if (length == 0)
            {
                throw reader.Error("the key of entry " + i + " is empty");
            }

            reader.Text(length, "key");
            reader.Text(reader.UInt16("value length"), "value");
        }

        reader.End();
    }
}
