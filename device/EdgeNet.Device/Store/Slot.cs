using System.IO;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>A place for a model: its file and its seal.</summary>
internal sealed class Slot
{
    private readonly string _sealPath;

    public Slot(string root, int number)
    {
        Path = root + BoardFiles.Model(number);
        _sealPath = root + BoardFiles.Seal(number);
        byte[] bytes = new byte[SlotSeal.Bytes];
        Seal = StorageFile.Read(_sealPath, bytes, true) ? SlotSeal.Read(bytes) : null;
    }

    /// <summary>The model's file.</summary>
    public string Path { get; }

    /// <summary>The seal that was written last; null for none. It outlives its model, for the counters that it holds.</summary>
    public SlotSeal Seal { get; private set; }

    /// <summary>
    /// Whether there is a model that may be started. What is damaged or not signed is deleted, so that it cannot be started by
    /// whatever mistake. It is looked at twice before, because a bad read must not cost a good model.
    /// </summary>
    /// <returns>True if there is one; else the verifier says what is wrong.</returns>
    public bool Holds(ModelVerifier verifier)
    {
        ModelSignature signature = Seal == null ? null : Seal.Signature;
        bool whole = verifier.Verify(Path, signature) || (!verifier.IsUnreadable && verifier.Verify(Path, signature));
        if (!whole && !verifier.IsUnreadable)
        {
            DeleteModel();
        }

        return whole;
    }

    /// <summary>Whether there is a certain model, and it may be started.</summary>
    public bool Holds(ModelVerifier verifier, int modelCrc)
    {
        return Holds(verifier) && ModelHeader.Crc(verifier.Header) == modelCrc;
    }

    /// <summary>Deletes what is there unless it begins as a certain model does.</summary>
    public void DeleteAllBut(int modelCrc)
    {
        byte[] header = new byte[ModelFormat.HeaderLength];
        if (modelCrc == 0 || !StorageFile.Read(Path, header, false) || ModelHeader.Crc(header) != modelCrc)
        {
            DeleteModel();
        }
    }

    /// <summary>Deletes the model.</summary>
    public void DeleteModel()
    {
        StorageFile.Delete(Path);
    }

    /// <summary>Opens the model's file to be written anew.</summary>
    public FileStream Create()
    {
        DeleteModel();
        return new FileStream(Path, FileMode.Create, FileAccess.Write);
    }

    /// <summary>Writes the seal of a model that has been verified.</summary>
    /// <returns>What is wrong; empty for nothing.</returns>
    public string Write(SlotSeal seal)
    {
        string problem = StorageFile.Write(_sealPath, seal.ToBytes());
        Seal = problem.Length > 0 ? null : seal;
        return problem;
    }
}
