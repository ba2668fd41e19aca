using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Link;

namespace EdgeNet.Workflows;

/// <summary>What the app on a virtual board has said and done, as far as it is to be shown.</summary>
internal sealed class BoardJournal
{
    private const int Slots = 2;
    private const string Loop = "EdgeNet.Device.AppLoop.get_", AnswerWord = "answer: ", Unsure = "unsure", LoadedWord = "model loaded from slot ";

    private readonly Board _board;
    private readonly BoardLog _log = new();
    private string[] _labels = [];
    private int _number, _label, _confidence;
    private int? _running;
    private int _storedAtWrite = -1;
    private StoredModel[] _stored = [];

    public BoardJournal(Board board)
    {
        _board = board;
        board.OutputWritten = (microseconds, line) => Hear(microseconds / 1e6, line);

        // After each classification the app asks its loop for these, in this order, and offers them to its links.
        Watch("Label", value => _label = (int)value);
        Watch("ConfidencePercent", value => _confidence = (int)value);
        Watch("Microseconds", value => Last = new BoardClassification(++_number, TextOf(_label), _confidence, (int)value));
    }

    /// <summary>The steady answer; null while the app is unsure.</summary>
    public string? Answer { get; private set; }

    /// <summary>The last classification; null before the first one.</summary>
    public BoardClassification? Last { get; private set; }

    /// <summary>The last lines.</summary>
    public BoardLogLine[] Lines() => _log.Lines();

    /// <summary>Adds a line of the board's surroundings.</summary>
    public void Note(string text) => _log.Add(_board.NowMicroseconds / 1e6, text);

    /// <summary>The power is gone: lines stay.</summary>
    public void Forget()
    {
        (Answer, Last, _running, _storedAtWrite) = (null, null, null, -1);
    }

    /// <summary>The models in the slots.</summary>
    public StoredModel[] Stored()
    {
        if (_storedAtWrite != _board.Storage.Writes)
        {
            _storedAtWrite = _board.Storage.Writes;
            _stored = [.. Enumerable.Range(0, Slots).Where(s => _board.Storage.Exists(PathOf(s))).Select(Read)];
        }

        return _stored;
    }

    private static string PathOf(int slot) => BoardFiles.Drive + BoardFiles.Model(slot);

    private StoredModel Read(int slot)
    {
        byte[] file = _board.Storage.Read(PathOf(slot));
        try
        {
            return new StoredModel(slot, ModelFile.Parse(file).Meta("name"), file.Length, true, slot == _running);
        }
        catch (ModelException)
        {
            return new StoredModel(slot, "", file.Length, false, false);
        }
    }

    private void Watch(string property, Action<long> read) => _board.Watch(Loop + property, (loop, value) =>
    {
        read((long)value!);
        _board.Release(loop!);
    });

    private void Hear(double seconds, string line)
    {
        _log.Add(seconds, line);
        if (line.StartsWith(AnswerWord, StringComparison.Ordinal))
        {
            Answer = line[AnswerWord.Length..] is var label && label == Unsure ? null : label;
        }
        else if (line.StartsWith(LoadedWord, StringComparison.Ordinal) && line.Length > LoadedWord.Length)
        {
            _running = line[LoadedWord.Length] - '0';
            (_number, Last, _storedAtWrite) = (0, null, -1);
            _labels = _board.Storage.Exists(PathOf(_running.Value)) ? ModelFile.Parse(_board.Storage.Read(PathOf(_running.Value))).Labels : [];
        }
    }

    // What was taught on the board is no label of the model.
    private string TextOf(int label) => label < _labels.Length ? _labels[label] : $"taught label {label - _labels.Length + 1}";
}
