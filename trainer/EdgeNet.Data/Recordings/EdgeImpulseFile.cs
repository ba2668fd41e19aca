using System.Text.Json;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Edge Impulse's data acquisition format as JSON: payload.sensors, payload.interval_ms and payload.values. Who signed it is not looked at.</summary>
internal static class EdgeImpulseFile
{
    private const int MaxFileBytes = 256 * 1024 * 1024;
    private const int MaxChannels = 256;
    private const int MaxDepth = 16;

    // Of what is left behind the last whole token in a file that was cut off: a number, a name.
    private const int LongestToken = 64;

    /// <summary>Reads a file.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="name">Name of the recording.</param>
    /// <param name="label">Its label.</param>
    /// <param name="notes">Gets what was done to it.</param>
    /// <returns>The recording; what there is of one that is cut off.</returns>
    /// <exception cref="UserException">It is no such file.</exception>
    public static RawRecording Read(Stream stream, string path, string name, string? label, RecordingNotes notes)
    {
        byte[] bytes = ReadAll(stream, path);
        if (bytes.Length > 0 && bytes[0] is >= 0xA0 and <= 0xBF)
        {
            throw new UserException($"{path}: is CBOR; export it as JSON or CSV");
        }

        Acquisition read = new();
        ReadOnlySpan<byte> json = bytes.AsSpan(bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0);
        if (json.Trim(" \t\r\n"u8).Length == 0)
        {
            return new RawRecording(name, label, [], 0, []);
        }

        bool cutOff = false;
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            read.Document(ref reader, path);
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            // A recorder that lost its power; anything else would go on.
            cutOff = reader.BytesConsumed + LongestToken >= json.Length && read.Values.Count > 0 && read.Sensors.Count > 0;
            if (!cutOff)
            {
                throw new UserException($"{path}: is not valid JSON (line {e.LineNumber + 1})", e);
            }
        }
        catch (InvalidOperationException e)
        {
            throw new UserException($"{path}: a name is not UTF-8", e);
        }

        return read.ToRecording(path, name, label, cutOff, notes);
    }

    private static byte[] ReadAll(Stream stream, string path)
    {
        using MemoryStream all = new();
        byte[] block = new byte[1 << 16];
        int got;
        while ((got = DataFile.Fill(stream, block, path)) > 0)
        {
            all.Write(block, 0, got);
            if (all.Length > MaxFileBytes)
            {
                throw new UserException($"{path}: more than {MaxFileBytes:N0} bytes");
            }
        }

        return all.ToArray();
    }

    // What has been read so far.
    private sealed class Acquisition
    {
        private readonly List<int> _rowsWithoutNumbers = [];
        private double _interval;
        private int _rowLength;
        private bool _hasPayload;
        private int _rows;

        public List<string> Sensors { get; } = [];

        public FloatList Values { get; } = new();

        public void Document(ref Utf8JsonReader reader, string path)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new UserException($"{path}: is JSON, but not in Edge Impulse's acquisition format");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isPayload = reader.ValueTextEquals("payload"u8);
                reader.Read();
                if (isPayload && reader.TokenType == JsonTokenType.StartObject)
                {
                    _hasPayload = true;
                    Payload(ref reader, path);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        private void Payload(ref Utf8JsonReader reader, string path)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("interval_ms"u8))
                {
                    reader.Read();
                    _interval = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double interval) ? interval : double.NaN;
                }
                else if (reader.ValueTextEquals("sensors"u8))
                {
                    reader.Read();
                    SensorNames(ref reader, path);
                }
                else if (reader.ValueTextEquals("values"u8))
                {
                    reader.Read();
                    AllValues(ref reader, path);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }

        private void SensorNames(ref Utf8JsonReader reader, string path)
        {
            Expect(reader.TokenType == JsonTokenType.StartArray, path, "payload.sensors is not a list");
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                string name = $"channel {Sensors.Count + 1}";
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isName = reader.ValueTextEquals("name"u8);
                    reader.Read();
                    name = isName && reader.TokenType == JsonTokenType.String ? reader.GetString()! : name;
                    reader.Skip();
                }

                Sensors.Add(name);
                Expect(Sensors.Count <= MaxChannels, path, $"has more than {MaxChannels} sensors");
            }
        }

        // A list per reading or, of a single sensor, a number.
        private void AllValues(ref Utf8JsonReader reader, string path)
        {
            Expect(reader.TokenType == JsonTokenType.StartArray, path, "payload.values is not a list");
            List<float> row = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                row.Clear();
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        row.Add(Number(ref reader));
                        Expect(row.Count <= MaxChannels, path, $"has more than {MaxChannels} values in a reading");
                    }
                }
                else
                {
                    row.Add(Number(ref reader));
                }

                _rowLength = _rowLength == 0 ? row.Count : _rowLength;
                Expect(row.Count == _rowLength && row.Count > 0, path, $"reading {_rows + 1} has {row.Count} values, but those before have {_rowLength}");
                if (!row.TrueForAll(float.IsFinite))
                {
                    _rowsWithoutNumbers.Add(_rows);
                }

                row.ForEach(Values.Add);
                _rows++;
            }
        }

        private static float Number(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out float value))
            {
                return value;
            }

            reader.Skip();
            return float.NaN;
        }

        public RawRecording ToRecording(string path, string name, string? label, bool cutOff, RecordingNotes notes)
        {
            Expect(_hasPayload, path, "is JSON, but not in Edge Impulse's acquisition format: it has no payload");
            if (_rows == 0)
            {
                return new RawRecording(name, label, [.. Sensors], 0, []);
            }

            Expect(_interval is > 0 and <= 1e9, path, "payload.interval_ms is not a number above 0");
            Expect(Sensors.Count == _rowLength, path, $"has {Sensors.Count} sensors, but {_rowLength} values in a reading");
            if (cutOff)
            {
                notes.Add(RecordingNotes.CutOff, name);
            }

            float[] values = Values.Take();
            List<RawPiece> pieces = [];
            int from = 0;
            foreach (int bad in _rowsWithoutNumbers.Append(_rows))
            {
                if (bad > from)
                {
                    pieces.Add(new RawPiece(from, values[(from * _rowLength)..(bad * _rowLength)]));
                }

                if (bad < _rows)
                {
                    notes.Add(RecordingNotes.WithoutNumber, $"{name} reading {bad + 1}");
                }

                from = bad + 1;
            }

            double rate = 1000 / _interval;
            return new RawRecording(name, label, [.. Sensors], rate, pieces) { HasNames = true, IsSound = Sensors is ["audio"] };
        }

        private static void Expect(bool condition, string path, string problem)
        {
            if (!condition)
            {
                throw new UserException($"{path}: {problem}");
            }
        }
    }
}
