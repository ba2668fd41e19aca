namespace EdgeNet.Core;

/// <summary>What the logits of a network mean.</summary>
public sealed class OutputInfo
{
    private OutputInfo()
    {
    }

    /// <summary>Classification, MultiLabel or Regression of <see cref="ModelFormat"/>.</summary>
    public int Task { get; private set; }

    /// <summary>Linear, Relu, Sigmoid, Tanh or Softmax of <see cref="ModelFormat"/>.</summary>
    public int Function { get; private set; }

    /// <summary>A logit of 1 stands for this real number.</summary>
    public float LogitScale { get; private set; }

    /// <summary>Values for people are function(logit * LogitScale) * ValueScale + ValueOffset.</summary>
    public float ValueScale { get; private set; }

    /// <summary>See <see cref="ValueScale"/>.</summary>
    public float ValueOffset { get; private set; }

    // The function's table of 256 entries: entry (logit >> TableShift) + 128 for sigmoid and tanh,
    // entry (largest logit - logit) >> TableShift for softmax.
    internal int TableShift { get; private set; }

    internal ushort[] Table { get; private set; }

    /// <summary>True where the function is looked up in a table of the model file.</summary>
    public bool HasTable
    {
        get { return Function >= ModelFormat.Sigmoid; }
    }

    internal static OutputInfo Read(ByteReader reader)
    {
        OutputInfo output = new OutputInfo();
        output.Task = reader.Byte("task");
        output.Function = reader.Byte("function");
        output.TableShift = reader.Byte("table shift");
        int reserved = reader.Byte("reserved field");
        output.LogitScale = reader.Single("logit scale");
        output.ValueScale = reader.Single("value scale");
        output.ValueOffset = reader.Single("value offset");
        if (output.Task > ModelFormat.Regression || output.Function > ModelFormat.Softmax || output.TableShift > 31 || reserved != 0)
        {
            throw reader.Error("unknown task, function or table");
        }

        if (output.LogitScale <= 0)
        {
            throw reader.Error("the logit scale is not above zero");
        }

        if (output.HasTable)
        {
            output.Table = new ushort[ModelFormat.TableLength];
            for (int i = 0; i < ModelFormat.TableLength; i++)
            {
                output.Table[i] = (ushort)reader.UInt16("table");
            }

            // The largest logit's own term: without it the shares might have no sum.
            if (output.Function == ModelFormat.Softmax && output.Table[0] == 0)
            {
                throw reader.Error("the first entry of the softmax table is zero");
            }
        }
        else
        {
            output.Table = new ushort[0];
        }

        reader.End();
        return output;
    }
}
