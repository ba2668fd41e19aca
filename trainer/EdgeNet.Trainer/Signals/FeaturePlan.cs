using System.Globalization;
using EdgeNet.Data;
using EdgeNet.Files;
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

    /// <summary>Makes sure that a window holds a frame.</summary>
    /// <param name="stage">The feature, for the message.</param>
    /// <param name="readings">Readings of its frame.</param>
    /// <param name="advice">What to do, before "a longer window"; empty for nothing else.</param>
    /// <exception cref="UserException">A frame is longer than a window.</exception>
    public void RequireFrame(string stage, int readings, string advice = "")
    {
        if (readings > Window)
        {
            throw new UserException($"{stage}: a frame has {readings:N0} readings ({Seconds(readings)}), a window has only {Window:N0} ({Seconds(Window)}); use {advice}a longer window (--window)");
        }
    }

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

    private string Seconds(int readings) => (readings / Rate).ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
