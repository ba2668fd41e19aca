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

    /// <summary>Reads a number of 32 bits that only this kind has.</summary>
    public int Int32(string field)
    {
        int low = Byte(field);
        low |= Byte(field) << 8;
        low |= Byte(field) << 16;
        return low | (Byte(field) << 24);
    }

    /// <summary>Reads reserved bytes that only this kind has.</summary>
    public void Zero(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (Byte("reserved field") != 0)
            {
                throw Error("has a reserved field that is not zero");
            }
        }
    }

    /// <summary>Reads and checks the window of a kind that has one.</summary>
    /// <exception cref="ModelException">It covers nothing, does not move, or may see nothing but what is outside.</exception>
    public LayerWindow ReadWindow()
    {
        LayerWindow window = new LayerWindow(Byte("kernel height"), Byte("kernel width"), Byte("stride down"), Byte("stride across"),
            Byte("padding at the top"), Byte("padding at the left"), Byte("padding at the bottom"), Byte("padding at the right"));
        if (window.Height == 0 || window.Width == 0 || window.StrideDown == 0 || window.StrideAcross == 0)
        {
            throw Error("has a window that covers nothing or does not move");
        }

        if (window.Top >= window.Height || window.Bottom >= window.Height || window.Left >= window.Width || window.Right >= window.Width)
        {
            throw Error("has padding as large as its window");
        }

        return window;
    }

    /// <summary>Reads how far a sum is shifted.</summary>
    /// <exception cref="ModelException">Not allowed.</exception>
    public int Shift(string field)
    {
        int shift = Byte(field);
        return shift >= 1 && shift <= Requantizer.MaxShift ? shift : throw Error("has a " + field + " of " + shift);
    }

    /// <summary>Reads what a sum is multiplied with.</summary>
    /// <exception cref="ModelException">It is negative.</exception>
    public int Multiplier(string field)
    {
        int multiplier = Int32(field);
        return multiplier >= 0 ? multiplier : throw Error("has a " + field + " of " + multiplier);
    }

    /// <summary>The shape of a layer's output.</summary>
    /// <exception cref="ModelException">There are too many values.</exception>
    public TensorShape Shape(int rows, int columns)
    {
        if ((long)rows * columns * Outputs > ModelFormat.MaxTensor)
        {
            throw Error("gives " + rows + "x" + columns + "x" + Outputs + " values, at most " + ModelFormat.MaxTensor + " are allowed");
        }

        return new TensorShape(rows, columns, Outputs);
    }

    /// <summary>The shape of what a window makes of a picture.</summary>
    /// <exception cref="ModelException">The window does not fit into the picture, or there are too many values.</exception>
    public TensorShape Through(LayerWindow window, TensorShape input)
    {
        int rows = window.Rows(input.Height);
        int columns = window.Columns(input.Width);
        if (rows == 0 || columns == 0)
        {
            throw Error("has a window larger than the " + input.Height + "x" + input.Width + " that it reads");
        }

        return Shape(rows, columns);
    }

    /// <summary>Reads the rest of the record of a layer with weights and a window: what it reads outside of the picture.</summary>
    /// <param name="maxInput">The largest value of what it reads.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ModelException">It is the last layer, reads more than bytes, or the value is larger than those inside.</exception>
    public int ReadPaddingValue(int maxInput)
    {
        int value = Byte("padding value");
        Zero(3);
        End();
        if (IsLast)
        {
            throw Error("is a convolution, which cannot be the last layer");
        }

        if (maxInput > 255)
        {
            throw Error("is a convolution of values up to " + maxInput + ", at most 255 are allowed");
        }

        // The proof that no sum overflows rests on it.
        if (value > maxInput)
        {
            throw Error("is padded with " + value + ", but reads values up to " + maxInput);
        }

        return value;
    }

    /// <summary>The matrix of a layer with weights, after a check of all common fields.</summary>
    /// <param name="terms">Products in a sum.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ModelException">A field has a value that is not allowed.</exception>
    public MatrixInfo MatrixOf(long terms)
    {
        if (Second != ModelFormat.NoTensor)
        {
            throw Error("has weights but also a second input");
        }

        if (!WeightRows.Knows(WeightBits))
        {
            throw Error("has weights of " + WeightBits + " bits, which this reader does not know");
        }

        if (terms > ModelFormat.MaxTerms || Outputs < 1 || Outputs > ModelFormat.MaxOutputs)
        {
            throw Error("has " + Outputs + " outputs of " + terms + " inputs, at most "
                + ModelFormat.MaxOutputs + " of " + ModelFormat.MaxTerms + " are allowed");
        }

        CheckZeroPoint();
        return new MatrixInfo((int)terms, Outputs, WeightBits, Activation);
    }

    /// <summary>Checks the common fields of a hidden layer that has no weights, reads bytes and has a linear activation.</summary>
    /// <param name="name">The kind, as one says it.</param>
    /// <param name="maxInput">The largest value that it reads.</param>
    /// <param name="readsSecond">Whether it reads a second tensor.</param>
    /// <param name="mayRoundTwice">Whether its arithmetic has the two roundings of LiteRT.</param>
    /// <exception cref="ModelException">A field has a value that is not allowed.</exception>
    public void CheckWithoutWeights(string name, int maxInput, bool readsSecond, bool mayRoundTwice)
    {
        if (IsLast)
        {
            throw Error("is " + name + ", which cannot be the last layer");
        }

        if (readsSecond && Second == ModelFormat.NoTensor)
        {
            throw Error("is " + name + " without a second tensor");
        }

        bool uses = WeightBits == 0 && Activation.Function == ModelFormat.Linear && readsSecond == (Second != ModelFormat.NoTensor)
            && (mayRoundTwice || Activation.Rounding == ModelFormat.RoundOnce);
        if (!uses)
        {
            throw Error("is " + name + " with fields that it does not use");
        }

        if (maxInput > 255)
        {
            throw Error("is " + name + " of values up to " + maxInput + ", at most 255 are allowed");
        }

        CheckZeroPoint();
    }

    /// <summary>Checks that a kind that works channel by channel has as many as it reads.</summary>
    /// <param name="name">The kind, as one says it.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <exception cref="ModelException">It has not.</exception>
    public void CheckChannels(string name, TensorShape input)
    {
        if (Outputs != input.Channels)
        {
            throw Error("is " + name + " that makes " + Outputs + " channels of " + input.Channels);
        }
    }

    /// <summary>Checks the limits of a kind that hands on bytes as they are.</summary>
    /// <param name="name">The kind, as one says it.</param>
    /// <param name="largest">The largest value that it gives.</param>
    /// <exception cref="ModelException">They promise less than what it gives: later layers rely on them when they prove that no sum overflows.</exception>
    public void CheckUnlimited(string name, int largest)
    {
        if (Activation.Low != 0 || Activation.High < largest)
        {
            throw Error("is " + name + " limited to " + Activation.Low + ".." + Activation.High + ", but gives values up to " + largest);
        }
    }

    /// <summary>Checks the zero point and the limits by the activation.</summary>
    /// <exception cref="ModelException">The activation does not allow them.</exception>
    public void CheckZeroPoint()
    {
        ActivationInfo activation = Activation;
        bool plain = activation.Low == 0 && activation.High == 255;
        bool fits = IsLast ? activation.ZeroPoint == 0 && plain
            : activation.HasTable ? activation.ZeroPoint == ModelFormat.TableCentre && plain
            : activation.ZeroPoint >= activation.Low && activation.ZeroPoint <= activation.High;
        if (!fits || (activation.Function == ModelFormat.Relu && activation.ZeroPoint != 0))
        {
            throw Error("has zero point " + activation.ZeroPoint + " and limits " + activation.Low + ".." + activation.High
                + ", which its activation does not allow");
        }
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
