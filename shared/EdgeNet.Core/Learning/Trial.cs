using System;

namespace EdgeNet.Core;

/// <summary>
/// Judges what can be made of the remembered samples against the network as it came, step by step. Prototypes are judged by leaving out each sample in turn. The trained
/// layer is judged in four parts: it is trained from the start on the samples of three of them, and judged on the fourth. In the end, the layer that
/// won is made of all samples.
/// </summary>
internal sealed class Trial
{
    private const int Parts = 4;
    private const int Epochs = 6;

    // To become active, what was learned must be right where the network was wrong (a win) more often than the other way round (a loss): by so many samples at least,
    // and (wins - losses)^2 must be at least so many times (wins + losses). Prototypes know nothing of the training, so they have more to prove; the trained layer begins
    // with the network's own weights, so little is lost if it wins by chance.
    private const int LeastMoreByPrototypes = 3;
    private const int LeastMoreByTraining = 2;
    private const int EvidenceForPrototypes = 4;
    private const int EvidenceForTraining = 1;

    private const int Done = 0;
    private const int Rows = 1;
    private const int JudgeRows = 2;
    private const int Train = 3;
    private const int JudgePart = 4;
    private const int TrainAll = 5;
    private const int RowsAgain = 6;

    private readonly Prototypes _prototypes;
    private readonly Remembered _remembered;
    private readonly DeltaRule _rule;
    private readonly Activations _x;
    private readonly int[] _sums;
    private readonly int[] _wins = new int[3];
    private readonly int[] _losses = new int[3];

    // Which part a sample is in: the samples of each label are dealt out in turn.
    private readonly byte[] _parts;
    private int _labels;
    private int _phase;
    private int _part;
    private int _epoch;
    private int _at;

    /// <summary>Prepares.</summary>
    public Trial(Prototypes prototypes, Remembered remembered, DeltaRule rule, LearnedLayer layer, Activations x, int[] sums)
    {
        _prototypes = prototypes;
        _remembered = remembered;
        _rule = rule;
        _x = x;
        _sums = sums;
        _parts = new byte[remembered.Room];
        Layer = layer;
    }

    /// <summary>The layer that won.</summary>
    public readonly LearnedLayer Layer;

    /// <summary>How many samples are right by the network as it came, by prototypes and by the trained layer.</summary>
    public readonly int[] Right = new int[3];

    /// <summary>Which of them should be active.</summary>
    public int Choice { get; private set; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsDone
    {
        get { return _phase == Done; }
    }

    /// <summary>Heap bytes of it, without its layer.</summary>
    public static int RequiredRam(int remembered)
    {
        return Ram.ObjectBytes(16) + (3 * Ram.ArrayBytes(4, 3)) + Ram.ArrayBytes(1, remembered);
    }

    /// <summary>Begins anew, with the samples as they are now.</summary>
    public void Begin(int labels)
    {
        _labels = labels;
        Array.Clear(Right, 0, Right.Length);
        Array.Clear(_wins, 0, _wins.Length);
        Array.Clear(_losses, 0, _losses.Length);
        Choice = Learner.AsItCame;
        Array.Clear(_sums, 0, _sums.Length);
        for (int i = 0; i < _remembered.Count; i++)
        {
            int label = _remembered.Labels[i];
            _parts[i] = (byte)(_sums[label] % Parts);
            _sums[label]++;
        }

        Go(Rows);
    }

    /// <summary>Ends without a result.</summary>
    public void End()
    {
        _phase = Done;
    }

    /// <summary>Does a step.</summary>
    /// <returns>Whether there is another one.</returns>
    public bool Step()
    {
        switch (_phase)
        {
            case Rows:
            case RowsAgain:
                WriteRow();
                break;
            case JudgeRows:
                JudgePrototypes();
                break;
            case Train:
            case TrainAll:
                Learn();
                break;
            case JudgePart:
                JudgeTrained();
                break;
        }

        return _phase != Done;
    }

    private void Go(int phase)
    {
        _phase = phase;
        _at = 0;
        _epoch = 0;
        if (phase == Train || phase == TrainAll)
        {
            Layer.CopyFrom(_rule.Start, _labels);
        }
    }

    private void WriteRow()
    {
        bool hasAll = _remembered.Count > 0;
        for (int o = 0; o < _labels; o++)
        {
            hasAll &= _prototypes.Counts[o] >= Learner.LeastSamples;
        }

        if (!hasAll)
        {
            CountNetwork();
            _phase = Done;
            return;
        }

        _prototypes.WriteRow(_at++, Layer);
        if (_at == _labels)
        {
            Go(_phase == Rows ? JudgeRows : Done);
        }
    }

    // Before every label has samples, the network is counted all the same, for people.
    private void CountNetwork()
    {
        for (int i = 0; i < _remembered.Count; i++)
        {
            Right[Learner.AsItCame] += _remembered.Answers[i] == _remembered.Labels[i] ? 1 : 0;
        }
    }

    private void JudgePrototypes()
    {
        Look(_at);
        int label = _remembered.Labels[_at];
        Layer.Run(_x, _labels, _sums);
        _sums[label] = _prototypes.ScoreWithout(_x.Values, label);
        Count(Learner.ByPrototypes, _at, LearnedLayer.Best(_sums, _labels));
        Right[Learner.AsItCame] += _remembered.Answers[_at] == label ? 1 : 0;
        _at++;
        if (_at == _remembered.Count)
        {
            _part = 0;
            Go(Train);
        }
    }

    private void Learn()
    {
        int count = _remembered.Count;
        int sample = (int)((long)_at * Stride(count) % count);
        if (_phase == TrainAll || _parts[sample] != _part)
        {
            Look(sample);
            _rule.Learn(Layer, _x, _remembered.Labels[sample], _labels);
        }

        _at++;
        if (_at == count)
        {
            _at = 0;
            _epoch++;
            if (_epoch == Epochs)
            {
                Go(_phase == Train ? JudgePart : Done);
            }
        }
    }

    private void JudgeTrained()
    {
        if (_parts[_at] == _part)
        {
            Look(_at);
            Layer.Run(_x, _labels, _sums);
            Count(Learner.ByTraining, _at, LearnedLayer.Best(_sums, _labels));
        }

        _at++;
        if (_at == _remembered.Count)
        {
            _part++;
            if (_part < Parts)
            {
                Go(Train);
            }
            else
            {
                Choose();
            }
        }
    }

    private void Choose()
    {
        bool prototypes = IsBetter(Learner.ByPrototypes, LeastMoreByPrototypes, EvidenceForPrototypes);
        bool training = IsBetter(Learner.ByTraining, LeastMoreByTraining, EvidenceForTraining);
        if (training && (!prototypes || Right[Learner.ByTraining] > Right[Learner.ByPrototypes]))
        {
            Choice = Learner.ByTraining;
            Go(TrainAll);
        }
        else if (prototypes)
        {
            Choice = Learner.ByPrototypes;
            Go(RowsAgain);
        }
        else
        {
            _phase = Done;
        }
    }

    private bool IsBetter(int by, int leastMore, int evidence)
    {
        int more = _wins[by] - _losses[by];
        return more >= leastMore && more * more >= evidence * (_wins[by] + _losses[by]);
    }

    private void Count(int by, int sample, int answer)
    {
        int label = _remembered.Labels[sample];
        bool wasRight = _remembered.Answers[sample] == label;
        bool isRight = answer == label;
        Right[by] += isRight ? 1 : 0;
        _wins[by] += isRight && !wasRight ? 1 : 0;
        _losses[by] += wasRight && !isRight ? 1 : 0;
    }

    private void Look(int sample)
    {
        Array.Copy(_remembered.Samples[sample], 0, _x.Values, 0, _x.Values.Length);
        _x.Find();
    }

    // Far steps through the samples, so that those of one label, which often come in a row, are not learned in a row: about 0.618 of their number, and no
    // divisor in common with it.
    private static int Stride(int count)
    {
        int stride = (count * 5 / 8) + 1;
        while (HasCommonDivisor(stride, count))
        {
            stride--;
        }

        return stride;
    }

    private static bool HasCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            int rest = a % b;
            a = b;
            b = rest;
        }

        return a != 1;
    }
}
