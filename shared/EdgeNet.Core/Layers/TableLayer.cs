using System;

namespace EdgeNet.Core;

/// <summary>A function of each value, by a table of 256 bytes: one for all channels, or one for each.</summary>
public sealed class TableInfo : LayerInfo
{
    private TableInfo(LayerRecord record, TensorShape input)
        : base(record, input, input)
    {
        int perChannel = record.Byte("form");
        record.Zero(3);
        record.End();
        if (perChannel > 1)
        {
            throw record.Error("is a table of form " + perChannel);
        }

        IsPerChannel = perChannel != 0;
    }

    /// <inheritdoc/>
    public override string KindName
    {
        get { return "table"; }
    }

    /// <inheritdoc/>
    public override int Macs
    {
        get { return 0; }
    }

    /// <inheritdoc/>
    public override MatrixInfo Matrix
    {
        get { return null; }
    }

    /// <summary>Whether each channel has a table of its own.</summary>
    public bool IsPerChannel { get; }

    /// <summary>Bytes of the tables.</summary>
    internal int EntryCount
    {
        get { return IsPerChannel ? ModelFormat.TableLength * Output.Channels : ModelFormat.TableLength; }
    }

    /// <summary>Index in the file of the first entry, set while the WGHT section is checked.</summary>
    internal int EntriesAt { get; private set; }

    internal override long Steps
    {
        get { return Outputs; }
    }

    /// <summary>Checks what a record says.</summary>
    /// <param name="record">A record of kind table.</param>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="maxInput">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed.</exception>
    internal static TableInfo Check(LayerRecord record, TensorShape input, int maxInput)
    {
        TableInfo info = new TableInfo(record, input);
        record.CheckWithoutWeights("a table", maxInput, false, false);
        record.CheckChannels("a table", input);
        return info;
    }

    internal override void ReadNumbers(ByteReader reader, byte[] file, string name, bool isLast, int maxInput)
    {
        EntriesAt = reader.Skip(EntryCount, name + " table");
        int low = Activation.Low;
        int high = Activation.High;
        for (int i = 0; i < EntryCount; i++)
        {
            if (file[EntriesAt + i] < low || file[EntriesAt + i] > high)
            {
                throw reader.Error(name + ": entry " + i + " of the table is beyond the limits " + low + ".." + high);
            }
        }
    }

    internal override int RequiredRam(bool skipsZeros)
    {
        return TableRunner.OwnRam(EntryCount);
    }

    internal override LayerRunner Load(LayerContext context)
    {
        return new TableRunner(this, context);
    }
}

/// <summary>Runs a table.</summary>
internal sealed class TableRunner : LayerRunner
{
    private readonly byte[] _entries;
    private readonly int _count;
    private readonly int _channels;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">The model file, and where its tensors are.</param>
    public TableRunner(TableInfo info, LayerContext context)
        : base(context)
    {
        _entries = new byte[info.EntryCount];
        Array.Copy(context.File, info.EntriesAt, _entries, 0, info.EntryCount);
        _count = info.Outputs;
        _channels = info.IsPerChannel ? info.Output.Channels : 1;
    }

    /// <summary>Heap bytes of the object and its tables.</summary>
    public static int OwnRam(int entries)
    {
        return Ram.ObjectBytes(FieldCount + 3) + Ram.ArrayBytes(1, entries);
    }

    /// <inheritdoc/>
    public override void Run(Tensors tensors)
    {
        byte[] x = tensors.Slots[InputSlot];
        byte[] y = tensors.Slots[OutputSlot];
        byte[] entries = _entries;
        int count = _count;
        int channels = _channels;
        for (int c = 0; c < channels; c++)
        {
            int table = c * ModelFormat.TableLength;
            for (int i = c; i < count; i += channels)
            {
                y[i] = entries[table + x[i]];
            }
        }
    }
}
