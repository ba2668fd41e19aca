using System;
using System.IO;
using EdgeNet.Core;
using EdgeNet.Updates;

namespace EdgeNet.Device;

/// <summary>
/// Keeps a board with a working model through power cuts and bad updates: two slots for models and two selector records that say
/// which slot counts. An update is written to the slot that is not in use, read back, and only then selected, by a record in the
/// older of the two selector files. A new model is on probation until <see cref="Confirm"/>; one that was started three times
/// without being confirmed gives way to the one before. docs/updates.md has the formats and what is promised.
/// </summary>
public sealed class ModelStore : IDisposable
{
    private const int ChunkBytes = 512;
    private const int MostAttempts = 3;
    private const int NoSlot = -1;

    private readonly string _root;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly byte[] _header = new byte[ModelFormat.HeaderLength];
    private readonly byte[] _key;
    private readonly Selector _selector;
    private FileStream _incoming;
    private ModelSignature _signature;
    private int _incomingSlot;

    /// <summary>Opens the store.</summary>
    /// <param name="root">The drive, such as I:\.</param>
    public ModelStore(string root)
    {
        _root = root;
        Problem = "";
        _selector = new Selector(root);
        _key = FleetKey.Read(root);
    }

    /// <summary>The slot whose model was started, or is to be started next; -1 where there is none.</summary>
    public int ActiveSlot
    {
        get { return _selector.Record == null ? NoSlot : _selector.Record.Slot; }
    }

    /// <summary>Number of the last record: rises with every update, start on probation, confirmation and roll-back.</summary>
    public int Sequence
    {
        get { return _selector.Record == null ? 0 : _selector.Record.Sequence; }
    }

    /// <summary>Starts on probation of the active model so far; 255 once it has been confirmed.</summary>
    public int Attempts
    {
        get { return _selector.Record == null ? 0 : _selector.Record.Attempts; }
    }

    /// <summary>The highest version of a signed model that was taken; an older one is refused.</summary>
    public int Version
    {
        get { return _selector.Record == null ? 0 : _selector.Record.Version; }
    }

    /// <summary>Whether the board has a fleet key, so that only models signed with it are taken.</summary>
    public bool SignedOnly
    {
        get { return _key != null; }
    }

    /// <summary>Whether the active model has yet to be confirmed.</summary>
    public bool OnProbation
    {
        get { return ActiveSlot != NoSlot && Attempts != SelectorRecord.Confirmed; }
    }

    /// <summary>Whether an update has been begun and neither ended nor given up.</summary>
    public bool Receiving
    {
        get { return _incoming != null; }
    }

    /// <summary>Whether the update that has been begun is that of a certain model.</summary>
    /// <param name="headerCrc">CRC of the model's header.</param>
    /// <returns>True if so; else <see cref="Problem"/> says that it is not.</returns>
    public bool IsReceiving(int headerCrc)
    {
        bool expected = Receiving && ModelHeader.Crc(_header) == headerCrc;
        Problem = expected ? "" : "no update with this model has been begun";
        return expected;
    }

    /// <summary>Bytes of the update so far.</summary>
    public int Received { get; private set; }

    /// <summary>About how many bytes a new model may have: the drive without the model that stays. -1 where the drive does not say.</summary>
    public int RoomBytes
    {
        get
        {
            try
            {
                long drive = new DriveInfo(_root).TotalSize;
                return drive < 0 ? -1 : (int)(drive - FileLength(SlotPath(1 - IncomingSlot())));
            }
            catch (Exception)
            {
                return -1;
            }
        }
    }

    /// <summary>What went wrong last.</summary>
    public string Problem { get; private set; }

    /// <summary>
    /// Loads the model to run: the selected one, or, where that is on probation for the fourth time or does not load, the one in
    /// the other slot. A start on probation is counted before it is tried, so that a model which crashes the board is counted too.
    /// </summary>
    /// <returns>The network, or null where no slot has a model that works; then <see cref="Problem"/> says why.</returns>
    public Network Start()
    {
        if (ActiveSlot == NoSlot)
        {
            Problem = Problem.Length > 0 ? Problem : "no model has been installed";
            return null;
        }

        Network network = null;
        if (!OnProbation || Attempts < MostAttempts)
        {
            if (OnProbation)
            {
                _selector.Write(_selector.Record.Select(ActiveSlot, Attempts + 1));
            }

            network = Load(ActiveSlot);
        }
        else
        {
            Problem = "the model in slot " + ActiveSlot + " was started " + MostAttempts + " times and never confirmed";
        }

        return network != null ? network : RollBack();
    }

    /// <summary>The active model has proved itself: it will not be rolled back any more.</summary>
    public void Confirm()
    {
        if (OnProbation)
        {
            _selector.Write(_selector.Record.Select(ActiveSlot, SelectorRecord.Confirmed));
        }
    }

    /// <summary>Reads the header of the active model.</summary>
    /// <param name="header">Receives 20 bytes.</param>
    /// <returns>False where there is none.</returns>
    public bool ActiveHeader(byte[] header)
    {
        return ActiveSlot != NoSlot && ReadHeader(SlotPath(ActiveSlot), header);
    }

    /// <summary>Whether a model is the selected one, and whole: while an update replaces a model on probation, its slot holds a part of another.</summary>
    /// <param name="headerCrc">CRC of the model's header, which covers its length and the CRC of its contents.</param>
    /// <returns>True if so.</returns>
    public bool IsActive(int headerCrc)
    {
        byte[] active = new byte[ModelFormat.HeaderLength];
        return ActiveHeader(active) && ModelHeader.Crc(active) == headerCrc && Verify(SlotPath(ActiveSlot), null);
    }

    /// <summary>Whether a model is the one that was rolled back last.</summary>
    /// <param name="header">Its header.</param>
    /// <returns>True if it is: a board that helps itself to models leaves it alone.</returns>
    public bool WasRolledBack(byte[] header)
    {
        return _selector.Record != null && _selector.Record.RolledBack != 0 && _selector.Record.RolledBack == ModelHeader.Crc(header);
    }

    /// <summary>Installs a model file that lies on the storage, unless it is the active one, and removes it.</summary>
    /// <param name="path">The file; its signature, if any, lies beside it with ".sig" added to the name.</param>
    /// <returns>True if the file was installed or was installed already; else <see cref="Problem"/> says why not, and nothing has changed.</returns>
    public bool Install(string path)
    {
        try
        {
            if (!Verify(path, null))
            {
                return false;
            }

            if (!Copy(path) || (Receiving && !Commit()))
            {
                return false;
            }

            Remove(SignaturePath(path));
            File.Delete(path);
            return true;
        }
        catch (Exception e)
        {
            Problem = path + ": " + ErrorText.Of(e);
            CloseIncoming();
            return false;
        }
    }

    /// <summary>
    /// Begins an update: empties the slot that is not needed. Where the same update has been begun before, it goes on:
    /// <see cref="Received"/> tells from where. Where this is the active model already, nothing remains to be done: everything
    /// has been received, and <see cref="Receiving"/> is false.
    /// </summary>
    /// <param name="header">The model file's first bytes.</param>
    /// <param name="count">How many of them, at least 20.</param>
    /// <param name="signature">The model's signature, or null.</param>
    /// <returns>False if the model is refused; <see cref="Problem"/> says why.</returns>
    public bool Begin(byte[] header, int count, ModelSignature signature)
    {
        string problem = ModelHeader.Problem(header, count);
        Problem = problem.Length > 0 ? problem : Refusal(signature);
        if (Problem.Length > 0)
        {
            return false;
        }

        _signature = signature;
        if (Receiving && ModelHeader.Crc(header) == ModelHeader.Crc(_header))
        {
            return true;
        }

        CloseIncoming();
        if (IsActive(ModelHeader.Crc(header)))
        {
            Received = ModelHeader.Length(header);
            return true;
        }

        Problem = "";
        Array.Copy(header, 0, _header, 0, _header.Length);
        _incomingSlot = IncomingSlot();
        Remove(SlotPath(_incomingSlot));
        _incoming = new FileStream(SlotPath(_incomingSlot), FileMode.Create, FileAccess.ReadWrite);
        Received = 0;
        return true;
    }

    /// <summary>Takes the next bytes of the new model.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <returns>False if they cannot be stored; <see cref="Problem"/> says why, and the update has been given up.</returns>
    public bool Write(byte[] bytes, int offset, int count)
    {
        try
        {
            if (!Receiving || count > ModelHeader.Length(_header) - Received)
            {
                Problem = Receiving ? "more bytes than the model has" : "no update has been begun";
                return false;
            }

            _incoming.Write(bytes, offset, count);
            Received += count;
            return true;
        }
        catch (IOException e)
        {
            Problem = SlotPath(_incomingSlot) + ": " + ErrorText.Of(e);
            CloseIncoming();
            return false;
        }
    }

    /// <summary>Ends an update: reads the new model back, and selects it if every byte and the signature are right.</summary>
    /// <returns>True if the new model will be started next, on probation; else <see cref="Problem"/> says why not.</returns>
    public bool Commit()
    {
        if (!Receiving || Received != ModelHeader.Length(_header))
        {
            Problem = Receiving ? "only " + Received + " of " + ModelHeader.Length(_header) + " bytes have come" : "no update has been begun";
            return false;
        }

        CloseIncoming();
        if (!Verify(SlotPath(_incomingSlot), _signature))
        {
            return false;
        }

        SelectorRecord record = _selector.Record == null ? new SelectorRecord() : _selector.Record;
        record = record.Select(_incomingSlot, 0);
        record.Version = SignedOnly ? _signature.Version : record.Version;
        _selector.Write(record);
        return true;
    }

    /// <summary>Gives an update up that was begun.</summary>
    public void Dispose()
    {
        CloseIncoming();
    }

    // A model on probation gives way before the one that has proved itself.
    private int IncomingSlot()
    {
        int other = ActiveSlot == 0 ? 1 : 0;
        return OnProbation && File.Exists(SlotPath(other)) ? ActiveSlot : other;
    }

    private Network RollBack()
    {
        string why = Problem;
        int other = 1 - ActiveSlot;
        Network network = File.Exists(SlotPath(other)) ? Load(other) : null;
        if (network == null)
        {
            Problem = why;
            return null;
        }

        SelectorRecord record = _selector.Record.Select(other, SelectorRecord.Confirmed);
        byte[] header = new byte[ModelFormat.HeaderLength];
        record.RolledBack = ActiveHeader(header) ? ModelHeader.Crc(header) : 0;
        _selector.Write(record);
        Problem = "rolled back to slot " + other + ": " + why;
        return network;
    }

    private string Refusal(ModelSignature signature)
    {
        if (!SignedOnly)
        {
            return "";
        }

        if (_key.Length == 0)
        {
            return "the fleet key on this board is damaged; put it there again";
        }

        if (signature == null)
        {
            return "this board takes only models that are signed with its fleet key";
        }

        return signature.Version < Version && !signature.ReplacesNewer
            ? "version " + signature.Version + " is older than version " + Version + ", which this board has had"
            : "";
    }

    private bool Copy(string path)
    {
        byte[] header = new byte[ModelFormat.HeaderLength];
        ReadHeader(path, header);
        if (!Begin(header, header.Length, ReadSignature(SignaturePath(path))))
        {
            Problem = path + ": " + Problem;
            return false;
        }

        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            file.Seek(Received, SeekOrigin.Begin);
            for (int got = file.Read(_chunk, 0, ChunkBytes); got > 0; got = file.Read(_chunk, 0, ChunkBytes))
            {
                if (!Write(_chunk, 0, got))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Closing is what makes a file durable; a file that nobody selected does no harm.
    private void CloseIncoming()
    {
        if (_incoming != null)
        {
            FileStream incoming = _incoming;
            _incoming = null;
            incoming.Dispose();
        }
    }

    private Network Load(int slot)
    {
        ModelLoader loader = new ModelLoader();
        Network network = loader.Load(SlotPath(slot));
        Problem = loader.Problem;
        return network;
    }

    // Checks header, length, CRCs and signature piece by piece, without holding the model in memory.
    private bool Verify(string path, ModelSignature signature)
    {
        if (!File.Exists(path))
        {
            Problem = path + ": the file is missing";
            return false;
        }

        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            int length = file.Read(_chunk, 0, ModelFormat.HeaderLength);
            string problem = ModelHeader.Problem(_chunk, length, file.Length);
            if (problem.Length == 0)
            {
                problem = BodyProblem(file, signature);
            }

            Problem = problem.Length == 0 ? "" : path + ": " + problem;
        }

        return Problem.Length == 0;
    }

    private string BodyProblem(FileStream file, ModelSignature signature)
    {
        SignatureChain chain = null;
        if (SignedOnly && signature != null)
        {
            chain = new SignatureChain(_key, signature.VersionAndFlags, (int)file.Length);
            chain.Add(_chunk, ModelFormat.HeaderLength);
        }

        uint expected = ModelHeader.BodyCrc(_chunk);
        uint crc = 0;
        for (int got = file.Read(_chunk, 0, ChunkBytes); got > 0; got = file.Read(_chunk, 0, ChunkBytes))
        {
            crc = Crc32.Update(crc, _chunk, 0, got);
            if (chain != null)
            {
                chain.Add(_chunk, got);
            }
        }

        bool signed = chain == null || signature.Matches(chain.Finish());
        if (chain != null)
        {
            chain.Dispose();
        }

        return crc != expected ? "model file: the contents are damaged (CRC differs)" : signed ? "" : "the signature is not one of this board's fleet key";
    }

    private static ModelSignature ReadSignature(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = new byte[ModelSignature.Bytes];
        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            return file.Length == bytes.Length ? ModelSignature.Read(bytes, 0, file.Read(bytes, 0, bytes.Length)) : null;
        }
    }

    private static bool ReadHeader(string path, byte[] header)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            return file.Read(header, 0, ModelFormat.HeaderLength) == ModelFormat.HeaderLength;
        }
    }

    private static long FileLength(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            return file.Length;
        }
    }

    private static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static string SignaturePath(string path)
    {
        return path + ".sig";
    }

    private string SlotPath(int slot)
    {
        return _root + (slot == 0 ? "slot0.edgenet" : "slot1.edgenet");
    }
}
