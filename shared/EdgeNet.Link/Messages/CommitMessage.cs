using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>The body of commit: CRC of the model's header (4 bytes).</summary>
public static class CommitMessage
{
    /// <summary>Bytes of a body.</summary>
    public const int Bytes = 4;

    /// <summary>Reads which model is meant.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="at">Index of its body, which has 4 bytes.</param>
    /// <returns>CRC of the model's header.</returns>
    public static int HeaderCrc(byte[] bytes, int at)
    {
        return LittleEndian.Int32At(bytes, at);
    }

    /// <summary>Makes a body.</summary>
    /// <param name="model">The model file, or its header.</param>
    /// <returns>The body.</returns>
    public static byte[] Create(byte[] model)
    {
        byte[] body = new byte[Bytes];
        LittleEndian.SetInt32(body, 0, ModelHeader.Crc(model));
        return body;
    }
}
