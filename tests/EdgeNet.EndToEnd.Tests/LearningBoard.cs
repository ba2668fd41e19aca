using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A virtual board with the code of an app that learns, without the app around it: a network, a learner, and the files of what was learned.</summary>
internal sealed class LearningBoard : IDisposable
{
    public const string Drive = StoreBoard.Drive;

    // Enough for the fast forms of small networks.
    private const int SpareBytes = 20_000;

    private readonly byte[] _model;
    private readonly int _newLabels, _remembered;
    private BoardObject _network = null!, _learner = null!, _store = null!;

    public LearningBoard(Storage storage, byte[] model, int newLabels, int remembered)
    {
        _model = model;
        _newLabels = newLabels;
        _remembered = remembered;
        Board = Esp32App.CreateLearning(storage: storage);
        Load();
    }

    public Board Board { get; }

    public int Crc => ModelFile.Parse(_model).HeaderCrc;

    /// <summary>Heap bytes of the learner, without its network.</summary>
    public long TakenBytes { get; private set; }

    public string Problem => (string)Board.CallOn(_learner, "get_Problem")!;

    public string StoreProblem => (string)Board.CallOn(_store, "get_Problem")!;

    /// <summary>Switches the board off and on; what was saved is read.</summary>
    public void PowerCycle()
    {
        Board.PowerCycle();
        Load();
    }

    public int Answer(byte[] input)
    {
        Board.CallOn(_network, "Classify", input);
        return (int)(long)Board.CallOn(_learner, "Answer")!;
    }

    public int ConfidencePercent => (int)(long)Board.CallOn(_learner, "get_ConfidencePercent")!;

    public int Active => (int)(long)Board.CallOn(_learner, "get_Active")!;

    public int Press(string label) => (int)(long)Board.CallOn(_learner, "Press", label)!;

    public bool Undo() => (bool)Board.CallOn(_learner, "Undo")!;

    /// <summary>Does all that is to be done after a press; gives in how many steps.</summary>
    public int Settle()
    {
        int steps = 1;
        for (; (bool)Board.CallOn(_learner, "Work")!; steps++)
        {
        }

        return steps;
    }

    /// <summary>Forgets, in memory and in the files, as the app does.</summary>
    public bool Forget()
    {
        Board.CallOn(_learner, "Forget");
        return (bool)Board.CallOn(_store, "Forget", Crc)!;
    }

    public bool Save()
    {
        BoardObject writer = Board.New("EdgeNet.Device.Learning.LearnedFileWriter", _store);
        bool begun = (bool)Board.CallOn(_store, "BeginWriting", Crc)!;
        Board.CallOn(_learner, "Write", writer);
        bool saved = (bool)Board.CallOn(_store, "Commit")! && begun;
        Board.Release(writer);
        return saved;
    }

    /// <summary>What was saved last: the contents of the newest whole file, as a learner writes them; empty if there is none.</summary>
    public static byte[] Saved(Storage storage)
    {
        byte[] newest = [];
        int sequence = int.MinValue;
        foreach (string path in new[] { Drive + "learn0.bin", Drive + "learn1.bin" }.Where(storage.Exists))
        {
            byte[] file = storage.Read(path);
            if (file.Length >= 16 && BitConverter.ToUInt32(file, file.Length - 4) == Crc32.Compute(file, 0, file.Length - 4) && BitConverter.ToInt32(file, 4) > sequence)
            {
                sequence = BitConverter.ToInt32(file, 4);
                newest = file[12..^4];
            }
        }

        return newest;
    }

    public void Dispose() => Board.Dispose();

    private void Load()
    {
        BoardObject model = (BoardObject)Board.Call("EdgeNet.Core.ModelFile.Parse", _model)!;
        _network = Board.New("EdgeNet.Core.Network", model, SpareBytes);
        long before = Board.MeasureHeap();
        _learner = Board.New("EdgeNet.Core.Learner", model, _network, _newLabels, _remembered);
        TakenBytes = Board.MeasureHeap() - before;
        Board.Release(model);
        _store = Board.New("EdgeNet.Device.LearnedStore", Drive);
        if ((bool)Board.CallOn(_store, "BeginReading", Crc)!)
        {
            BoardObject reader = Board.New("EdgeNet.Device.Learning.LearnedFileReader", _store);
            Assert.True((bool)Board.CallOn(_learner, "Read", reader)!, Problem);
            Board.CallOn(_store, "EndReading");
            Board.Release(reader);
        }
    }
}
