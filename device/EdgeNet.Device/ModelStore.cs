using System;
using System.IO;
using EdgeNet.Core;

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
    private readonly Selector _selector;
    private FileStream _incoming;
    private int _incomingSlot;

    /// <summary>Opens the store.</summary>
    /// <param name="root">The drive, such as I:\.</param>
    public ModelStore(string root)
    {
        _root = root;
        Problem = "";
        _selector = new Selector(root);
    }

    /// <summary>The slot whose model was started, or is to be started next; -1 where there is none.</summary>
    public int ActiveSlot
    {
        get { return _selector.Slot; }
    }

    /// <summary>Number of the last record: rises with every update, start on probation, confirmation and roll-back.</summary>
    public int Sequence
    {
        get { return _selector.Sequence; }
    }

    /// <summary>Whether the active model has yet to be confirmed.</summary>
    public bool OnProbation
    {
        get { return _selector.Slot != NoSlot && _selector.Attempts != Selector.Confirmed; }
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
        Network network = null;
        if (_selector.Slot == NoSlot)
        {
            Problem = Problem.Length > 0 ? Problem : "no model has been installed";
            return null;
        }

        bool trusted = _selector.Attempts == Selector.Confirmed;
        if (trusted || _selector.Attempts < MostAttempts)
        {
            if (!trusted)
            {
                _selector.Write(_selector.Slot, _selector.Attempts + 1);
            }

            network = Load(_selector.Slot);
        }
        else
        {
            Problem = "the model in slot " + _selector.Slot + " was started " + MostAttempts + " times and never confirmed";
        }

        if (network == null)
        {
            string why = Problem;
            int other = 1 - _selector.Slot;
            network = File.Exists(SlotPath(other)) ? Load(other) : null;
            if (network != null)
            {
                _selector.Write(other, Selector.Confirmed);
                Problem = "rolled back to slot " + other + ": " + why;
            }
            else
            {
                Problem = why;
            }
        }

        return network;
    }

    /// <summary>The active model has proved itself: it will not be rolled back any more.</summary>
    public void Confirm()
    {
        if (OnProbation)
        {
            _selector.Write(_selector.Slot, Selector.Confirmed);
        }
    }

    /// <summary>Installs a model file that lies on the storage, unless it is the active one, and removes it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True if the file was installed or was installed already; else <see cref="Problem"/> says why not, and nothing has changed.</returns>
    public bool Install(string path)
    {
        try
        {
            if (!Verify(path))
            {
                return false;
            }

            if (_selector.Slot == NoSlot || !SameContents(path, SlotPath(_selector.Slot)) || !Verify(SlotPath(_selector.Slot)))
            {
                Begin();
                using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
                {
                    for (int got = file.Read(_chunk, 0, ChunkBytes); got > 0; got = file.Read(_chunk, 0, ChunkBytes))
                    {
                        Write(_chunk, got);
                    }
                }

                if (!Commit())
                {
                    return false;
                }
            }

            File.Delete(path);
            return true;
        }
        catch (Exception e)
        {
            Problem = path + ": " + e.Message;
            CloseIncoming();
            return false;
        }
    }

    /// <summary>Begins an update: empties the slot that is not needed.</summary>
    public void Begin()
    {
        CloseIncoming();

        // A model on probation gives way before the one that has proved itself.
        int other = _selector.Slot == 0 ? 1 : 0;
        _incomingSlot = OnProbation && File.Exists(SlotPath(other)) ? _selector.Slot : other;
        string path = SlotPath(_incomingSlot);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        _incoming = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
    }

    /// <summary>Takes the next bytes of the new model.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">How many of them.</param>
    public void Write(byte[] bytes, int count)
    {
        _incoming.Write(bytes, 0, count);
    }

    /// <summary>Ends an update: reads the new model back, and selects it if every byte is right.</summary>
    /// <returns>True if the new model will be started next, on probation; else <see cref="Problem"/> says why not.</returns>
    public bool Commit()
    {
        CloseIncoming();
        if (!Verify(SlotPath(_incomingSlot)))
        {
            return false;
        }

        _selector.Write(_incomingSlot, 0);
        return true;
    }

    /// <summary>Gives an update up that was begun.</summary>
    public void Dispose()
    {
        CloseIncoming();
    }

    // Closing is what makes a file durable; a file that nobody selected does no harm.
    private void CloseIncoming()
    {
        if (_incoming != null)
        {
            _incoming.Dispose();
            _incoming = null;
        }
    }

    private Network Load(int slot)
    {
        ModelLoader loader = new ModelLoader();
        Network network = loader.Load(SlotPath(slot));
        Problem = loader.Problem;
        return network;
    }

    // Checks header, length and CRCs piece by piece, without holding the model in memory.
    private bool Verify(string path)
    {
        if (!File.Exists(path))
        {
            Problem = path + ": the file is missing";
            return false;
        }

        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            int length = file.Read(_chunk, 0, ModelFormat.HeaderLength);
            Problem = path + ": " + ModelHeader.Problem(_chunk, length, file.Length);
            if (!Problem.EndsWith(": "))
            {
                return false;
            }

            uint expected = ModelHeader.BodyCrc(_chunk);
            uint crc = 0;
            for (int got = file.Read(_chunk, 0, ChunkBytes); got > 0; got = file.Read(_chunk, 0, ChunkBytes))
            {
                crc = Crc32.Update(crc, _chunk, 0, got);
            }

            if (crc != expected)
            {
                Problem = path + ": model file: the contents are damaged (CRC differs)";
                return false;
            }
        }

        Problem = "";
        return true;
    }

    // Two model files with the same header have the same length and the same CRC of their contents.
    private static bool SameContents(string path, string other)
    {
        byte[] header = new byte[ModelFormat.HeaderLength];
        byte[] otherHeader = new byte[ModelFormat.HeaderLength];
        if (!File.Exists(other) || !ReadHeader(path, header) || !ReadHeader(other, otherHeader))
        {
            return false;
        }

        for (int i = 0; i < header.Length; i++)
        {
            if (header[i] != otherHeader[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReadHeader(string path, byte[] header)
    {
        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            return file.Read(header, 0, header.Length) == header.Length;
        }
    }

    private string SlotPath(int slot)
    {
        return _root + (slot == 0 ? "slot0.edgenet" : "slot1.edgenet");
    }
}
