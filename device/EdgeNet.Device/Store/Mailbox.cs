using System;
using System.IO;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>
/// Where a model is put from outside, by nanoff for instance, with its signature beside it; it moves into the store from there. What is
/// refused is deleted too, because some firmware cannot overwrite it; what can only be taken later stays.
/// </summary>
public sealed class Mailbox
{
    private const int ChunkBytes = 512;

    private readonly ModelStore _store;
    private readonly string _path;

    /// <summary>Creates a mailbox.</summary>
    /// <param name="store">Where models go.</param>
    /// <param name="path">The model's file; its signature has <see cref="BoardFiles.SignatureExtension"/> added to the name.</param>
    public Mailbox(ModelStore store, string path)
    {
        _store = store;
        _path = path;
        Problem = "";
    }

    /// <summary>Why the model was not taken the last time; empty if it was, or where there was none.</summary>
    public string Problem { get; private set; }

    /// <summary>Whether there is a model.</summary>
    public bool IsFull
    {
        get { return File.Exists(_path); }
    }

    /// <summary>Moves the model into the store, unless it is the active one, and empties the mailbox.</summary>
    /// <returns>True if the model was taken or was active already; else <see cref="Problem"/> says why not.</returns>
    public bool Install()
    {
        string signaturePath = _path + BoardFiles.SignatureExtension;
        bool installed = false;
        Problem = "";
        if (IsFull)
        {
            byte[] bytes = new byte[ModelSignature.Bytes];
            installed = Take(StorageFile.Read(signaturePath, bytes, true) ? ModelSignature.Read(bytes, 0, bytes.Length) : null);
            if (!installed && _store.Waits)
            {
                return false;
            }
        }

        // The model first: a signature without a model is nothing, a model without its signature would be refused.
        StorageFile.Delete(_path);
        StorageFile.Delete(signaturePath);
        return installed;
    }

    private bool Take(ModelSignature signature)
    {
        byte[] header = new byte[ModelFormat.HeaderLength];
        Problem = _store.Verify(_path, signature, header);
        if (Problem.Length > 0)
        {
            return false;
        }

        bool taken = _store.Begin(header, header.Length, signature) && (!_store.Receiving || (Copy() && _store.Commit()));
        Problem = Problem.Length > 0 || taken ? Problem : _path + ": " + _store.Problem;
        return taken;
    }

    private bool Copy()
    {
        byte[] chunk = new byte[ChunkBytes];
        FileStream file = null;
        bool copied = true;
        try
        {
            file = new FileStream(_path, FileMode.Open, FileAccess.Read);
            file.Seek(_store.Received, SeekOrigin.Begin);
            for (int got = file.Read(chunk, 0, ChunkBytes); copied && got > 0; got = file.Read(chunk, 0, ChunkBytes))
            {
                copied = _store.Write(chunk, 0, got);
            }
        }
        catch (Exception e)
        {
            Problem = _path + ": " + ErrorText.Of(e);
            copied = false;
        }

        StorageFile.Close(file);
        if (!copied)
        {
            _store.Dispose();
        }

        return copied;
    }
}
