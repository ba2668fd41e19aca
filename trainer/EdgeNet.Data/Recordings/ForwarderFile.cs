using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Recordings of the lines that boards print for Edge Impulse's data forwarder.</summary>
internal static class ForwarderFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="name">Name of the recording.</param>
    /// <param name="label">Its label.</param>
    /// <param name="notes">Gets what was noticed.</param>
    /// <returns>The recording; null for a text without readings.</returns>
    /// <exception cref="UserException">It cannot be read, or is too long.</exception>
    public static RawRecording? Read(Stream stream, string path, string name, string? label, RecordingNotes notes)
    {
        Dictionary<int, int> widths = [];
        long values = 0;
        List<double[]> readings = [];
        ForwarderLines lines = new(reading =>
        {
            readings.Add(reading);
            widths[reading.Length] = widths.GetValueOrDefault(reading.Length) + 1;
            values += reading.Length;
            if (values > RawReadings.MaxValues / 8)
            {
                throw new UserException($"{path}: more than {RawReadings.MaxValues / 8:N0} values; cut it into parts");
            }
        });
        byte[] bytes = new byte[1 << 16];
        char[] characters = new char[bytes.Length];
        int got;
        while ((got = DataFile.Fill(stream, bytes, path)) > 0)
        {
            lines.Add(characters.AsSpan(0, Encoding.Latin1.GetChars(bytes.AsSpan(0, got), characters)));
        }

        lines.End();
        if (readings.Count == 0)
        {
            return lines.Errors + lines.Others == 0 ? new RawRecording(name, label, [], 0, []) : null;
        }

        // A line that was joined in its middle, or lost its end, has fewer values than all others.
        int width = widths.MaxBy(w => (w.Value, w.Key)).Key;
        Note(lines.Errors, "lines with ERR");
        Note(lines.Others + readings.RemoveAll(r => r.Length != width), "lines that are no readings");
        bool hasTimes = width > 1 && ForwarderLines.PassedTime([.. readings.Select(r => r[0])]) is not null;
        int first = hasTimes ? 1 : 0;
        RawReadings raw = new(width - first);
        foreach (double[] reading in readings)
        {
            for (int v = first; v < width; v++)
            {
                raw.Add((float)reading[v]);
            }

            if (hasTimes)
            {
                raw.AddTime(reading[0]);
            }
        }

        (IReadOnlyList<RawPiece> pieces, double rate) = raw.Take(0, path, out int gaps);
        if (gaps > 0)
        {
            notes.Add(RecordingNotes.TimeGaps, $"{name} ({gaps:N0})");
        }

        return new RawRecording(name, label, [.. Enumerable.Range(1, width - first).Select(c => $"channel {c}")], rate, pieces);

        void Note(int count, string what)
        {
            if (count > 0)
            {
                notes.Add(what, $"{name} ({count:N0})");
            }
        }
    }
}
