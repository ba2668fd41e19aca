using System.Collections.Concurrent;
using EdgeNet.Data;
using EdgeNet.Trainer.Engine;

namespace EdgeNet.Trainer.Training;

/// <summary>
/// What a teacher says of each batch. Of a sample as it is, it says the same in every epoch and is asked once; one that was changed
/// it judges as its student sees it. What it says depends on the sample alone, so threads may ask about the rows in any order.
/// </summary>
internal sealed class Lesson : IDisposable
{
    private readonly Teacher _teacher;
    private readonly Dataset _data;
    private readonly AugmentedBatch? _augmented;
    private readonly int _outputs;
    private readonly float[] _asTheyAre;
    private readonly float[] _answers;
    private readonly ConcurrentBag<TeacherVoice> _idle = [];

    /// <summary>Prepares for a training.</summary>
    /// <param name="teacher">Who teaches.</param>
    /// <param name="data">The samples.</param>
    /// <param name="rows">Samples in a batch.</param>
    /// <param name="augmented">How they look in a batch; null for as they are.</param>
    public Lesson(Teacher teacher, Dataset data, int rows, AugmentedBatch? augmented)
    {
        _teacher = teacher;
        _data = data;
        _augmented = augmented;
        _outputs = data.Labels.Length;
        _asTheyAre = augmented is null or { KeepsSome: true } ? teacher.TargetsFor(data) : [];
        _answers = new float[rows * _outputs];
    }

    /// <summary>Asks the teacher about some rows of a batch.</summary>
    /// <param name="samples">Index of each row's sample.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    public void Ask(ReadOnlySpan<int> samples, int from, int to)
    {
        Span<int> rows = stackalloc int[TeacherVoice.Samples];
        int changed = 0;
        for (int row = from; row < to; row++)
        {
            if (_augmented is null || !_augmented.IsChanged(row))
            {
                _asTheyAre.AsSpan(samples[row] * _outputs, _outputs).CopyTo(Row(row));
                continue;
            }

            rows[changed++] = row;
            if (changed == rows.Length)
            {
                AskAboutChanged(rows);
                changed = 0;
            }
        }

        AskAboutChanged(rows[..changed]);
    }

    /// <summary>The probabilities of a row, at the teacher's temperature.</summary>
    public ReadOnlySpan<float> Answers(int row) => Row(row);

    public void Dispose()
    {
        while (_idle.TryTake(out TeacherVoice? voice))
        {
            voice.Dispose();
        }
    }

    private Span<float> Row(int row) => _answers.AsSpan(row * _outputs, _outputs);

    private void AskAboutChanged(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        TeacherVoice voice = _idle.TryTake(out TeacherVoice? idle) ? idle : _teacher.VoiceFor(_data);
        for (int i = 0; i < rows.Length; i++)
        {
            _augmented!.CopyRaw(rows[i], voice.Sample(i));
        }

        ReadOnlySpan<float> answers = voice.Answer(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            answers.Slice(i * _outputs, _outputs).CopyTo(Row(rows[i]));
        }

        _idle.Add(voice);
    }
}
