using System;
using System.IO;
using EdgeNet.Core;
using EdgeNet.Link;
using GC = nanoFramework.Runtime.Native.GC;

namespace EdgeNet.Device;

/// <summary>
/// Keeps a board with a working model through power cuts, bad updates and bad senders: two slots for models and two selector records
/// that say which slot counts. An update is written to the slot that is not selected, read back, sealed and only then selected. A new
/// model is on probation until <see cref="Confirm"/>; one that was started three times without being confirmed gives way to the one
/// before, which nothing can overwrite as long as the new one is on probation. Every model is verified at every start, with its
/// signature where the board has a key. No method throws for a storage that fails: <see cref="Problem"/> says what is wrong.
/// docs/updates.md has the formats and what is promised.
/// </summary>
public sealed class ModelStore : IDisposable
{
    private const int MaxAttempts = 3;
    private const int NoSlot = -1;

    private readonly string _root;
    private readonly byte[] _key;
    private readonly Selector _selector;
    private readonly Slot[] _slots;
    private readonly ModelVerifier _verifier;
    private readonly byte[] _header = new byte[ModelFormat.HeaderLength];
    private readonly byte[] _activeHeader = new byte[ModelFormat.HeaderLength];
    private FileStream _incoming;
    private Slot _target;
    private ModelSignature _signature;
    private int _refusedCrc;
    private int _startedSlot = NoSlot;
    private int _startedCrc;
    private int _startedRam;
    private int _confirmations;
    private string _rollBack = "";

    /// <summary>Opens the store, and mends what a power cut or rot has left.</summary>
    /// <param name="root">The drive, such as I:\.</param>
    public ModelStore(string root)
    {
        _root = root;
        Problem = "";
        _key = FleetKey.Read(root);
        _verifier = new ModelVerifier(_key);
        _selector = new Selector(root);
        _slots = new Slot[] { new Slot(root, 0), new Slot(root, 1) };
        for (int slot = 0; slot < 2; slot++)
        {
            if (_slots[slot].Seal != null)
            {
                _selector.Raise(_slots[slot].Seal.Version, _slots[slot].Seal.SecurityCounter);
            }
        }

        if (_selector.Record == null)
        {
            Recover();
        }
        else if (_selector.IsDamaged)
        {
            _selector.Write(_selector.Record.WithAttempts(Attempts));
        }

        if (_selector.Record != null)
        {
            _slots[1 - ActiveSlot].DeleteAllBut(_selector.Record.OtherCrc);
            ReadActiveHeader();
        }
    }

    /// <summary>For models that listen to a stream; null if the app refuses them.</summary>
    public StreamSupport Streams { get; set; }

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

    /// <summary>The highest version of a signed model that was ever taken; an older one is refused.</summary>
    public int Version
    {
        get { return _selector.Version; }
    }

    /// <summary>The highest security counter of a signed model that was ever taken; a lower one is refused in any case.</summary>
    public int SecurityCounter
    {
        get { return _selector.SecurityCounter; }
    }

    /// <summary>Whether the board has a fleet key, so that only models signed with it are taken and started.</summary>
    public bool SignedOnly
    {
        get { return _key != null; }
    }

    /// <summary>Whether the active model has yet to be confirmed.</summary>
    public bool OnProbation
    {
        get { return ActiveSlot != NoSlot && Attempts != SelectorRecord.Confirmed; }
    }

    /// <summary>
    /// Whether no other model is taken for now: the one before must stay until the active one has proved itself, and the slot of the
    /// running model is not written.
    /// </summary>
    public bool Waits
    {
        get { return Obstacle().Length > 0; }
    }

    /// <summary>Whether an update has been begun and neither ended nor given up.</summary>
    public bool Receiving
    {
        get { return _incoming != null; }
    }

    /// <summary>Bytes of the update so far.</summary>
    public int Received { get; private set; }

    /// <summary>What went wrong last; empty if the last step went well.</summary>
    public string Problem { get; private set; }

    /// <summary>About how many bytes a new model may have: the drive without the model that stays. -1 where the drive does not say.</summary>
    public int RoomBytes
    {
        get
        {
            try
            {
                long drive = new DriveInfo(_root).TotalSize;
                return drive < 0 ? -1 : (int)(drive - (HasActiveHeader() ? ModelHeader.Length(_activeHeader) : 0));
            }
            catch (Exception)
            {
                return -1;
            }
        }
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

    /// <summary>Reads the header of the active model, from memory: a board that is asked who it is need not open a file.</summary>
    /// <param name="header">Receives 20 bytes.</param>
    /// <returns>False if there is none.</returns>
    public bool ActiveHeader(byte[] header)
    {
        Array.Copy(_activeHeader, 0, header, 0, _activeHeader.Length);
        return HasActiveHeader();
    }

    /// <summary>Whether a model is the selected one and no update with it has been refused since: the answer to an order to commit that comes again.</summary>
    /// <param name="headerCrc">CRC of the model's header, which covers its length and the CRC of its contents.</param>
    /// <returns>True if so.</returns>
    public bool HasTaken(int headerCrc)
    {
        return !Receiving && HasActiveHeader() && ModelHeader.Crc(_activeHeader) == headerCrc && _refusedCrc != headerCrc;
    }

    /// <summary>Whether a model is the one that was rolled back last.</summary>
    /// <param name="header">Its header.</param>
    /// <returns>True if it is: a board that helps itself to models leaves it alone.</returns>
    public bool WasRolledBack(byte[] header)
    {
        return _selector.Record != null && _selector.Record.RolledBack != 0 && _selector.Record.RolledBack == ModelHeader.Crc(header);
    }

    /// <summary>
    /// Loads the model to run: the selected one, or, where that is on probation for the fourth time, is damaged, not signed or does
    /// not load, the one in the other slot. A start on probation is counted before it is tried, so that a model which crashes the
    /// board is counted too.
    /// </summary>
    /// <returns>
    /// The network, or null if no slot has a model that works. <see cref="Problem"/> says why, or that a model was rolled back, or
    /// that the storage is full and the start could not be counted.
    /// </returns>
    public Network Start()
    {
        _startedSlot = NoSlot;
        _startedRam = 0;
        _confirmations = 0;
        if (ActiveSlot == NoSlot)
        {
            Problem = "no model has been installed";
            return null;
        }

        while (true)
        {
            bool exhausted = IsExhausted();
            bool damaged = !exhausted && !HoldsActive();
            Network network = damaged || exhausted ? null : Load();
            if (network != null)
            {
                _startedSlot = ActiveSlot;
                _startedCrc = _selector.Record.ModelCrc;
                _startedRam = network.RamBytes;
                Problem = _rollBack.Length > 0 ? _rollBack : Problem;
                _rollBack = "";
                return network;
            }

            string why = exhausted ? Exhaustion() : Problem;
            if (!GiveWay(why, !damaged))
            {
                Problem = why;
                return null;
            }
        }
    }

    /// <summary>The heap that a new model can have: what is free, and what the one that was started gives back. Collects garbage to find out.</summary>
    /// <returns>Bytes.</returns>
    public int HeapForModel()
    {
        // In a variable first: where a number without a sign has not been stored, the interpreter goes on without one.
        int free = (int)GC.Run(false);
        return free + _startedRam;
    }

    /// <summary>Reports that a network other than the store's is running: its heap is free for a new model.</summary>
    /// <param name="network">The network, or null.</param>
    public void Runs(Network network)
    {
        _startedRam = network == null ? 0 : network.RamBytes;
    }

    /// <summary>
    /// The model that was started has proved itself: it will not be rolled back any more. Where the storage fails, this may be called
    /// again as often as one likes: it is tried at the first, second, fourth, eighth and so on call, to spare the flash.
    /// </summary>
    /// <returns>True if it has been confirmed now; else <see cref="Problem"/> says what went wrong, if this has been tried.</returns>
    public bool Confirm()
    {
        Problem = "";
        if (!OnProbation || _startedSlot != ActiveSlot || _startedCrc != _selector.Record.ModelCrc)
        {
            return false;
        }

        _confirmations++;
        if ((_confirmations & (_confirmations - 1)) != 0)
        {
            return false;
        }

        // Into both files: from now on the model before may be overwritten, and one of the files may rot.
        string problem = _selector.Write(_selector.Record.WithAttempts(SelectorRecord.Confirmed));
        if (problem.Length == 0)
        {
            _selector.Write(_selector.Record.WithAttempts(SelectorRecord.Confirmed));
        }

        Problem = problem.Length > 0 ? "the model works but cannot be confirmed: " + problem : "";
        return problem.Length == 0;
    }

    /// <summary>The app cannot use the model that was started on probation: it gives way at once, and the store is to be started again.</summary>
    /// <param name="why">What is wrong with it.</param>
    /// <returns>False if there is no other model, or the model has been confirmed: then it stays.</returns>
    public bool Reject(string why)
    {
        return OnProbation && _startedSlot == ActiveSlot && GiveWay(why, true);
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
        Problem = problem.Length > 0 ? problem : Refusal(header, signature);
        if (Problem.Length > 0)
        {
            return false;
        }

        // A board without a key keeps a signature for the time when it has one, if it is one of this model.
        signature = signature != null && signature.BelongsTo(header) ? signature : null;
        if (Receiving && ModelHeader.Crc(header) == ModelHeader.Crc(_header))
        {
            _signature = signature;
            return true;
        }

        Settle();
        if (IsActive(header, signature))
        {
            GiveUp();
            _refusedCrc = 0;
            Received = ModelHeader.Length(header);
            Problem = "";
            return true;
        }

        Problem = Obstacle();
        return Problem.Length == 0 && Open(header, signature);
    }

    /// <summary>Takes the next bytes of the new model.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <returns>False if they cannot be stored; <see cref="Problem"/> says why, and where the storage failed, the update has been given up.</returns>
    public bool Write(byte[] bytes, int offset, int count)
    {
        Problem = !Receiving ? "no update has been begun" : count > ModelHeader.Length(_header) - Received ? "more bytes than the model has" : "";
        if (Problem.Length > 0)
        {
            return false;
        }

        try
        {
            _incoming.Write(bytes, offset, count);
            Received += count;
            return true;
        }
        catch (Exception e)
        {
            Problem = _target.Path + ": " + ErrorText.Of(e);
        }

        GiveUp();
        return false;
    }

    /// <summary>Ends an update: reads the new model back, and selects it if every byte and the signature are right. What is refused is deleted.</summary>
    /// <returns>True if the new model will be started next, on probation; else <see cref="Problem"/> says why not.</returns>
    public bool Commit()
    {
        if (!Receiving || Received != ModelHeader.Length(_header))
        {
            Problem = Receiving ? "only " + Received + " of " + ModelHeader.Length(_header) + " bytes have arrived" : "no update has been begun";
            return false;
        }

        string closing = StorageFile.Close(_incoming);
        _incoming = null;
        _refusedCrc = ModelHeader.Crc(_header);
        Problem = closing.Length > 0 ? _target.Path + ": " + closing : Select();
        if (Problem.Length > 0)
        {
            _target.DeleteModel();
            return false;
        }

        _refusedCrc = 0;
        return true;
    }

    /// <summary>Verifies a model file outside of the slots as those in them are verified.</summary>
    /// <param name="path">The file.</param>
    /// <param name="signature">Its signature, or null.</param>
    /// <param name="header">Receives its 20 bytes of header.</param>
    /// <returns>What is wrong; empty for nothing.</returns>
    internal string Verify(string path, ModelSignature signature, byte[] header)
    {
        _verifier.Verify(path, signature);
        Array.Copy(_verifier.Header, 0, header, 0, header.Length);
        return _verifier.Problem;
    }

    /// <summary>Gives an update up that was begun.</summary>
    public void Dispose()
    {
        GiveUp();
    }

    private void Recover()
    {
        SelectorRecord record = Recovery.RecordOf(_slots, _verifier, SignedOnly, _selector.HasHistory);
        if (record != null && _selector.Write(record).Length > 0)
        {
            _selector.Record = record;
        }
    }

    private bool HoldsActive()
    {
        bool holds = _slots[ActiveSlot].Holds(_verifier, _selector.Record.ModelCrc);
        Problem = _verifier.Problem;
        if (holds)
        {
            Array.Copy(_verifier.Header, 0, _activeHeader, 0, _activeHeader.Length);
        }
        else
        {
            Array.Clear(_activeHeader, 0, _activeHeader.Length);
            Problem = Problem.Length > 0 ? Problem : _slots[ActiveSlot].Path + ": is not the model that was selected";
        }

        return holds;
    }

    private bool IsExhausted()
    {
        return OnProbation && Attempts >= MaxAttempts && _startedSlot != ActiveSlot;
    }

    private string Exhaustion()
    {
        return "the model in slot " + ActiveSlot + " was started " + MaxAttempts + " times and never confirmed";
    }

    private bool HasActiveHeader()
    {
        return _selector.Record != null && _activeHeader[0] != 0;
    }

    private void ReadActiveHeader()
    {
        if (!StorageFile.Read(_slots[ActiveSlot].Path, _activeHeader, false) || ModelHeader.Crc(_activeHeader) != _selector.Record.ModelCrc)
        {
            Array.Clear(_activeHeader, 0, _activeHeader.Length);
        }
    }

    private Network Load()
    {
        string uncounted = OnProbation ? _selector.Write(_selector.Record.WithAttempts(Attempts + 1)) : "";
        ModelLoader loader = new ModelLoader { Streams = Streams };
        Network network = loader.Load(_slots[ActiveSlot].Path);
        Problem = network == null ? loader.Problem : uncounted.Length > 0 ? "the model runs but its start cannot be counted: " + uncounted : "";
        return network;
    }

    // The active model gives way to the one in the other slot, if there is one and it is whole. Its file goes first: that makes room
    // for the record, and a record that selects a missing file leads to the other slot as well.
    private bool GiveWay(string why, bool blamed)
    {
        SelectorRecord record = _selector.Record;
        if (record.OtherCrc == 0 || Receiving)
        {
            return false;
        }

        int other = 1 - record.Slot;
        SelectorRecord next = record.WithAttempts(record.Attempts);
        next.OtherCrc = 0;
        next.OtherProved = false;
        bool whole = _slots[other].Holds(_verifier, record.OtherCrc);
        if (!whole && _verifier.IsUnreadable)
        {
            return false;
        }

        if (whole)
        {
            next.Slot = other;
            next.ModelCrc = record.OtherCrc;
            next.Attempts = record.OtherProved ? SelectorRecord.Confirmed : 0;
            next.RolledBack = blamed ? record.ModelCrc : record.RolledBack;
            _slots[record.Slot].DeleteModel();
            _startedSlot = _startedSlot == record.Slot ? NoSlot : _startedSlot;
            _rollBack = "rolled back to slot " + other + ": " + why;
        }

        if (_selector.Write(next).Length > 0)
        {
            _selector.Record = next;
        }

        ReadActiveHeader();
        return whole;
    }

    // Before a slot is overwritten, the one that stays must be whole: the running model is in memory, and its file may have rotted.
    private void Settle()
    {
        if (Receiving || ActiveSlot == NoSlot)
        {
            return;
        }

        if (IsExhausted())
        {
            GiveWay(Exhaustion(), true);
        }
        else if (!HoldsActive())
        {
            GiveWay(Problem, false);
        }
    }

    // On a board with a key, the same model with another signature is an update: it may raise the counters.
    private bool IsActive(byte[] header, ModelSignature signature)
    {
        return HasActiveHeader() && ModelHeader.Crc(_activeHeader) == ModelHeader.Crc(header)
            && (!SignedOnly || (_slots[ActiveSlot].Seal != null && signature.IsSameAs(_slots[ActiveSlot].Seal.Signature)));
    }

    private string Refusal(byte[] header, ModelSignature signature)
    {
        if (!SignedOnly)
        {
            return "";
        }

        if (_key.Length == 0)
        {
            return "the fleet key on this board is damaged; deploy it again";
        }

        if (signature == null)
        {
            return "this board accepts only models that are signed with its fleet key";
        }

        if (!signature.BelongsTo(header))
        {
            return "the signature belongs to another model";
        }

        if (!_verifier.IsOwners(header, signature))
        {
            return ModelVerifier.NotOurs;
        }

        if (signature.SecurityCounter < SecurityCounter)
        {
            return "its security counter " + signature.SecurityCounter + " is lower than " + SecurityCounter + ", which this board has accepted";
        }

        return signature.Version < Version && !signature.ReplacesNewer
            ? "version " + signature.Version + " is older than version " + Version + ", which this board has accepted"
            : "";
    }

    private string Obstacle()
    {
        if (ActiveSlot == NoSlot || IsExhausted())
        {
            return "";
        }

        if (OnProbation && _selector.Record.OtherCrc != 0 && _selector.Record.OtherProved)
        {
            return "a model is on probation: try again once it has been confirmed, or restart the board " + (MaxAttempts + 1 - Attempts) + " times";
        }

        return _startedSlot == 1 - ActiveSlot ? "another model is about to be started: try again in a moment" : "";
    }

    private bool Open(byte[] header, ModelSignature signature)
    {
        GiveUp();
        Array.Copy(header, 0, _header, 0, _header.Length);
        _signature = signature;
        _refusedCrc = 0;
        Received = 0;
        try
        {
            _target = _slots[ActiveSlot == 0 ? 1 : 0];
            _incoming = _target.Create();
            return true;
        }
        catch (Exception e)
        {
            Problem = _target.Path + ": " + ErrorText.Of(e);
            return false;
        }
    }

    // Verifies the new model, seals it, and selects it. Gives what is wrong, empty for nothing.
    private string Select()
    {
        if (!_verifier.Verify(_target.Path, _signature))
        {
            return _verifier.Problem;
        }

        if (ModelHeader.Crc(_verifier.Header) != ModelHeader.Crc(_header))
        {
            return "the bytes received are not the model that was begun";
        }

        SelectorRecord record = new SelectorRecord();
        SlotSeal seal = new SlotSeal();
        record.Slot = _target == _slots[0] ? 0 : 1;
        record.ModelCrc = ModelHeader.Crc(_header);
        record.Sequence = 1;
        if (_selector.Record != null)
        {
            bool stays = !IsExhausted() && HoldsActive();
            record.OtherCrc = stays ? _selector.Record.ModelCrc : 0;
            record.OtherProved = stays && !OnProbation;
            record.RolledBack = _selector.Record.RolledBack;
        }

        bool signed = SignedOnly && _signature != null;
        seal.Sequence = Sequence + 1;
        seal.Version = signed && _signature.Version > Version ? _signature.Version : Version;
        seal.SecurityCounter = signed && _signature.SecurityCounter > SecurityCounter ? _signature.SecurityCounter : SecurityCounter;
        seal.ModelCrc = record.ModelCrc;
        seal.Signature = _signature;
        string problem = _target.Write(seal);
        if (problem.Length > 0)
        {
            return problem;
        }

        _selector.Raise(seal.Version, seal.SecurityCounter);
        problem = _selector.Write(record);
        if (problem.Length == 0)
        {
            Array.Copy(_header, 0, _activeHeader, 0, _header.Length);
        }

        return problem;
    }

    // Closing is what makes a file durable. A part of a model is of no use to anybody.
    private void GiveUp()
    {
        if (_incoming != null)
        {
            StorageFile.Close(_incoming);
            _incoming = null;
            _target.DeleteModel();
        }
    }
}
