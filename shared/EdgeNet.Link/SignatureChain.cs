using System;
using System.Security.Cryptography;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// The HMAC-SHA256 of a model file that passes by in pieces. A board can only hash a whole array at once, so the file is cut into
/// blocks of 1 KB and chained: mac[0] = HMAC(the signature's first 16 bytes, length of the file), mac[i] = HMAC(mac[i - 1], block i).
/// The length in the first link keeps a part of a file from passing for a whole one.
/// </summary>
public sealed class SignatureChain : IDisposable
{
    /// <summary>Shortest key.</summary>
    public const int MinKeyBytes = 16;

    /// <summary>Longest key.</summary>
    public const int MaxKeyBytes = 64;

    private const int BlockBytes = 1024;

    private readonly HMACSHA256 _hmac;
    private byte[] _block = new byte[ModelSignature.MacBytes + BlockBytes];
    private int _filled;

    /// <summary>Begins a chain.</summary>
    /// <param name="key">The key, 16 to 64 bytes.</param>
    /// <param name="signature">What is signed besides the file; its HMACs are not looked at and may be null.</param>
    /// <param name="fileLength">Bytes of the model file.</param>
    public SignatureChain(byte[] key, ModelSignature signature, int fileLength)
    {
        _hmac = new HMACSHA256(key);
        byte[] first = new byte[ModelSignature.SignedBytes + 4];
        signature.WriteSigned(first);
        LittleEndian.SetInt32(first, ModelSignature.SignedBytes, fileLength);
        First = _hmac.ComputeHash(first);
        Array.Copy(First, 0, _block, 0, ModelSignature.MacBytes);
    }

    /// <summary>The first link, 32 bytes: over what is signed besides the file's contents.</summary>
    public readonly byte[] First;

    /// <summary>Takes the next bytes of the file.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">How many of them, from the first.</param>
    public void Add(byte[] bytes, int count)
    {
        int from = 0;
        while (from < count)
        {
            int take = count - from < BlockBytes - _filled ? count - from : BlockBytes - _filled;
            Array.Copy(bytes, from, _block, ModelSignature.MacBytes + _filled, take);
            from += take;
            _filled += take;
            if (_filled == BlockBytes)
            {
                Link();
            }
        }
    }

    /// <summary>Ends the chain.</summary>
    /// <returns>The last link, 32 bytes.</returns>
    public byte[] Finish()
    {
        if (_filled > 0)
        {
            byte[] last = new byte[ModelSignature.MacBytes + _filled];
            Array.Copy(_block, 0, last, 0, last.Length);
            _block = last;
            Link();
        }

        byte[] mac = new byte[ModelSignature.MacBytes];
        Array.Copy(_block, 0, mac, 0, mac.Length);
        return mac;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _hmac.Dispose();
    }

    private void Link()
    {
        Array.Copy(_hmac.ComputeHash(_block), 0, _block, 0, ModelSignature.MacBytes);
        _filled = 0;
    }
}
