namespace EdgeNet.Core;

/// <summary>
/// A model file that has been checked from end to end but not yet loaded: what it is, and how much memory it will need.
/// Nothing large is allocated here, so a board can ask first and refuse politely.
/// </summary>
public sealed class ModelFile
{
    private readonly byte[] _data;
    private int _goldenAt;
    private int _metaAt;
    private int _metaLength;

    private ModelFile(byte[] data)
    {
        _data = data;
    }

    /// <summary>Bytes of the file.</summary>
    public int Length
    {
        get { return _data.Length; }
    }

    /// <summary>How raw values become bytes, and the input's shape.</summary>
    public InputInfo Input { get; private set; }

    /// <summary>The layers, from input to output.</summary>
    public LayerInfo[] Layers { get; private set; }

    /// <summary>What the logits mean.</summary>
    public OutputInfo Output { get; private set; }

    /// <summary>One text an output.</summary>
    public string[] Labels { get; private set; }

    /// <summary>How many golden vectors the file carries, 0 to 4.</summary>
    public int GoldenCount { get; private set; }

    /// <summary>
    /// Bytes of managed heap that the network keeps once it is loaded, counted as the nanoFramework interpreter allocates.
    /// The bytes of the file itself are not part of it: they may be given back after loading.
    /// </summary>
    public int RamBytes { get; private set; }

    /// <summary>Multiplications of one classification.</summary>
    public int Macs { get; private set; }

    internal byte[] Data
    {
        get { return _data; }
    }

    internal int GoldenAt
    {
        get { return _goldenAt; }
    }

    /// <summary>Checks a model file.</summary>
    /// <param name="data">The whole file.</param>
    /// <returns>What the file holds.</returns>
    /// <exception cref="ModelException">The file is damaged, cut off, of another kind, or asks for what this library does not do.</exception>
    public static ModelFile Parse(byte[] data)
    {
        ModelFile model = new ModelFile(data);
        model.Read();
        return model;
    }

    /// <summary>Reads a value of the META section.</summary>
    /// <param name="key">For instance "name", "dataset", "accuracy", "build".</param>
    /// <returns>The first value of that name, or an empty text where the file has none.</returns>
    public string Meta(string key)
    {
        if (_metaAt == 0)
        {
            return "";
        }

        ByteReader reader = new ByteReader(_data, _metaAt, _metaLength, "meta");
        int count = reader.Byte("count");
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

    private void Read()
    {
        ReadHeader();

        int inputAt = 0, inputLength = 0, layersAt = 0, layersLength = 0, weightsAt = 0, weightsLength = 0;
        int outputAt = 0, outputLength = 0, labelsAt = 0, labelsLength = 0, goldenAt = 0, goldenLength = 0;
        int count = LittleEndian.UInt16At(_data, 6);
        if (count > ModelFormat.MaxSections)
        {
            throw new ModelException("model file: " + count + " sections, at most " + ModelFormat.MaxSections + " are allowed");
        }

        int[] types = new int[count];
        int position = ModelFormat.HeaderLength;
        for (int i = 0; i < count; i++)
        {
            if (_data.Length - position < ModelFormat.SectionHeaderLength)
            {
                throw new ModelException("model file: cut off at section " + i);
            }

            int type = LittleEndian.Int32At(_data, position);
            int length = LittleEndian.Int32At(_data, position + 4);
            int at = position + ModelFormat.SectionHeaderLength;
            types[i] = type;
            string name = SectionName(types, i);
            if (length < 0 || length > _data.Length - at)
            {
                throw new ModelException("model file, section " + name + ": reaches beyond the end of the file");
            }

            int padded = (length + 3) & ~3;
            if (padded > _data.Length - at)
            {
                throw new ModelException("model file, section " + name + ": padding is missing");
            }

            for (int p = at + length; p < at + padded; p++)
            {
                if (_data[p] != 0)
                {
                    throw new ModelException("model file, section " + name + ": padding that is not zero");
                }
            }

            switch (type)
            {
                case ModelFormat.InputSection: inputAt = at; inputLength = length; break;
                case ModelFormat.LayersSection: layersAt = at; layersLength = length; break;
                case ModelFormat.WeightsSection: weightsAt = at; weightsLength = length; break;
                case ModelFormat.OutputSection: outputAt = at; outputLength = length; break;
                case ModelFormat.LabelsSection: labelsAt = at; labelsLength = length; break;
                case ModelFormat.MetaSection: _metaAt = at; _metaLength = length; break;
                case ModelFormat.GoldenSection: goldenAt = at; goldenLength = length; break;
                default:
                    // As in PNG, a small first letter marks a section that a reader may pass over.
                    if ((type & 0x20) == 0)
                    {
                        throw new ModelException("model file: needs section " + name + ", which this reader does not know");
                    }

                    break;
            }

            position = at + padded;
        }

        if (position != _data.Length)
        {
            throw new ModelException("model file: " + (_data.Length - position) + " bytes after the last section");
        }

        Present(inputAt, "INPT");
        Present(layersAt, "LAYR");
        Present(weightsAt, "WGHT");
        Present(outputAt, "OUTP");
        Present(labelsAt, "LABL");

        Input = InputInfo.Read(new ByteReader(_data, inputAt, inputLength, "INPT"));
        ReadLayers(new ByteReader(_data, layersAt, layersLength, "LAYR"));
        ReadWeights(new ByteReader(_data, weightsAt, weightsLength, "WGHT"));
        Output = OutputInfo.Read(new ByteReader(_data, outputAt, outputLength, "OUTP"));
        ReadLabels(new ByteReader(_data, labelsAt, labelsLength, "LABL"));
        if (_metaAt != 0)
        {
            CheckMeta(new ByteReader(_data, _metaAt, _metaLength, "meta"));
        }

        if (goldenAt != 0)
        {
            CheckGolden(new ByteReader(_data, goldenAt, goldenLength, "gold"));
        }

        for (int i = 0; i < Layers.Length; i++)
        {
            Macs += Layers[i].WeightBytes;
        }

        RamBytes = Network.RequiredRam(this);
    }

    private void ReadHeader()
    {
        string problem = ModelHeader.Problem(_data, _data.Length, _data.Length);
        if (problem.Length > 0)
        {
            throw new ModelException(problem);
        }

        uint crc = Crc32.Compute(_data, ModelFormat.HeaderLength, _data.Length - ModelFormat.HeaderLength);
        if (ModelHeader.BodyCrc(_data) != crc)
        {
            throw new ModelException("model file: the contents are damaged (CRC differs)");
        }
    }

    private void ReadLayers(ByteReader reader)
    {
        int count = reader.UInt16("layer count");
        if (count < 1 || count > ModelFormat.MaxLayers)
        {
            throw reader.Error(count + " layers, 1 to " + ModelFormat.MaxLayers + " are allowed");
        }

        if (reader.UInt16("reserved field") != 0)
        {
            throw reader.Error("reserved field is not zero");
        }

        LayerInfo[] layers = new LayerInfo[count];
        int inputs = Input.Count;
        for (int i = 0; i < count; i++)
        {
            layers[i] = ReadLayer(reader, i, inputs, i == count - 1);
            inputs = layers[i].Outputs;
        }

        reader.End();
        Layers = layers;
    }

    private static LayerInfo ReadLayer(ByteReader reader, int index, int expectedInputs, bool last)
    {
        string layer = "layer " + (index + 1);
        int kind = reader.Byte("kind");
        int activation = reader.Byte("activation");
        int encoding = reader.Byte("encoding");
        int zeroPoint = reader.Byte("zero point");
        int inputs = reader.Int32("inputs");
        int outputs = reader.Int32("outputs");
        if (kind != ModelFormat.Dense)
        {
            throw reader.Error(layer + " is of kind " + kind + ", which this reader does not know");
        }

        if (activation > ModelFormat.Tanh || (last && activation != ModelFormat.Linear))
        {
            throw reader.Error(layer + " has activation " + activation + ", which is not allowed there");
        }

        if (encoding != ModelFormat.Int8)
        {
            throw reader.Error(layer + " has weight encoding " + encoding + ", which this reader does not know");
        }

        if (inputs != expectedInputs)
        {
            throw reader.Error(layer + " takes " + inputs + " inputs and is given " + expectedInputs);
        }

        if (inputs > ModelFormat.MaxInputs || outputs < 1 || outputs > ModelFormat.MaxOutputs)
        {
            throw reader.Error(layer + " has " + outputs + " outputs of " + inputs + " inputs, at most "
                + ModelFormat.MaxOutputs + " of " + ModelFormat.MaxInputs + " are allowed");
        }

        LayerInfo info = new LayerInfo(kind, activation, encoding, zeroPoint, inputs, outputs);
        bool zeroPointFits = info.HasTable ? zeroPoint == ModelFormat.TableCentre
            : zeroPoint == 0 || (activation == ModelFormat.Linear && !last);
        if (!zeroPointFits)
        {
            throw reader.Error(layer + " has zero point " + zeroPoint + ", which its activation does not allow");
        }

        return info;
    }

    private void ReadWeights(ByteReader reader)
    {
        for (int i = 0; i < Layers.Length; i++)
        {
            LayerInfo layer = Layers[i];
            bool last = i == Layers.Length - 1;
            string name = "layer " + (i + 1);
            layer.WeightsAt = reader.Skip(layer.WeightBytes, name + " weights");
            reader.Pad(layer.WeightBytes);
            layer.BiasAt = reader.Skip(4 * layer.Outputs, name + " biases");
            layer.MultiplierAt = reader.Skip(4 * layer.Outputs, name + " multipliers");
            layer.ShiftAt = reader.Skip(layer.Outputs, name + " shifts");
            reader.Pad(layer.Outputs);
            if (layer.HasTable)
            {
                layer.TableAt = reader.Skip(ModelFormat.TableLength, name + " table");
            }

            for (int k = 0; k < layer.Outputs; k++)
            {
                int bias = LittleEndian.Int32At(_data, layer.BiasAt + (4 * k));
                if (bias < -ModelFormat.MaxBias || bias > ModelFormat.MaxBias)
                {
                    throw reader.Error(name + ", output " + k + ": bias " + bias + " is beyond " + ModelFormat.MaxBias);
                }

                int multiplier = LittleEndian.Int32At(_data, layer.MultiplierAt + (4 * k));
                int shift = _data[layer.ShiftAt + k];
                if (multiplier < 0 || shift < 1 || shift > 62)
                {
                    throw reader.Error(name + ", output " + k + ": multiplier " + multiplier + " with shift " + shift);
                }

                // A logit is stored in 32 bits, as the sum it comes from, so its scale may only shrink.
                if (last && shift < 31 && multiplier > 1 << shift)
                {
                    throw reader.Error(name + ", output " + k + ": the logit could overflow");
                }
            }
        }

        reader.End();
    }

    private void ReadLabels(ByteReader reader)
    {
        int count = reader.UInt16("label count");
        int outputs = Layers[Layers.Length - 1].Outputs;
        if (count != outputs)
        {
            throw reader.Error(count + " labels for " + outputs + " outputs");
        }

        string[] labels = new string[count];
        for (int i = 0; i < count; i++)
        {
            int length = reader.Byte("label length");
            if (length > ModelFormat.MaxLabelLength)
            {
                throw reader.Error("label " + i + " has " + length + " bytes, at most " + ModelFormat.MaxLabelLength + " are allowed");
            }

            labels[i] = reader.Text(length, "label " + i);
        }

        reader.End();
        Labels = labels;
    }

    private static void CheckMeta(ByteReader reader)
    {
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

    private void CheckGolden(ByteReader reader)
    {
        int count = reader.Int32("count");
        if (count < 1 || count > ModelFormat.MaxGolden)
        {
            throw reader.Error(count + " golden vectors, 1 to " + ModelFormat.MaxGolden + " are allowed");
        }

        _goldenAt = reader.Position;
        int outputs = Layers[Layers.Length - 1].Outputs;
        int inputBytes = Input.Count * Input.Planes;

        // The high bits of a value are in the last plane. Faster forms of the weights rest on values keeping to their bits.
        int highPlane = inputBytes - Input.Count;
        int most = Input.MaxValue >> (8 * (Input.Planes - 1));
        for (int i = 0; i < count; i++)
        {
            int at = reader.Skip(inputBytes, "input of vector " + i) + highPlane;
            for (int k = 0; k < Input.Count; k++)
            {
                if (_data[at + k] > most)
                {
                    throw reader.Error("value " + k + " of vector " + i + " has more than " + Input.Bits + " bits");
                }
            }

            reader.Pad(inputBytes);
            reader.Skip(4 * outputs, "logits of vector " + i);
        }

        reader.End();
        GoldenCount = count;
    }

    private static void Present(int at, string name)
    {
        if (at == 0)
        {
            throw new ModelException("model file: section " + name + " is missing");
        }
    }

    // The name of the last of these types, which must be four letters that no earlier section has.
    private static string SectionName(int[] types, int last)
    {
        int type = types[last];
        char[] name = new char[4];
        for (int i = 0; i < 4; i++)
        {
            int code = (type >> (8 * i)) & 0xFF;
            int capital = code & ~0x20;
            if (capital < 'A' || capital > 'Z')
            {
                throw new ModelException("model file, section " + last + ": its type is not four letters");
            }

            name[i] = (char)code;
        }

        string text = new string(name);
        for (int i = 0; i < last; i++)
        {
            if (types[i] == type)
            {
                throw new ModelException("model file: section " + text + " stands twice");
            }
        }

        return text;
    }
}
