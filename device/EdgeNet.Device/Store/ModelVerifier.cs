using System;
using System.IO;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>Checks model files piece by piece, without holding them in memory: header, length, CRCs, and the signature where the board has a key.</summary>
internal sealed class ModelVerifier
{
    /// <summary>What is wrong with a signature that somebody else made.</summary>
    public const string NotOurs = "the signature is not one of this board's fleet key";

    private const int ChunkBytes = 512;

    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly byte[] _header = new byte[ModelFormat.HeaderLength];
    private readonly byte[] _key;

    /// <summary>Creates a verifier.</summary>
    /// <param name="key">The fleet key; null or no bytes for checks without a signature.</param>
    public ModelVerifier(byte[] key)
    {
        _key = key;
        Problem = "";
    }

    /// <summary>What is wrong with the last file; empty for nothing.</summary>
    public string Problem { get; private set; }

    /// <summary>Whether the last file could not be read, so that nothing is known of it.</summary>
    public bool IsUnreadable { get; private set; }

    /// <summary>The header of the last file that was right.</summary>
    public byte[] Header
    {
        get { return _header; }
    }

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="signature">Its signature, or null.</param>
    /// <returns>True if every byte and, with a key, the signature are right; else <see cref="Problem"/> says what is wrong.</returns>
    public bool Verify(string path, ModelSignature signature)
    {
        FileStream file = null;
        string problem = "the file is missing";
        IsUnreadable = false;
        try
        {
            if (File.Exists(path))
            {
                file = new FileStream(path, FileMode.Open, FileAccess.Read);
                problem = ProblemOf(file, signature);
            }
        }
        catch (Exception e)
        {
            IsUnreadable = true;
            problem = ErrorText.Of(e);
        }

        StorageFile.Close(file);
        Problem = problem.Length == 0 ? "" : path + ": " + problem;
        return problem.Length == 0;
    }

    /// <summary>Whether a signature was made with the board's key for a file that begins with a certain header; the file need not be there.</summary>
    /// <param name="header">The header.</param>
    /// <param name="signature">A signature that belongs to it.</param>
    /// <returns>False if somebody else made it.</returns>
    public bool IsOwners(byte[] header, ModelSignature signature)
    {
        using (SignatureChain chain = new SignatureChain(_key, signature, ModelHeader.Length(header)))
        {
            return signature.MatchesFirst(chain.First);
        }
    }

    private string ProblemOf(FileStream file, ModelSignature signature)
    {
        int length = file.Read(_chunk, 0, ModelFormat.HeaderLength);
        string problem = ModelHeader.Problem(_chunk, length, file.Length);
        if (problem.Length > 0)
        {
            return problem;
        }

        Array.Copy(_chunk, 0, _header, 0, _header.Length);
        if (_key == null || _key.Length == 0)
        {
            return BodyProblem(file, null);
        }

        if (signature == null || !signature.BelongsTo(_header))
        {
            return "it is not signed with this board's fleet key";
        }

        using (SignatureChain chain = new SignatureChain(_key, signature, ModelHeader.Length(_header)))
        {
            chain.Add(_header, _header.Length);
            problem = BodyProblem(file, chain);
            bool right = signature.MatchesFirst(chain.First) && signature.Matches(chain.Finish());
            return problem.Length > 0 || right ? problem : NotOurs;
        }
    }

    private string BodyProblem(FileStream file, SignatureChain chain)
    {
        uint crc = 0;
        for (int got = file.Read(_chunk, 0, ChunkBytes); got > 0; got = file.Read(_chunk, 0, ChunkBytes))
        {
            crc = Crc32.Update(crc, _chunk, 0, got);
            if (chain != null)
            {
                chain.Add(_chunk, got);
            }
        }

        return crc == ModelHeader.BodyCrc(_header) ? "" : "model file: the contents are damaged (CRC differs)";
    }
}
