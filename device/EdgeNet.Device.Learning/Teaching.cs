using System;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device.Learning;

/// <summary>Is told what a button has done.</summary>
/// <param name="label">Index of the label that is chosen.</param>
/// <param name="text">Its text.</param>
/// <param name="learned">Whether a sample of it was learned just now; false if it was chosen.</param>
public delegate void TaughtHandler(int label, string text, bool learned);

/// <summary>
/// An app that learns by example: by a button, or by orders over a link. What was learned is saved ten seconds after the last press; eight times at once and then
/// every five minutes at most, so 296 times a day at worst. docs/learning.md explains all of it.
/// </summary>
public sealed class Teaching : AppLearning
{
    private const int QuietMilliseconds = 10 * 1000;
    private const int SavesAtOnce = 8;
    private const int SaveMilliseconds = 5 * 60 * 1000;
    private const int WorkMilliseconds = 2;
    private const int RetryMilliseconds = 60 * 1000;

    private readonly WriteBudget _saves = new WriteBudget(SavesAtOnce, SaveMilliseconds);
    private readonly TaughtMessage _taught = new TaughtMessage();
    private ModelStore _models;
    private LearnedStore _store;
    private LearnedFileWriter _writer;
    private LearnedFileReader _reader;
    private Learner _learner;
    private UnsureReadings _unsure;
    private DriftWatch _drift;
    private Network _network;
    private int _modelCrc;
    private int _ramBytes;
    private int _chosen;
    private int _active;
    private int _order;
    private bool _orderSucceeded;
    private string _orderProblem = "";
    private bool _isDirty;
    private bool _isCompared;
    private bool _wasDrifting;
    private long _changedAt;

    /// <summary>Creates the learning of an app.</summary>
    public Teaching()
    {
        NewLabels = 4;
        Remembered = 0;
    }

    /// <summary>Called when a button has chosen a label or learned a sample of it.</summary>
    public event TaughtHandler Taught;

    /// <summary>The button; null for none [null].</summary>
    public TeachButton Button { get; set; }

    /// <summary>Labels that may be added [4].</summary>
    public int NewLabels { get; set; }

    /// <summary>Samples that are remembered; 0 for five of each label [0].</summary>
    public int Remembered { get; set; }

    /// <inheritdoc/>
    public override bool IsLoaded
    {
        get { return _learner != null; }
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return _ramBytes; }
    }

    /// <inheritdoc/>
    public override int ConfidencePercent
    {
        get { return _learner.ConfidencePercent; }
    }

    /// <inheritdoc/>
    public override int UnsureCount
    {
        get { return _unsure.Count; }
    }

    /// <inheritdoc/>
    public override void Open(ModelStore store, string root)
    {
        _models = store;
        _store = new LearnedStore(root);
        _writer = new LearnedFileWriter(_store);
        _reader = new LearnedFileReader(_store);
    }

    /// <inheritdoc/>
    public override int RequiredRam(ModelFile model)
    {
        return Learner.ProblemOf(model, NewLabels, RememberedBy(model)).Length > 0 ? 0
            : Learner.RequiredRam(model, NewLabels, RememberedBy(model)) + UnsureReadings.RequiredRam(UnsureValues(model)) + DriftWatch.RequiredRam(model);
    }

    /// <inheritdoc/>
    public override void Load(ModelFile model, Network network, int roomBytes)
    {
        string problem = Learner.ProblemOf(model, NewLabels, RememberedBy(model));
        int required = RequiredRam(model);
        problem = problem.Length == 0 && required > roomBytes ? "learning needs " + required + " bytes of heap, but there are " + (roomBytes < 0 ? 0 : roomBytes) : problem;
        if (problem.Length > 0)
        {
            Log.Error("this model runs as it came: " + problem);
            return;
        }

        try
        {
            Create(model, network);
            _ramBytes = required;
        }
        catch (ModelException e)
        {
            Unload();
            Log.Error("this model runs as it came: " + e.Message);
        }
        catch (OutOfMemoryException)
        {
            Unload();
            Log.Error("this model runs as it came: the heap has no piece that is large enough to learn");
        }
    }

    /// <inheritdoc/>
    public override void Unload()
    {
        _learner = null;
        _unsure = null;
        _drift = null;
        _network = null;
        _ramBytes = 0;
    }

    /// <inheritdoc/>
    public override int Answer(float[] reading)
    {
        int label = _learner.Answer();
        if (reading == null)
        {
            return label;
        }

        if (_drift != null && _drift.Add(reading, _network.ConfidencePercent()) && _drift.IsDrifting != _wasDrifting)
        {
            _wasDrifting = _drift.IsDrifting;
            Log.Error(_drift.Report);
            if (!_wasDrifting)
            {
                Log.Write("the readings are like those of the training again");
            }
        }

        _unsure.Add(reading, label, _learner.ConfidencePercent);
        return label;
    }

    /// <inheritdoc/>
    public override string Label(int label)
    {
        return _learner.Label(label);
    }

    /// <inheritdoc/>
    public override void Poll()
    {
        if (_learner == null)
        {
            return;
        }

        int asked = Button == null ? TeachButton.Nothing : Button.Poll();
        if (asked == TeachButton.Next)
        {
            ChooseNext();
        }
        else if (asked == TeachButton.Learn)
        {
            LearnChosen();
        }

        for (long end = Environment.TickCount64 + WorkMilliseconds; _learner.IsWorking && Environment.TickCount64 < end;)
        {
            _learner.Work();
        }

        if (!_isCompared && !_learner.IsWorking)
        {
            _isCompared = true;
            if (_learner.Active != _active)
            {
                _active = _learner.Active;
                LogActive();
            }
        }
    }

    /// <inheritdoc/>
    public override void Save()
    {
        // A model on probation may give way to the one before, whose learning is kept until then.
        if (_models.OnProbation)
        {
            return;
        }

        if (_store.HasOther(_modelCrc))
        {
            _store.DropOthers(_modelCrc);
            Log.Error(_store.Problem.Length > 0 ? _store.Problem : "what was learned with another model was dropped");
        }

        if (_isDirty && !_learner.IsWorking && Environment.TickCount64 - _changedAt >= QuietMilliseconds && _saves.MillisecondsToWait() == 0)
        {
            _saves.Spend();
            bool isSaved = _store.BeginWriting(_modelCrc);
            _learner.Write(_writer);
            isSaved = _store.Commit() && isSaved;
            _isDirty = !isSaved;
            _changedAt = Environment.TickCount64 + RetryMilliseconds;
            Log.Error(isSaved ? "" : "what was learned cannot be saved: " + _store.Problem);
        }
    }

    /// <inheritdoc/>
    public override int Order(byte[] message, int body, byte[] answer)
    {
        int order = TeachMessage.Order(message, Frames.PrefixBytes);
        int action = TeachMessage.Action(message, Frames.PrefixBytes);
        if (action != TeachMessage.Tell && order != _order)
        {
            _order = order;
            _orderSucceeded = Obey(action, message, body);
            _orderProblem = _orderSucceeded ? "" : _learner.Problem.Length > 0 ? _learner.Problem : _store.Problem;
        }

        _taught.Succeeded = action == TeachMessage.Tell || _orderSucceeded;
        _taught.Problem = action == TeachMessage.Tell ? "" : _orderProblem;
        return WriteAnswer(action == TeachMessage.Tell && body > TeachMessage.PrefixBytes ? message[Frames.PrefixBytes + TeachMessage.PrefixBytes] : _learner.LabelCount, answer);
    }

    /// <inheritdoc/>
    public override float[] UnsureReading(int number)
    {
        return _unsure.Reading(number);
    }

    /// <inheritdoc/>
    public override string UnsureAnswer(int number)
    {
        return Label(_unsure.Label(number));
    }

    /// <inheritdoc/>
    public override void ClearUnsure()
    {
        _unsure.Clear();
    }

    private void Create(ModelFile model, Network network)
    {
        _modelCrc = model.HeaderCrc;
        _unsure = new UnsureReadings(UnsureValues(model));
        _drift = DriftWatch.Of(model);
        _network = network;
        _wasDrifting = false;
        Learner learner = new Learner(model, network, NewLabels, RememberedBy(model));
        if (_store.BeginReading(_modelCrc))
        {
            bool isRead = learner.Read(_reader);
            _store.EndReading();
            Log.Error(isRead ? "" : "what was learned cannot be used: " + learner.Problem);
        }

        _learner = learner;
        _chosen = 0;
        _active = learner.Active;
        _isDirty = false;
        _isCompared = true;
        LogActive();
    }

    // Those of a stream are not kept: they would be features, of which no recording could be made.
    private static int UnsureValues(ModelFile model)
    {
        return model.HasSignal ? 1 : model.Input.Count;
    }

    private int RememberedBy(ModelFile model)
    {
        int five = 5 * (model.Labels.Length + NewLabels);
        return Remembered > 0 ? Remembered : five > Learner.MaxRemembered ? Learner.MaxRemembered : five;
    }

    // Behind the last label there is a new one, as long as there is room.
    private void ChooseNext()
    {
        _chosen++;
        _chosen = _chosen >= _learner.LabelCount + (_learner.LabelRoom > 0 ? 1 : 0) ? 0 : _chosen;
        Log.Write("teach: " + ChosenText());
        Tell(false);
    }

    private void LearnChosen()
    {
        int label = _learner.Press(ChosenText());
        if (label >= 0)
        {
            _chosen = label;
            Changed("learned: " + Label(label) + ", " + _learner.SampleCount(label) + " samples");
            Tell(true);
        }
        else
        {
            Log.Write("not learned: " + _learner.Problem);
        }
    }

    private string ChosenText()
    {
        return _chosen < _learner.LabelCount ? Label(_chosen) : NewText();
    }

    // A model's own label may be called "new 1" as well, and so may one that was taught over a link.
    private string NewText()
    {
        int number = _learner.LabelCount - _learner.OwnLabelCount + 1;
        while (_learner.Find("new " + number) >= 0)
        {
            number++;
        }

        return "new " + number;
    }

    private void Tell(bool learned)
    {
        if (Taught != null)
        {
            Taught(_chosen, ChosenText(), learned);
        }
    }

    private bool Obey(int action, byte[] message, int body)
    {
        switch (action)
        {
            case TeachMessage.Learn:
                int label = _learner.Press(TeachMessage.Text(message, Frames.PrefixBytes, body));
                return label >= 0 && Changed("learned: " + Label(label) + ", " + _learner.SampleCount(label) + " samples");
            case TeachMessage.Undo:
                return _learner.Undo() && Changed("the last sample was taken back");
            case TeachMessage.Forget:
                _learner.Forget();
                _unsure.KeepLabels(_learner.LabelCount);
                _active = Learner.AsItCame;
                _chosen = 0;
                _isDirty = false;
                Log.Write("everything learned is forgotten");
                return _store.Forget(_modelCrc);
            default:
                return false;
        }
    }

    private bool Changed(string what)
    {
        _isDirty = true;
        _isCompared = false;
        _changedAt = Environment.TickCount64;
        Log.Write(what);
        return true;
    }

    private int WriteAnswer(int firstLabel, byte[] answer)
    {
        _taught.Active = _learner.Active;
        _taught.IsWorking = _learner.IsWorking;
        _taught.LabelCount = _learner.LabelCount;
        _taught.OwnLabelCount = _learner.OwnLabelCount;
        _taught.Remembered = _learner.RememberedCount;
        _taught.CanUndo = _learner.CanUndo;
        _taught.LabelRoom = _learner.LabelRoom;
        for (int by = 0; by < _taught.Right.Length; by++)
        {
            _taught.Right[by] = _learner.RightCount(by);
        }

        int count = _taught.Write(answer, Frames.PrefixBytes);
        for (int label = firstLabel; label < _learner.LabelCount; label++)
        {
            int longer = TaughtMessage.WriteLabel(answer, Frames.PrefixBytes, count, _learner.Label(label), _learner.SampleCount(label));
            if (longer == count)
            {
                break;
            }

            count = longer;
        }

        return count;
    }

    private void LogActive()
    {
        Log.Write(_active == Learner.AsItCame ? "active: the network as it came" : _active == Learner.ByPrototypes ? "active: prototypes" : "active: the trained last layer");
    }
}
