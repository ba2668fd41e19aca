using System.Buffers.Binary;
using System.Text.Json;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Format;

/// <summary>Named arrays of floats.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">Its dimensions, 0 or more each.</param>
/// <param name="Values">As many values as the product of the dimensions, row by row.</param>
internal sealed record NamedTensor(string Name, int[] Shape, float[] Values);

/// <summary>
/// A safetensors file: eight bytes with the length of a header, the header in JSON, then the numbers. What we read is of type F32 and finite;
/// everything else is refused, including what the format forbids: gaps, overlaps and duplicate names.
/// </summary>
/// <param name="Metadata">Names and texts.</param>
/// <param name="Tensors">The arrays.</param>
internal sealed record Safetensors(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<NamedTensor> Tensors)
{
    /// <summary>Bytes before the header.</summary>
    public const int PrefixBytes = 8;

    private const string MetadataName = "__metadata__";
    private const string FloatType = "F32";
    private const int MaxHeaderBytes = 4 * 1024 * 1024;
    private const int MaxDepth = 3;
    private const int Alignment = 8;

    /// <summary>Writes the file. The same contents give the same bytes.</summary>
    /// <returns>The file.</returns>
    public byte[] ToBytes()
    {
        byte[] header = Header();
        int padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        byte[] file = new byte[PrefixBytes + padded + Tensors.Sum(t => t.Values.Length * sizeof(float))];
        BinaryPrimitives.WriteInt64LittleEndian(file, padded);
        file.AsSpan(PrefixBytes, padded).Fill((byte)' ');
        header.CopyTo(file, PrefixBytes);
        int at = PrefixBytes + padded;
        foreach (float value in Tensors.SelectMany(t => t.Values))
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(at), value);
            at += sizeof(float);
        }

        return file;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="UserException">It is damaged, or holds what we do not read.</exception>
    public static Safetensors Read(byte[] file, string name)
    {
        using MemoryStream stream = new(file);
        return OrRefuse(name, () =>
        {
            (Dictionary<string, string> metadata, List<Entry> entries) = ReadHeader(stream);
            ReadOnlyMemory<byte> data = file.AsMemory((int)stream.Position);
            return new Safetensors(metadata, [.. entries.Select(e => new NamedTensor(e.Name, e.Shape, Values(e.Name, data.Span[(int)e.From..(int)e.To])))]);
        });
    }

    /// <summary>Judges a file by its header and its length, and reads nothing else of it.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <returns>Names and texts.</returns>
    /// <exception cref="UserException">It is damaged, or holds what we do not read.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream file, string name) => OrRefuse(name, () => ReadHeader(file).Metadata);

    private static T OrRefuse<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new UserException($"{name}: not a readable safetensors file: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new UserException($"{name}: cannot be read ({e.Message})", e);
        }
    }

    private byte[] Header()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach ((string key, string value) in Metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long at = 0;
            foreach (NamedTensor tensor in Tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", FloatType);
                WriteArray(json, "shape", tensor.Shape.Select(d => (long)d));
                long end = at + ((long)tensor.Values.Length * sizeof(float));
                WriteArray(json, "data_offsets", [at, end]);
                json.WriteEndObject();
                at = end;
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    // Leaves the stream where the arrays begin; they fill the rest of it.
    private static (Dictionary<string, string> Metadata, List<Entry> Entries) ReadHeader(Stream file)
    {
        byte[] prefix = new byte[PrefixBytes];
        bool whole = file.ReadAtLeast(prefix, PrefixBytes, throwOnEndOfStream: false) == PrefixBytes;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (!whole || length < 2 || length > (ulong)Math.Min(MaxHeaderBytes, file.Length - PrefixBytes))
        {
            throw new FormatException(whole ? $"its header has {length} bytes" : "it is cut off");
        }

        byte[] header = new byte[(int)length];
        file.ReadExactly(header);
        Dictionary<string, string> metadata = [];
        List<Entry> entries = [];
        try
        {
            JsonDocumentOptions options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            using JsonDocument json = JsonDocument.Parse(header, options);
            foreach (JsonProperty property in Object(json.RootElement, "the header").EnumerateObject())
            {
                if (property.Name == MetadataName)
                {
                    ReadMetadata(property.Value, metadata);
                }
                else
                {
                    entries.Add(ReadEntry(property.Name, property.Value));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with half a character.
            throw new FormatException("its header is not valid JSON", e);
        }

        long at = 0, dataBytes = file.Length - file.Position;
        foreach ((string name, _, long from, long to) in entries.OrderBy(e => e.From).ThenBy(e => e.To))
        {
            at = from == at ? to : throw new FormatException($"\"{UserException.Quote(name)}\" begins at byte {from}, where byte {at} is expected");
        }

        return at == dataBytes ? (metadata, entries) : throw new FormatException($"its arrays have {at} bytes, and {dataBytes} follow the header");
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        foreach (JsonProperty property in Object(element, MetadataName).EnumerateObject())
        {
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()!
                : throw new FormatException($"\"{UserException.Quote(property.Name)}\" in {MetadataName} is not a text");
        }
    }

    private static Entry ReadEntry(string name, JsonElement element)
    {
        string where = $"\"{UserException.Quote(name)}\"";
        JsonElement entry = Object(element, where);
        if (entry.EnumerateObject().Count() != 3 || !entry.TryGetProperty("dtype", out JsonElement type)
            || !entry.TryGetProperty("shape", out JsonElement shape) || !entry.TryGetProperty("data_offsets", out JsonElement offsets))
        {
            throw new FormatException($"{where} does not have dtype, shape and data_offsets and nothing else");
        }

        if (type.ValueKind != JsonValueKind.String || type.GetString() != FloatType)
        {
            throw new FormatException($"{where} is of type {UserException.Quote(type.ToString())}; only {FloatType} is read");
        }

        long[] dimensions = Numbers(shape, where), ends = Numbers(offsets, where);
        if (ends.Length != 2 || ends[0] > ends[1])
        {
            throw new FormatException($"{where} has data_offsets that are no range");
        }

        // Every file in memory is shorter than 2^31 bytes, and so is every product on the way there, unless a dimension is 0.
        long count = 1;
        foreach (long dimension in dimensions)
        {
            count = dimension == 0 || count <= int.MaxValue / dimension ? count * dimension : throw new FormatException($"{where} has a shape that is too large");
        }

        return count * sizeof(float) == ends[1] - ends[0] ? new Entry(name, Array.ConvertAll(dimensions, d => (int)d), ends[0], ends[1])
            : throw new FormatException($"{where} has {count} values by its shape and {ends[1] - ends[0]} bytes");
    }

    private static long[] Numbers(JsonElement element, string where)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"{where} has a shape or data_offsets that are no list");
        }

        return [.. element.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out long number) && number is >= 0 and <= int.MaxValue ? number
            : throw new FormatException($"{where} has {UserException.Quote(e.ToString())} where a whole number below 2^31 is expected"))];
    }

    private static float[] Values(string name, ReadOnlySpan<byte> bytes)
    {
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            if (!float.IsFinite(values[i]))
            {
                throw new FormatException($"value {i} of \"{UserException.Quote(name)}\" is not a finite number");
            }
        }

        return values;
    }

    private static JsonElement Object(JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Object ? element : throw new FormatException($"{what} is not an object");

    // An array of the header: its bytes are those from From to To - 1 of what follows.
    private readonly record struct Entry(string Name, int[] Shape, long From, long To);
}
