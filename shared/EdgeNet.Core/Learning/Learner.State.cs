namespace EdgeNet.Core;

/// <content>What is kept through a power cut. docs/learning.md has the bytes.</content>
public sealed partial class Learner
{
    private const int Magic = 0x4E4C4445;
    private const int CountBytes = 2;
    private const int SumBytes = 3;

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

        if (active > ByTraining || undo > Remembered.UndoBoth || (undo == Remembered.UndoLast && count == 0) || forgottenAt >= _remembered.Room)
        {
            return "what was learned is damaged";
        }

        for (int by = AsItCame; by <= ByTraining; by++)
        {
            _trial.Right[by] = reader.Number(1);
        }

        if (!ReadLabels(reader, labels) || !ReadPrototypes(reader) || !ReadSamples(reader, count, undo == Remembered.UndoBoth) || (active == ByTraining && !ReadRows(reader)))
        {
            return "what was learned is damaged";
        }

        _remembered.Count = count;
        _remembered.Undo = undo;
        _remembered.ForgottenAt = forgottenAt;
        Active = active;
        return "";
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

    private bool ReadPrototypes(LearnedReader reader)
    {
        for (int o = 0; o < LabelCount; o++)
        {
            int count = reader.Number(CountBytes);
            int[] sums = _prototypes.Sums[o];
            for (int i = 0; i < _terms && count > 0; i++)
            {
                sums[i] = reader.Number(SumBytes);
                if (sums[i] > 255 * count)
                {
                    return false;
                }
            }

            _prototypes.Counts[o] = count;
        }

        return true;
    }

    private bool ReadSamples(LearnedReader reader, int count, bool hasForgotten)
    {
        for (int s = 0; s < count + (hasForgotten ? 1 : 0); s++)
        {
            _remembered.Labels[s] = (byte)reader.Number(1);
            _remembered.Answers[s] = (byte)reader.Number(1);
            byte[] activations = _remembered.Samples[s];
            for (int i = 0; i < _terms; i++)
            {
                activations[i] = (byte)reader.Number(1);
            }

            if (_remembered.Labels[s] >= LabelCount || _remembered.Answers[s] >= _ownLabels || (s < count && !IsInSums(s)))
            {
                return false;
            }
        }

        return true;
    }

    // A sample can be taken out of its prototype again.
    private bool IsInSums(int sample)
    {
        int label = _remembered.Labels[sample];
        int[] sums = _prototypes.Sums[label];
        byte[] activations = _remembered.Samples[sample];
        bool isIn = _prototypes.Counts[label] > 0;
        for (int i = 0; i < _terms; i++)
        {
            isIn &= activations[i] <= sums[i];
        }

        return isIn;
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
