namespace EdgeNet.Core;

/// <summary>
/// Golden vectors: inputs with the logits that they must give on every machine, stored in a model file and run after loading. Version 1 stores inputs
/// and logits; version 2 stores the seed of an input and a CRC of the logits.
/// </summary>
internal sealed class GoldenVectors
{
    private readonly int _at;
    private readonly bool _stored;
    private readonly int _inputBytes;

    private GoldenVectors(int count, int at, bool stored, int inputBytes)
    {
        Count = count;
        _at = at;
        _stored = stored;
        _inputBytes = inputBytes;
    }

    /// <summary>How many there are, 1 to 4.</summary>
    public readonly int Count;

    /// <summary>Checks the "gold" section.</summary>
    /// <param name="reader">At its start; null if the file has none.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="version">Version of the file.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="outputs">How many logits it has.</param>
    /// <returns>The vectors, or null.</returns>
    /// <exception cref="ModelException">It contains a value that is not allowed.</exception>
    public static GoldenVectors Read(ByteReader reader, byte[] file, int version, InputInfo input, int outputs)
    {
        if (reader == null)
        {
            return null;
        }

        int count = reader.Int32("count");
        if (count < 1 || count > ModelFormat.MaxGolden)
        {
            throw reader.Error(count + " golden vectors, 1 to " + ModelFormat.MaxGolden + " are allowed");
        }

        int at = reader.Position;
        int inputBytes = input.Count * input.Planes;
        for (int i = 0; i < count; i++)
        {
            if (version == 1)
            {
                SkipStored(reader, file, input, i);
                reader.Skip(4 * outputs, "logits of vector " + i);
            }
            else
            {
                if (reader.Int32("seed of vector " + i) == 0)
                {
                    throw reader.Error("the seed of vector " + i + " is 0");
                }

                reader.Skip(4, "CRC of vector " + i);
            }
        }

        reader.End();
        return new GoldenVectors(count, at, version == 1, inputBytes);
    }

    /// <summary>Sets a network's input to a vector.</summary>
    public void SetInput(int vector, byte[] file, int outputs, InputQuantizer input)
    {
        if (_stored)
        {
            input.SetQuantized(file, _at + (vector * StoredBytes(outputs)));
        }
        else
        {
            input.SetDrawn(LittleEndian.Int32At(file, _at + (8 * vector)));
        }
    }

    /// <summary>Whether logits are those that a vector must give.</summary>
    public bool Matches(int vector, byte[] file, int outputs, int[] logits)
    {
        if (!_stored)
        {
            return (uint)LittleEndian.Int32At(file, _at + (8 * vector) + 4) == CrcOf(logits, outputs);
        }

        int at = _at + (vector * StoredBytes(outputs)) + ((_inputBytes + 3) & ~3);
        for (int o = 0; o < outputs; o++)
        {
            if (logits[o] != LittleEndian.Int32At(file, at + (4 * o)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The CRC-32 of logits, each as four bytes, least significant first.</summary>
    public static uint CrcOf(int[] logits, int outputs)
    {
        byte[] bytes = new byte[4];
        uint crc = 0;
        for (int o = 0; o < outputs; o++)
        {
            LittleEndian.SetInt32(bytes, 0, logits[o]);
            crc = Crc32.Update(crc, bytes, 0, 4);
        }

        return crc;
    }

    // The highest bits of a value are in the last plane. Faster forms of the weights rest on values keeping to their bits.
    private static void SkipStored(ByteReader reader, byte[] file, InputInfo input, int vector)
    {
        int inputBytes = input.Count * input.Planes;
        int highest = reader.Skip(inputBytes, "input of vector " + vector) + inputBytes - input.Count;
        int most = input.MaxValue >> (8 * (input.Planes - 1));
        for (int i = 0; i < input.Count; i++)
        {
            if (file[highest + i] > most)
            {
                throw reader.Error("value " + i + " of vector " + vector + " has more than " + input.Bits + " bits");
            }
        }

        reader.Pad(inputBytes);
    }

    private int StoredBytes(int outputs)
    {
        return ((_inputBytes + 3) & ~3) + (4 * outputs);
    }
}
