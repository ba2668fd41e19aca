namespace EdgeNet.Core;

/// <summary>The fields that the records of all layer kinds begin with, as the file has them; docs/model-format.md says what they mean.</summary>
internal sealed class LayerRecord
{
    private readonly ByteReader _reader;
    private readonly int _end;

    /// <summary>Reads the common fields of a record of format version 2.</summary>
    /// <param name="reader">At the record's first byte; afterwards at what only this kind has.</param>
    /// <param name="index">0 for the first layer.</param>
    /// <param name="last">Whether it is the last layer.</param>
    /// <exception cref="ModelException">A field has a value that no kind allows.</exception>
    public LayerRecord(ByteReader reader, int index, bool last)
    {
        _reader = reader;
        _end = reader.Position;
        Name = "layer " + (index + 1);
        IsLast = last;
        Kind = reader.Byte("kind");
        int length = reader.Byte("record length");
        First = reader.Byte("first input");
        Second = reader.Byte("second input");
        int activation = reader.Byte("activation");
        int bits = reader.Byte("bits");
        WeightBits = bits & 15;
        int zeroPoint = reader.Byte("zero point");
        int low = reader.Byte("lowest output");
        int high = reader.Byte("highest output");
        Activation = new ActivationInfo(activation & 15, activation >> 4, bits >> 4, zeroPoint, low, high);
        reader.Zero(1);
        Outputs = reader.UInt16("outputs");
        _end += length;
        if (length < ModelFormat.LayerRecordLength || (length & 3) != 0)
        {
            throw Error("has a record of " + length + " bytes");
        }

        if (First > index || (Second != ModelFormat.NoTensor && Second > index))
        {
            throw Error("reads tensor " + (First > index ? First : Second) + ", which does not exist yet");
        }

        CheckFunction();
        if (Activation.Rounding > ModelFormat.RoundTwice || Activation.Bits < 1 || Activation.Bits > 8)
        {
            throw Error("has rounding " + Activation.Rounding + " and " + Activation.Bits + " bits per activation");
        }

        if (low > high || high >> Activation.Bits != 0)
        {
            throw Error("limits its outputs to " + low + ".." + high + " in " + Activation.Bits + " bits");
        }
    }

    private LayerRecord(string name, bool last)
    {
        Name = name;
        IsLast = last;
    }

    /// <summary>"layer 1" for the first, for messages.</summary>
    public string Name;

    /// <summary>Whether its sums are the logits.</summary>
    public bool IsLast;

    /// <summary>One of the kinds of <see cref="ModelFormat"/>.</summary>
    public int Kind;

    /// <summary>The tensor it reads: 0 is the network's input, n the output of layer n.</summary>
    public int First;

    /// <summary>A second one, or <see cref="ModelFormat.NoTensor"/>.</summary>
    public int Second;

    /// <summary>What becomes of its sums.</summary>
    public ActivationInfo Activation;

    /// <summary>Bits of a stored weight; 0 if the kind has none.</summary>
    public int WeightBits;

    /// <summary>Channels of the output.</summary>
    public int Outputs;

    /// <summary>Reads a dense layer's record of format version 1, whose layers follow one another.</summary>
    /// <param name="reader">At the record's first byte; afterwards at the next record.</param>
    /// <param name="index">0 for the first layer.</param>
    /// <param name="last">Whether it is the last layer.</param>
    /// <param name="given">How many values the layer before gives.</param>
    /// <returns>The same layer as a record of version 2 would state it.</returns>
    /// <exception cref="ModelException">A field has a value that is not allowed.</exception>
    public static LayerRecord ReadVersion1(ByteReader reader, int index, bool last, int given)
    {
        LayerRecord record = new LayerRecord("layer " + (index + 1), last);
        record.Kind = reader.Byte("kind");
        int function = reader.Byte("activation");
        int encoding = reader.Byte("encoding");
        record.Activation = new ActivationInfo(function, ModelFormat.RoundOnce, 8, reader.Byte("zero point"), 0, 255);
        int inputs = reader.Int32("inputs");
        record.Outputs = reader.Int32("outputs");
        record.First = index;
        record.Second = ModelFormat.NoTensor;
        record.WeightBits = 8;
        record.CheckFunction();
        if (record.Kind != ModelFormat.Dense)
        {
            throw record.Error("is of kind " + record.Kind + ", which version 1 does not have");
        }

        if (encoding != 0)
        {
            throw record.Error("has weight encoding " + encoding + ", which version 1 does not have");
        }

        if (inputs != given)
        {
            throw record.Error("has " + inputs + " inputs, but receives " + given);
        }

        return record;
    }

    /// <summary>Reads a byte that only this kind has.</summary>
    public int Byte(string field)
    {
        if (_reader.Position >= _end)
        {
            throw Error("has a record too short for " + field);
        }

        return _reader.Byte(field);
    }

    /// <summary>The record must hold exactly what its kind says.</summary>
    public void End()
    {
        if (_reader != null && _reader.Position != _end)
        {
            throw Error("has a record " + (_end - _reader.Position) + " bytes too long");
        }
    }

    /// <summary>An error that names the layer.</summary>
    public ModelException Error(string problem)
    {
        return new ModelException("model file, section LAYR: " + Name + " " + problem);
    }

    private void CheckFunction()
    {
        if (Activation.Function > ModelFormat.Tanh || (IsLast && Activation.Function != ModelFormat.Linear))
        {
            throw Error("has activation " + Activation.Function + ", which is not allowed there");
        }
    }
}
