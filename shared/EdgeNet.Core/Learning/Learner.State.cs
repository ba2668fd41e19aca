using System;

namespace EdgeNet.Core;

/// <content>What is kept through a power cut. docs/learning.md has the bytes.</content>
public sealed partial class Learner
{
    private const int Magic = 0x4E4C4445;
    private const int CountBytes = 2;
    private const int SumBytes = 3;
    private const string Damaged = "what was learned is damaged";

    /// <summary>Writes what was learned. <see cref="IsWorking"/> must be false.</summary>
    /// <param name="writer">Receives it.</param>
    public void Write(LearnedWriter writer)
    {
        writer.Begin();
        writer.Number(Magic, 4);
        writer.Number(_modelCrc, 4);
        writer.Number(_terms, 2);
        writer.Number(_ownLabels, 1);
        writer.Number(LabelCount - _ownLabels, 1);
        writer.Number(Active, 1);
        writer.Number(_remembered.Count, 1);
        writer.Number(_remembered.Undo, 1);
        writer.Number(_remembered.Undo == Remembered.UndoBoth ? _remembered.ForgottenAt : 0, 1);
        for (int by = AsItCame; by <= ByTraining; by++)
        {
            writer.Number(_trial.Right[by], 1);
        }

        for (int o = _ownLabels; o < LabelCount; o++)
        {
            string text = Label(o);
            writer.Number(text.Length, 1);
            for (int i = 0; i < text.Length; i++)
            {
                writer.Number(text[i], 1);
            }
        }

        for (int o = 0; o < LabelCount; o++)
        {
            writer.Number(_prototypes.Counts[o], CountBytes);
            int[] sums = _prototypes.Sums[o];
            for (int i = 0; i < _terms && _prototypes.Counts[o] > 0; i++)
            {
                writer.Number(sums[i], SumBytes);
            }
        }

        for (int s = 0; s < _remembered.Count; s++)
        {
            WriteSample(writer, s);
        }

        if (_remembered.Undo == Remembered.UndoBoth)
        {
            WriteSample(writer, _remembered.Room);
        }

        for (int o = 0; o < LabelCount && Active == ByTraining; o++)
        {
            writer.Number(_active.Biases[o], 4);
            short[] row = _active.Weights[o];
            for (int i = 0; i < _terms; i++)
            {
                writer.Number(row[i], 2);
            }
        }

        writer.End();
    }

    /// <summary>Goes on from what was learned before.</summary>
    /// <param name="reader">Gives what <see cref="Write"/> wrote.</param>
    /// <returns>False if it is of another model, does not fit, or is damaged: then everything has been forgotten, and <see cref="Problem"/> says why.</returns>
    public bool Read(LearnedReader reader)
    {
        Forget();
        reader.Begin();
        Problem = ReadAll(reader);
        Problem = Problem.Length == 0 && reader.HasFailed ? "what was learned ends too early" : Problem;
        if (Problem.Length > 0)
        {
            string problem = Problem;
            Forget();
            Problem = problem;
            return false;
        }

        _activeLabels = LabelCount;
        for (int o = 0; o < LabelCount && Active == ByPrototypes; o++)
        {
            _prototypes.WriteRow(o, _active);
        }

        return true;
    }

    private void WriteSample(LearnedWriter writer, int sample)
    {
        writer.Number(_remembered.Labels[sample], 1);
        writer.Number(_remembered.Answers[sample], 1);
        byte[] activations = _remembered.Samples[sample];
        for (int i = 0; i < _terms; i++)
        {
            writer.Number(activations[i], 1);
        }
    }

    // Gives what is wrong. Every number is checked before it is relied on, even those that a CRC has covered.
    private string ReadAll(LearnedReader reader)
    {
        if (reader.Number(4) != Magic)
        {
            return "this is nothing that was learned";
        }

        if (reader.Number(4) != _modelCrc || reader.Number(2) != _terms || reader.Number(1) != _ownLabels)
        {
            return "it was learned with another model";
        }

        int labels = reader.Number(1);
        int active = reader.Number(1);
        int count = reader.Number(1);
        int undo = reader.Number(1);
        int forgottenAt = reader.Number(1);
        if (labels > _newLabels.Length || count > _remembered.Room || (undo == Remembered.UndoBoth && count != _remembered.Room))
        {
            return "it was learned with room for other numbers of labels or samples";
        }

        if (active > ByTraining || undo > Remembered.UndoBoth || (undo == Remembered.UndoLast && count == 0) || forgottenAt >= (undo == Remembered.UndoBoth ? count : 1))
        {
            return Damaged;
        }

        _remembered.Count = count;
        _remembered.Undo = undo;
        _remembered.ForgottenAt = forgottenAt;
        Active = active;
        if (!ReadRight(reader, count) || !ReadLabels(reader, labels))
        {
            return Damaged;
        }

        ReadPrototypes(reader);
        return ReadSamples(reader) && PrototypesHaveSamples() && LabelsHaveSamples() && (active != ByTraining || ReadRows(reader)) ? "" : Damaged;
    }

    private bool ReadRight(LearnedReader reader, int count)
    {
        bool fits = true;
        for (int by = AsItCame; by <= ByTraining; by++)
        {
            _trial.Right[by] = reader.Number(1);
            fits &= _trial.Right[by] <= count;
        }

        return fits;
    }

    private bool ReadLabels(LearnedReader reader, int count)
    {
        for (int o = 0; o < count; o++)
        {
            char[] text = new char[reader.Number(1)];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (char)reader.Number(1);
            }

            // One that is there already would be found, and not added.
            if (FindOrAdd(new string(text)) != _ownLabels + o)
            {
                return false;
            }
        }

        return true;
    }

    private void ReadPrototypes(LearnedReader reader)
    {
        for (int o = 0; o < LabelCount; o++)
        {
            int count = reader.Number(CountBytes);
            int[] sums = _prototypes.Sums[o];
            for (int i = 0; i < _terms && count > 0; i++)
            {
                sums[i] = reader.Number(SumBytes);
            }

            _prototypes.Counts[o] = count;
        }
    }

    private bool ReadSamples(LearnedReader reader)
    {
        for (int s = 0; s < KeptSamples(); s++)
        {
            _remembered.Labels[s] = (byte)reader.Number(1);
            _remembered.Answers[s] = (byte)reader.Number(1);
            byte[] activations = _remembered.Samples[s];
            for (int i = 0; i < _terms; i++)
            {
                activations[i] = (byte)reader.Number(1);
            }

            if (_remembered.Labels[s] >= LabelCount || _remembered.Answers[s] >= _ownLabels)
            {
                return false;
            }
        }

        return true;
    }

    // The one that was forgotten last is behind those that are remembered, and there is room for no other one then.
    private int KeptSamples()
    {
        return _remembered.Count + (_remembered.Undo == Remembered.UndoBoth ? 1 : 0);
    }

    // What is left of the prototypes without the samples that are kept must be of earlier samples.
    private bool PrototypesHaveSamples()
    {
        AddKept(-1);
        bool fits = true;
        for (int o = 0; o < LabelCount; o++)
        {
            fits &= _prototypes.IsPossible(o);
        }

        AddKept(1);
        return fits;
    }

    private void AddKept(int times)
    {
        for (int s = 0; s < KeptSamples(); s++)
        {
            _prototypes.Add(_remembered.Samples[s], _remembered.Labels[s], times);
        }
    }

    // Samples are forgotten for others only where a label has more than LeastSamples, so that these remain; also if the last sample is taken back.
    private bool LabelsHaveSamples()
    {
        Array.Clear(_sums, 0, _sums.Length);
        for (int s = 0; s < _remembered.Count; s++)
        {
            _sums[_remembered.Labels[s]]++;
        }

        int last = _remembered.Undo == Remembered.NoUndo ? -1 : _remembered.Labels[_remembered.Count - 1];
        int comesBack = _remembered.Undo == Remembered.UndoBoth ? _remembered.Labels[_remembered.Room] : -1;
        bool fits = true;
        for (int o = 0; o < LabelCount; o++)
        {
            int count = _prototypes.Counts[o];
            int taken = o == last ? 1 : 0;
            int given = o == comesBack ? 1 : 0;
            fits &= AreEnough(_sums[o], count) && AreEnough(_sums[o] - taken + given, count - taken) && (count >= LeastSamples || Active == AsItCame);
        }

        return fits;
    }

    private static bool AreEnough(int remembered, int samples)
    {
        return remembered >= (samples < LeastSamples ? samples : LeastSamples);
    }

    private bool ReadRows(LearnedReader reader)
    {
        int most = LearnedLayer.MaxWeight(_terms);
        for (int o = 0; o < LabelCount; o++)
        {
            int bias = reader.Number(4);
            short[] row = _active.Weights[o];
            _active.Biases[o] = bias;
            bool fits = bias >= -LearnedLayer.MaxBias && bias <= LearnedLayer.MaxBias;
            for (int i = 0; i < _terms; i++)
            {
                row[i] = (short)reader.Number(2);
                fits &= row[i] >= -most && row[i] <= most;
            }

            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
