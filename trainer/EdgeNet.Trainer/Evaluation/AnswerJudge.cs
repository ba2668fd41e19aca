using EdgeNet.Data;

namespace EdgeNet.Trainer.Evaluation;

/// <summary>
/// Compares answers with the data and counts: the one place that decides what is correct. A classification is correct if the class has the largest logit,
/// yes-or-no outputs if all of them are correct; a regression has errors instead. May be used from many threads; the score does not depend on their order.
/// </summary>
public sealed class AnswerJudge
{
    private readonly Dataset _data;
    private readonly int _outputs;
    private readonly int[][] _confusion;
    private readonly double[] _squares, _largest;
    private readonly bool[] _judged;
    private int _samples, _right;

    /// <summary>Begins to count.</summary>
    /// <param name="data">The expected answers; labels in the order of the network's outputs.</param>
    public AnswerJudge(Dataset data)
    {
        _data = data;
        _outputs = data.Labels.Length;
        int width = data.Task switch { TaskKind.Classification or TaskKind.Anomaly => _outputs, TaskKind.MultiLabel => 4, _ => 0 };
        _confusion = [.. Enumerable.Range(0, width == 0 ? 0 : _outputs).Select(_ => new int[width])];
        _squares = new double[data.Task == TaskKind.Regression ? data.Count : 0];
        _largest = new double[_squares.Length];
        _judged = new bool[_squares.Length];
    }

    /// <summary>Counts an answer.</summary>
    /// <param name="sample">The sample, each once.</param>
    /// <param name="answer">The network's answer.</param>
    public void Judge(int sample, IAnswer answer)
    {
        Interlocked.Increment(ref _samples);
        bool right = _data.Task switch
        {
            TaskKind.Classification or TaskKind.Anomaly => JudgeClass(sample, answer),
            TaskKind.MultiLabel => JudgeOutputs(sample, answer),
            _ => JudgeNumbers(sample, answer),
        };
        if (right)
        {
            Interlocked.Increment(ref _right);
        }
    }

    /// <summary>The score of the answers so far.</summary>
    /// <returns>The score; of no samples, all zero.</returns>
    public Score Score()
    {
        int samples = Math.Max(1, _samples);
        return _data.Task == TaskKind.Regression
            ? new Score(_samples, 0, Math.Sqrt(_squares.Sum() / samples), _largest.DefaultIfEmpty().Max(), ShareExplained(), _confusion)
            : new Score(_samples, (double)_right / samples, 0, 0, double.NaN, _confusion);
    }

    // 1 - (sum of squared errors) / (sum of squared distances from the mean), over all outputs.
    private double ShareExplained()
    {
        double distances = 0;
        for (int o = 0; o < _outputs; o++)
        {
            double[] targets = [.. Enumerable.Range(0, _judged.Length).Where(s => _judged[s]).Select(s => (double)_data.Target(s, o))];
            double mean = targets.DefaultIfEmpty().Average();
            distances += targets.Sum(t => (t - mean) * (t - mean)) / _outputs;
        }

        return distances > 0 ? 1 - (_squares.Sum() / distances) : double.NaN;
    }

    private bool JudgeClass(int sample, IAnswer answer)
    {
        int actual = _data.ClassOf(sample), answered = answer.Best;
        Interlocked.Increment(ref _confusion[actual][answered]);
        return actual == answered;
    }

    private bool JudgeOutputs(int sample, IAnswer answer)
    {
        bool right = true;
        for (int o = 0; o < _outputs; o++)
        {
            bool actual = _data.Target(sample, o) > 0.5f, answered = answer.IsOn(o);
            Interlocked.Increment(ref _confusion[o][(actual ? 2 : 0) + (answered ? 1 : 0)]);
            right &= actual == answered;
        }

        return right;
    }

    private bool JudgeNumbers(int sample, IAnswer answer)
    {
        for (int o = 0; o < _outputs; o++)
        {
            double error = answer.Value(o) - _data.Target(sample, o);
            _squares[sample] += error * error / _outputs;
            _largest[sample] = Math.Max(_largest[sample], Math.Abs(error));
        }

        _judged[sample] = true;

        return false;
    }
}
