using System;

namespace EdgeNet.Core;

/// <summary>
/// Learns by example on a board: a user says what the network has just seen, and the learner remembers what the last layer read. From that it makes a prototype
/// for each label and trains a copy of the last layer. Either becomes active only if it does better on the remembered samples than the network as it came,
/// judged on samples that it has not been made from. All of it is integers and a function of the presses alone, so that a board and a desktop have the same
/// bytes after the same presses. Nothing is allocated after loading. docs/learning.md describes the rules.
/// </summary>
public sealed partial class Learner
{
    /// <summary>What is active: the network as it came.</summary>
    public const int AsItCame = 0;

    /// <summary>What is active: the nearest prototype.</summary>
    public const int ByPrototypes = 1;

    /// <summary>What is active: the trained last layer.</summary>
    public const int ByTraining = 2;

    /// <summary>The most values that the last layer may read.</summary>
    public const int MaxTerms = 1024;

    /// <summary>The most labels, new ones included.</summary>
    public const int MaxLabels = 64;

    /// <summary>The most samples that can be remembered.</summary>
    public const int MaxRemembered = 250;

    /// <summary>Samples that every label needs before anything that was learned becomes active.</summary>
    public const int LeastSamples = 2;

    private readonly Network _network;
    private readonly int _modelCrc;
    private readonly int _terms;
    private readonly int _ownLabels;
    private readonly string[] _newLabels;
    private readonly Activations _seen;
    private readonly Prototypes _prototypes;
    private readonly Remembered _remembered;
    private readonly DeltaRule _rule;
    private readonly LearnedLayer _active;
    private readonly Trial _trial;
    private readonly int[] _sums;

    // What is active was made for so many labels: one that came after it has no row yet.
    private int _activeLabels;
    private bool _isNew;

    /// <summary>Prepares to learn.</summary>
    /// <param name="model">The model file; see <see cref="ProblemOf"/>.</param>
    /// <param name="network">The network that was loaded from it.</param>
    /// <param name="newLabels">Labels that may be added.</param>
    /// <param name="remembered">Samples that are remembered.</param>
    /// <exception cref="ArgumentException">The model cannot learn.</exception>
    public Learner(ModelFile model, Network network, int newLabels, int remembered)
    {
        string problem = ProblemOf(model, newLabels, remembered);
        if (problem.Length > 0)
        {
            throw new ArgumentException(problem);
        }

        LastLayer layer = new LastLayer(model);
        int labels = layer.Outputs + newLabels;
        _network = network;
        _modelCrc = model.HeaderCrc;
        _terms = layer.Terms;
        _ownLabels = layer.Outputs;
        LabelCount = _ownLabels;
        _newLabels = new string[newLabels];
        _seen = new Activations(_terms);
        _prototypes = new Prototypes(_terms, labels);
        _remembered = new Remembered(_terms, remembered);
        _rule = new DeltaRule(layer, model.Output, labels);
        _active = new LearnedLayer(_terms, labels);
        _sums = new int[labels];
        _trial = new Trial(_prototypes, _remembered, _rule, new LearnedLayer(_terms, labels), new Activations(_terms), _sums);
        Problem = "";
    }

    /// <summary>Number of labels, those that were added included.</summary>
    public int LabelCount { get; private set; }

    /// <summary>Number of the network's own labels.</summary>
    public int OwnLabelCount
    {
        get { return _ownLabels; }
    }

    /// <summary>Labels that can still be added.</summary>
    public int LabelRoom
    {
        get { return _ownLabels + _newLabels.Length - LabelCount; }
    }

    /// <summary>What is active: <see cref="AsItCame"/>, <see cref="ByPrototypes"/> or <see cref="ByTraining"/>.</summary>
    public int Active { get; private set; }

    /// <summary>Index of the last answer.</summary>
    public int Best { get; private set; }

    /// <summary>How certain the last answer is, 0 to 100; 0 if the input was outside of the model's range.</summary>
    public int ConfidencePercent { get; private set; }

    /// <summary>What was wrong with the last order; empty for nothing.</summary>
    public string Problem { get; private set; }

    /// <summary>Samples that are remembered.</summary>
    public int RememberedCount
    {
        get { return _remembered.Count; }
    }

    /// <summary>Whether the last sample can be taken back.</summary>
    public bool CanUndo
    {
        get { return _remembered.Undo != Remembered.NoUndo; }
    }

    /// <summary>Whether <see cref="Work"/> has something to do before what was learned is judged.</summary>
    public bool IsWorking
    {
        get { return !_trial.IsDone; }
    }

    /// <summary>Why a model cannot learn.</summary>
    /// <param name="model">A model file.</param>
    /// <param name="newLabels">Labels that may be added.</param>
    /// <param name="remembered">Samples that are remembered: <see cref="LeastSamples"/> for each label or more, up to <see cref="MaxRemembered"/>.</param>
    /// <returns>The reason; empty if it can.</returns>
    public static string ProblemOf(ModelFile model, int newLabels, int remembered)
    {
        if (model.Output.Task == ModelFormat.Classification && model.Layers[model.Layers.Length - 1].Matrix == null)
        {
            return "the last layer has no weights that could learn: end the network with its dense layer";
        }

        if (model.Output.Task != ModelFormat.Classification || model.Output.Function != ModelFormat.Softmax)
        {
            return "only models that choose one of several labels can learn on a board";
        }

        LastLayer layer = new LastLayer(model);

        if (layer.Terms > MaxTerms || layer.MaxInput > 255)
        {
            return "the last layer reads " + layer.Terms + " values up to " + layer.MaxInput + "; to learn on a board, it may read " + MaxTerms + " up to 255: add a dense layer before it";
        }

        int labels = layer.Outputs + newLabels;
        if (newLabels < 0 || labels < 2 || labels > MaxLabels)
        {
            return layer.Outputs + " labels and room for " + newLabels + "; on a board, 2 to " + MaxLabels + " in all can be learned";
        }

        return remembered < LeastSamples * labels || remembered > MaxRemembered
            ? "room for " + remembered + " samples; " + labels + " labels need " + (LeastSamples * labels) + " to " + MaxRemembered
            : "";
    }

    /// <summary>Bytes of managed heap that a learner keeps, counted as the nanoFramework interpreter allocates; the texts of new labels come on top.</summary>
    /// <param name="model">A model file that can learn.</param>
    /// <param name="newLabels">Labels that may be added.</param>
    /// <param name="remembered">Samples that are remembered.</param>
    /// <returns>Bytes.</returns>
    public static int RequiredRam(ModelFile model, int newLabels, int remembered)
    {
        LastLayer layer = new LastLayer(model);
        int terms = layer.Terms;
        int labels = layer.Outputs + newLabels;
        return Ram.ObjectBytes(20) + Ram.ArrayBytes(Ram.ReferenceBytes, newLabels) + (2 * Activations.RequiredRam(terms)) + Prototypes.RequiredRam(terms, labels)
            + Remembered.RequiredRam(terms, remembered) + DeltaRule.RequiredRam(terms, labels) + (2 * LearnedLayer.RequiredRam(terms, labels))
            + Trial.RequiredRam(remembered) + Ram.ArrayBytes(4, labels);
    }

    /// <summary>The text of a label.</summary>
    /// <param name="label">0 to LabelCount - 1.</param>
    /// <returns>The text; empty for a label that has been forgotten.</returns>
    public string Label(int label)
    {
        return label < _ownLabels ? _network.Label(label) : label < LabelCount ? _newLabels[label - _ownLabels] : "";
    }

    /// <summary>The label of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>0 to LabelCount - 1; -1 if there is none.</returns>
    public int Find(string text)
    {
        for (int o = 0; o < LabelCount; o++)
        {
            if (Label(o) == text)
            {
                return o;
            }
        }

        return -1;
    }

    /// <summary>Samples of a label so far.</summary>
    /// <param name="label">0 to LabelCount - 1.</param>
    /// <returns>Number of samples, those included that are remembered only in the prototype.</returns>
    public int SampleCount(int label)
    {
        return _prototypes.Counts[label];
    }

    /// <summary>How many of the remembered samples would be right, each judged without it; known once <see cref="IsWorking"/> is false.</summary>
    /// <param name="by">What answers: <see cref="AsItCame"/>, <see cref="ByPrototypes"/> or <see cref="ByTraining"/>.</param>
    /// <returns>Number of samples.</returns>
    public int RightCount(int by)
    {
        return _trial.Right[by];
    }

    /// <summary>Looks at what the network has just classified, and answers by what is active: never a label that came after it.</summary>
    /// <returns>Index of the label.</returns>
    public int Answer()
    {
        _network.CopyHidden(_seen.Values);
        _isNew = true;
        if (Active == AsItCame)
        {
            Best = _network.Best;
            ConfidencePercent = _network.ConfidencePercent();
            return Best;
        }

        _seen.Find();
        _active.Run(_seen, _activeLabels, _sums);
        Best = LearnedLayer.Best(_sums, _activeLabels);
        ConfidencePercent = _network.IsOutside ? 0 : Active == ByTraining ? _rule.Percent(_sums, _activeLabels, Best) : Nearness();
        return Best;
    }

    /// <summary>Learns that the last answer should have been a certain label.</summary>
    /// <param name="text">The label. One that is new is added: 1 to 63 visible ASCII characters.</param>
    /// <returns>Index of the label; -1 if that cannot be learned, and <see cref="Problem"/> says why.</returns>
    public int Press(string text)
    {
        Problem = _isNew ? "" : "nothing has been classified since the last sample";
        int label = Problem.Length > 0 ? -1 : FindOrAdd(text);
        if (label >= 0 && _prototypes.Counts[label] >= Prototypes.MaxSamples)
        {
            Problem = "this label has " + Prototypes.MaxSamples + " samples, which is the most";
            label = -1;
        }

        if (label >= 0)
        {
            _isNew = false;
            _prototypes.Add(_seen.Values, label, 1);
            _remembered.Add(_seen.Values, label, _network.Best, _sums);
            _trial.Begin(LabelCount);
        }

        return label;
    }

    /// <summary>Takes the last sample back, as if it had never come.</summary>
    /// <returns>False if there is none; <see cref="Problem"/> says so.</returns>
    public bool Undo()
    {
        Problem = CanUndo ? "" : "there is nothing to undo: only the last sample can be taken back";
        if (!CanUndo)
        {
            return false;
        }

        int last = _remembered.Count - 1;
        int label = _remembered.Labels[last];
        _prototypes.Add(_remembered.Samples[last], label, -1);
        _remembered.TakeBack();
        if (label >= _ownLabels && label == LabelCount - 1 && _prototypes.Counts[label] == 0)
        {
            LabelCount--;
            _newLabels[label - _ownLabels] = null;
        }

        _trial.Begin(LabelCount);
        return true;
    }

    /// <summary>Forgets everything: labels that were added, too.</summary>
    public void Forget()
    {
        for (int o = 0; o < LabelCount; o++)
        {
            Array.Clear(_prototypes.Sums[o], 0, _terms);
            _prototypes.Counts[o] = 0;
        }

        for (int i = 0; i < _newLabels.Length; i++)
        {
            _newLabels[i] = null;
        }

        _remembered.Count = 0;
        _remembered.Undo = Remembered.NoUndo;
        LabelCount = _ownLabels;
        Active = AsItCame;
        _trial.Begin(LabelCount);
        _trial.End();
    }

    /// <summary>
    /// Does a little of what is to be done after a press: a sample is learned or judged. In the end, what does best on the remembered samples becomes active.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    public bool Work()
    {
        if (!_trial.IsDone && !_trial.Step())
        {
            Active = _trial.Choice;
            _activeLabels = LabelCount;
            if (Active != AsItCame)
            {
                _active.CopyFrom(_trial.Layer, LabelCount);
            }
        }

        return IsWorking;
    }

    // The squared distances to the two nearest prototypes, squared again: 50 between two of them, 100 on one.
    private int Nearness()
    {
        int second = Best == 0 ? 1 : 0;
        for (int o = 0; o < _activeLabels; o++)
        {
            second = o != Best && _sums[o] > _sums[second] ? o : second;
        }

        // |a - m|^2 = a.a - score / 8, where the roundings may leave a little less than nothing.
        long first = (8 * _seen.Square) - _sums[Best];
        long next = (8 * _seen.Square) - _sums[second];
        first = first < 1 ? 1 : first;
        next = next < 1 ? 1 : next;
        long share = (next << 10) / (first + next);
        long rest = 1024 - share;
        return (int)(((200 * share * share) + (share * share) + (rest * rest)) / (2 * ((share * share) + (rest * rest))));
    }

    // Gives -1 and says why if a label cannot be added.
    private int FindOrAdd(string text)
    {
        Problem = "";
        int label = Find(text);
        if (label >= 0)
        {
            return label;
        }

        Problem = !IsName(text) ? "a new label needs 1 to " + ModelFormat.MaxLabelLength + " ASCII characters"
            : LabelRoom == 0 ? "there is no room for another label: " + _newLabels.Length + " can be added" : "";
        if (Problem.Length > 0)
        {
            return -1;
        }

        _newLabels[LabelCount - _ownLabels] = text;
        LabelCount++;
        return LabelCount - 1;
    }

    private static bool IsName(string text)
    {
        bool isName = text.Length > 0 && text.Length <= ModelFormat.MaxLabelLength;
        for (int i = 0; i < text.Length; i++)
        {
            isName &= text[i] >= ' ' && text[i] <= '~';
        }

        return isName;
    }
}
