using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Link;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A virtual board with the store's code, from power on to power off.</summary>
internal sealed class StoreBoard : IDisposable
{
    public const string Drive = BoardFiles.Drive, Mailbox = BoardFiles.Drive + BoardFiles.Mailbox;

    public StoreBoard(Storage storage, HttpMessageInvoker? network = null)
    {
        Board = new Board(BoardProfile.Esp32) { Storage = storage, Network = network };
        Board.Deploy(network is null ? DeviceAssemblies.Contracts : Esp32App.UpdateContracts, network is null ? DeviceAssemblies.Applications : Esp32App.UpdateCode);
        Store = Board.New("EdgeNet.Device.ModelStore", Drive);
    }

    public Board Board { get; }

    public BoardObject Store { get; private set; }

    public bool OnProbation => (bool)Board.CallOn(Store, "get_OnProbation")!;

    public string Problem => (string)Board.CallOn(Store, "get_Problem")!;

    /// <summary>Why the model in the mailbox was refused the last time.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Peak of the heap beyond the type tables.</summary>
    public long HeapPeakBytes => Board.HeapPeakBytes - Board.TypeTableBytes;

    public bool Install()
    {
        BoardObject mailbox = Board.New("EdgeNet.Device.Mailbox", Store, Mailbox);
        bool installed = (bool)Board.CallOn(mailbox, "Install")!;
        Refusal = (string)Board.CallOn(mailbox, "get_Problem")!;
        Board.Release(mailbox);
        return installed;
    }

    /// <summary>The first label of the model that the store starts, null for none.</summary>
    public string? Start()
    {
        if (Board.CallOn(Store, "Start") is not BoardObject network)
        {
            return null;
        }

        string label = (string)Board.CallOn(network, "Label", 0)!;
        Board.Release(network);
        return label;
    }

    public bool Confirm() => (bool)Board.CallOn(Store, "Confirm")!;

    public bool Reject(string why) => (bool)Board.CallOn(Store, "Reject", why)!;

    public bool Begin(byte[] model) => (bool)Board.CallOn(Store, "Begin", model[..20], 20, null)!;

    public void Write(byte[] bytes) => Assert.True((bool)Board.CallOn(Store, "Write", bytes, 0, bytes.Length)!, Problem);

    /// <summary>Switches the board off and on.</summary>
    public void PowerCycle()
    {
        Board.PowerCycle();
        Store = Board.New("EdgeNet.Device.ModelStore", Drive);
    }

    public void Dispose() => Board.Dispose();

    /// <summary>A small model; its first label tells which one it is.</summary>
    public static byte[] Model(int number, int hidden = 30, bool unsureOutside = false)
    {
        BuiltModel built = ModelBuilder.Build(BuiltInDatasets.Create("bugs", number), new TrainingOptions { Hidden = [hidden], Epochs = 2, Starts = 1, Seed = number }, $"model {number}", true, null, default);
        Trainer.Quantization.QuantizedNetwork network = built.Quantization.Network with { Labels = [$"model {number}", "other"] };
        return ModelWriter.Write(network, [("name", $"model {number}")], unsureOutside ? TableNotes.Of(BuiltInDatasets.Create("bugs", number).Train, strip: false, unsureOutside) : null);
    }
}
