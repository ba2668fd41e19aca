using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EdgeNet.Deployment.Osc;

/// <summary>Writes packets of Open Sound Control 1.0.</summary>
public static class OscWriter
{
    internal const string BundleName = "#bundle";

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Writes a packet.</summary>
    /// <param name="packet">A message or a bundle.</param>
    /// <returns>Its bytes, a multiple of four.</returns>
    /// <exception cref="ArgumentException">An address does not begin with /, a text has a zero or half a character in it, or an argument has a type that there is no tag for.</exception>
    public static byte[] Write(OscPacket packet)
    {
        ArrayBufferWriter<byte> into = new();
        Write(packet, into);
        return into.WrittenSpan.ToArray();
    }

    private static void Write(OscPacket packet, ArrayBufferWriter<byte> into)
    {
        if (packet is OscMessage message)
        {
            Write(message, into);
            return;
        }

        OscBundle bundle = (OscBundle)packet;
        Text(BundleName, into);
        Long((long)bundle.Time.Value, into);
        foreach (OscPacket element in bundle.Elements)
        {
            byte[] bytes = Write(element);
            Int(bytes.Length, into);
            into.Write(bytes);
        }
    }

    private static void Write(OscMessage message, ArrayBufferWriter<byte> into)
    {
        if (!message.Address.StartsWith('/'))
        {
            throw new ArgumentException($"the address {message.Address} does not begin with /", nameof(message));
        }

        Text(message.Address, into);
        Text("," + string.Concat(message.Arguments.Select(Tag)), into);
        foreach (object? argument in message.Arguments)
        {
            Argument(argument, into);
        }
    }

    private static char Tag(object? argument) => argument switch
    {
        int => 'i',
        float => 'f',
        string => 's',
        byte[] => 'b',
        long => 'h',
        double => 'd',
        OscTimeTag => 't',
        true => 'T',
        false => 'F',
        null => 'N',
        OscImpulse => 'I',
        _ => throw new ArgumentException($"there is no tag for {argument.GetType()}", nameof(argument)),
    };

    // True, false, nothing and a trigger are their tags.
    private static void Argument(object? argument, ArrayBufferWriter<byte> into)
    {
        switch (argument)
        {
            case int number:
                Int(number, into);
                break;
            case float number:
                Int(BitConverter.SingleToInt32Bits(number), into);
                break;
            case string text:
                Text(text, into);
                break;
            case byte[] blob:
                Int(blob.Length, into);
                into.Write(blob);
                Pad(into);
                break;
            case long number:
                Long(number, into);
                break;
            case double number:
                Long(BitConverter.DoubleToInt64Bits(number), into);
                break;
            case OscTimeTag time:
                Long((long)time.Value, into);
                break;
        }
    }

    private static void Text(string text, ArrayBufferWriter<byte> into)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException("a text has a zero in it", nameof(text));
        }

        into.Write(Utf8.GetBytes(text));
        into.Write([(byte)0]);
        Pad(into);
    }

    private static void Pad(ArrayBufferWriter<byte> into) => into.Write("\0\0\0"u8[..(-into.WrittenCount & 3)]);

    private static void Int(int number, ArrayBufferWriter<byte> into)
    {
        BinaryPrimitives.WriteInt32BigEndian(into.GetSpan(4), number);
        into.Advance(4);
    }

    private static void Long(long number, ArrayBufferWriter<byte> into)
    {
        BinaryPrimitives.WriteInt64BigEndian(into.GetSpan(8), number);
        into.Advance(8);
    }
}
