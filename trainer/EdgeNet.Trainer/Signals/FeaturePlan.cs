using EdgeNet.Data;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>A pipeline while it is put together: the stream as the stages so far have left it, their records, and what they give.</summary>
internal sealed class FeaturePlan(IEnumerable<string> channels, double rate, int window, int stride)
{
    private readonly ByteBuffer _records = new();

    /// <summary>Names of the stream's channels.</summary>
    public List<string> Channels { get; } = [.. channels];

    /// <summary>Readings per second.</summary>
    public double Rate { get; set; } = rate;

    /// <summary>Readings of a window.</summary>
    public int Window { get; set; } = window;

    /// <summary>Readings from one window to the next.</summary>
    public int Stride { get; set; } = stride;

    /// <summary>Names of the features.</summary>
    public List<string> Columns { get; } = [];

    /// <summary>Shape of the picture; null for features.</summary>
    public Shape? Picture { get; set; }

    /// <summary>Records so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the record of a stage.</summary>
    /// <param name="kind">One of the kinds of <see cref="Core.SignalFormat"/>.</param>
    /// <param name="record">Its parameters and tables; padded here to a multiple of four bytes.</param>
    public void Add(int kind, ByteBuffer record)
    {
        byte[] bytes = record.Pad().ToArray();
        _records.Byte(kind).Byte(0).UInt16(bytes.Length).Bytes(bytes);
        Count++;
    }

    /// <summary>All records.</summary>
    public byte[] Records() => _records.ToArray();
}
