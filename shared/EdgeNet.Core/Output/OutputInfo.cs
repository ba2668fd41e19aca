namespace EdgeNet.Core;

/// <summary>What the logits of a network mean.</summary>
public sealed class OutputInfo
{
    private OutputInfo()
    {
    }

    /// <summary>Classification, MultiLabel, Regression or Anomaly of <see cref="ModelFormat"/>.</summary>
    public int Task { get; private set; }

    /// <summary>Linear, Relu, Sigmoid, Tanh, Softmax, LiteRtSoftmax or Lookup of <see cref="ModelFormat"/>.</summary>
    public int Function { get; private set; }

    /// <summary>The real number that a logit of 1 means.</summary>
    public float LogitScale { get; private set; }

    /// <summary>Values for people are function(logit * LogitScale) * ValueScale + ValueOffset.</summary>
    public float ValueScale { get; private set; }

    /// <summary>See <see cref="ValueScale"/>.</summary>
    public float ValueOffset { get; private set; }

    /// <summary>Of the function's table of 256 entries: entry (logit >> TableShift) + 128 for sigmoid and tanh, entry (largest logit - logit) >> TableShift for softmax. 0 for the functions that give bytes.</summary>
    public int TableShift { get; private set; }

    internal ushort[] Table { get; private set; }

    /// <summary>True if the function is looked up in a table that follows from two numbers of the model file.</summary>
    public bool HasTable
    {
        get { return Function >= ModelFormat.Sigmoid && Function <= ModelFormat.Softmax; }
    }

    /// <summary>Whether the function makes a byte of each logit: LiteRtSoftmax and Lookup, which only networks have that end with an answer layer.</summary>
    public bool GivesBytes
    {
        get { return Function >= ModelFormat.LiteRtSoftmax; }
    }

    // Of functions that give bytes: exponentials, or what each byte becomes.
    internal int[] Entries { get; private set; }

    // What was subtracted from bytes to give logits.
    private int _answerZero;

    /// <summary>Reads the OUTP section.</summary>
    /// <param name="reader">At its start.</param>
    /// <param name="version">Version of the file.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="ModelException">It contains a value that is not allowed.</exception>
    internal static OutputInfo Read(ByteReader reader, int version)
    {
        OutputInfo output = new OutputInfo();
        output.Task = reader.Byte("task");
        output.Function = reader.Byte("function");
        output.TableShift = reader.Byte("table shift");
        int reserved = reader.Byte("reserved field");
        output.LogitScale = reader.Single("logit scale");
        output.ValueScale = reader.Single("value scale");
        output.ValueOffset = reader.Single("value offset");
        if (output.Task > (version == 1 ? ModelFormat.Regression : ModelFormat.Anomaly) || output.Function > (version == 1 ? ModelFormat.Softmax : ModelFormat.Lookup) || output.TableShift > 31 || reserved != 0)
        {
            throw reader.Error("unknown task, function or table");
        }

        if (output.Task == ModelFormat.Anomaly && output.Function != ModelFormat.Linear)
        {
            throw reader.Error("task 3, anomalies, has a linear output");
        }

        if (output.LogitScale <= 0)
        {
            throw reader.Error("the logit scale is not above zero");
        }

        if (output.GivesBytes && output.TableShift != 0)
        {
            throw reader.Error("a table shift, which function " + output.Function + " does not use");
        }

        output.Entries = output.GivesBytes ? output.EntriesOf(reader) : new int[0];
        output.Table = !output.HasTable ? new ushort[0] : version == 1 ? output.Stored(reader) : output.Made(reader);
        reader.End();
        return output;
    }

    /// <summary>Heap bytes of it.</summary>
    internal int RequiredRam()
    {
        return Ram.ObjectBytes(9) + Ram.ArrayBytes(2, Table.Length) + Ram.ArrayBytes(4, Entries.Length);
    }

    /// <summary>Checks the function against the last layer, and remembers what that subtracts.</summary>
    /// <param name="layer">The last layer; null if there is none.</param>
    /// <exception cref="ModelException">The function gives bytes of an answer layer, but the layer is not one, or has too many outputs.</exception>
    internal void CheckLast(LayerInfo layer)
    {
        if (!GivesBytes)
        {
            return;
        }

        if (!(layer is AnswerInfo) || (Function == ModelFormat.LiteRtSoftmax && layer.Outputs > LiteRtSoftmax.MaxOutputs))
        {
            throw new ModelException("model file, section OUTP: function " + Function + " needs an answer as the last layer"
                + (Function == ModelFormat.LiteRtSoftmax ? ", of at most " + LiteRtSoftmax.MaxOutputs + " outputs" : ""));
        }

        _answerZero = layer.Activation.ZeroPoint;
    }

    /// <summary>What a function that gives bytes makes of a logit.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="best">Index of the largest.</param>
    /// <param name="output">Which one is asked for.</param>
    /// <returns>0 to 255.</returns>
    internal int Byte(int[] logits, int count, int best, int output)
    {
        return Function == ModelFormat.Lookup ? Entries[logits[output] + _answerZero] : LiteRtSoftmax.Byte(Entries, logits, count, logits[best], output);
    }

    /// <summary>An output for people: a probability, or the value of a regression, in its unit.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="best">Index of the largest.</param>
    /// <param name="output">Which one is asked for.</param>
    /// <returns>The value.</returns>
    internal float Value(int[] logits, int count, int best, int output)
    {
        float value;
        switch (Function)
        {
            case ModelFormat.Softmax:
                int sum = 0;
                for (int o = 0; o < count; o++)
                {
                    sum += SoftmaxTerm(logits[best], logits[o]);
                }

                value = (float)SoftmaxTerm(logits[best], logits[output]) / sum;
                break;
            case ModelFormat.Sigmoid:
                value = TableEntry(logits[output]) / 65535f;
                break;
            case ModelFormat.Tanh:
                value = (TableEntry(logits[output]) / 32767.5f) - 1f;
                break;
            case ModelFormat.Relu:
                value = logits[output] < 0 ? 0f : logits[output] * LogitScale;
                break;
            case ModelFormat.LiteRtSoftmax:
                value = Byte(logits, count, best, output) / 256f;
                break;
            case ModelFormat.Lookup:
                value = Byte(logits, count, best, output);
                break;
            default:
                value = logits[output] * LogitScale;
                break;
        }

        return (value * ValueScale) + ValueOffset;
    }

    /// <summary>How certain an answer is, 0 to 100; always 100 for a regression, and for what is normal or not.</summary>
    internal int ConfidencePercent(int[] logits, int count, int best)
    {
        if (Task >= ModelFormat.Regression)
        {
            return 100;
        }

        if (Task == ModelFormat.Classification)
        {
            return Percent(Value(logits, count, best, best));
        }

        int least = 100;
        for (int o = 0; o < count; o++)
        {
            int yes = Percent(Value(logits, count, best, o));
            int certainty = yes > 50 ? yes : 100 - yes;
            least = certainty < least ? certainty : least;
        }

        return least;
    }

    /// <summary>Of a softmax: what an output weighs whose logit is below the largest one; its probability is this over the sum of all outputs.</summary>
    /// <param name="below">By how much it is below, not negative.</param>
    /// <returns>0 to 65,535; more than 0 for 0.</returns>
    public int Exponential(long below)
    {
        long index = below >> TableShift;
        return Table[index > 255 ? 255 : (int)index];
    }

    private int SoftmaxTerm(int largest, int logit)
    {
        // The difference of two logits may need 33 bits.
        return Exponential((long)largest - logit);
    }

    private int TableEntry(int logit)
    {
        int index = (logit >> TableShift) + ModelFormat.TableCentre;
        return Table[index < 0 ? 0 : index > 255 ? 255 : index];
    }

    private static int Percent(float share)
    {
        return share <= 0f ? 0 : share >= 1f ? 100 : (int)((share * 100f) + 0.5f);
    }

    private ushort[] Stored(ByteReader reader)
    {
        ushort[] table = new ushort[ModelFormat.TableLength];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (ushort)reader.UInt16("table");
        }

        // The largest logit's own term: without it the shares might have no sum.
        if (Function == ModelFormat.Softmax && table[0] == 0)
        {
            throw reader.Error("the first entry of the softmax table is zero");
        }

        return table;
    }

    private int[] EntriesOf(ByteReader reader)
    {
        int[] entries = new int[ModelFormat.TableLength];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = Function == ModelFormat.Lookup ? reader.Byte("table") : reader.Int32("table");
            if (entries[i] < 0)
            {
                throw reader.Error("entry " + i + " of the table is negative");
            }
        }

        // The largest logit's own term.
        if (Function == ModelFormat.LiteRtSoftmax && entries[0] < LiteRtSoftmax.LeastOne)
        {
            throw reader.Error("the first entry of the table is " + entries[0] + ", at least " + LiteRtSoftmax.LeastOne + " is needed");
        }

        return entries;
    }

    private ushort[] Made(ByteReader reader)
    {
        int start = reader.Int32("table start");
        int ratio = reader.Int32("table ratio");
        if (ratio < 1 || ratio > start || start > OutputTable.One)
        {
            throw reader.Error("a table cannot start at " + start + " with ratio " + ratio);
        }

        return Function == ModelFormat.Softmax ? OutputTable.Exponential(ratio) : OutputTable.Logistic(start, ratio);
    }
}
