using System;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>
/// What is kept beside the model in a slot: its signature, for every start, and once more the counters that must never fall, in case
/// both selector files rot. docs/updates.md has its bytes.
/// </summary>
internal sealed class SlotSeal
{
    /// <summary>Bytes of a seal.</summary>
    public const int Bytes = 108;

    private const int Magic = 0x53534445;
    private const int SignatureAt = 20;
    private const int CrcAt = Bytes - 4;

    /// <summary>Number of the record that selected the model.</summary>
    public int Sequence;

    /// <summary>The highest version that the board had taken by then.</summary>
    public int Version;

    /// <summary>The highest security counter that the board had taken by then.</summary>
    public int SecurityCounter;

    /// <summary>CRC of the model's header.</summary>
    public int ModelCrc;

    /// <summary>The model's signature; null if it came without one.</summary>
    public ModelSignature Signature;

    /// <summary>Whether this is the seal of a model.</summary>
    public bool BelongsTo(byte[] header)
    {
        return ModelHeader.Crc(header) == ModelCrc;
    }

    /// <summary>Reads a seal.</summary>
    /// <returns>The seal, or null if these 108 bytes are none.</returns>
    public static SlotSeal Read(byte[] bytes)
    {
        SlotSeal seal = new SlotSeal();
        seal.Sequence = LittleEndian.Int32At(bytes, 4);
        seal.Version = LittleEndian.Int32At(bytes, 8);
        seal.SecurityCounter = LittleEndian.Int32At(bytes, 12);
        seal.ModelCrc = LittleEndian.Int32At(bytes, 16);
        seal.Signature = ModelSignature.Read(bytes, SignatureAt, ModelSignature.Bytes);
        bool right = LittleEndian.Int32At(bytes, 0) == Magic && LittleEndian.Int32At(bytes, CrcAt) == (int)Crc32.Compute(bytes, 0, CrcAt)
            && ModelSignature.AreCounters(seal.Version, seal.SecurityCounter);
        return right ? seal : null;
    }

    /// <summary>Writes the seal's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Bytes];
        LittleEndian.SetInt32(bytes, 0, Magic);
        LittleEndian.SetInt32(bytes, 4, Sequence);
        LittleEndian.SetInt32(bytes, 8, Version);
        LittleEndian.SetInt32(bytes, 12, SecurityCounter);
        LittleEndian.SetInt32(bytes, 16, ModelCrc);
        if (Signature != null)
        {
            Array.Copy(Signature.ToBytes(), 0, bytes, SignatureAt, ModelSignature.Bytes);
        }

        LittleEndian.SetInt32(bytes, CrcAt, (int)Crc32.Compute(bytes, 0, CrcAt));
        return bytes;
    }
}
