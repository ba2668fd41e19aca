using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Evaluation;

/// <summary>Tests networks on datasets.</summary>
public static class Evaluator
{
    /// <summary>Tests a network in floating point.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples.</param>
    /// <returns>The score.</returns>
    public static Score Evaluate(FloatNetwork network, Dataset data)
    {
        using NetworkParameters parameters = new(network);
        return Evaluate(data, () => new FloatRunner(network, parameters, data));
    }

    /// <summary>Tests a model file with the code that runs on a board.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <returns>The score.</returns>
    /// <exception cref="UserException">The data do not have the shape of the model's input, or another task.</exception>
    public static Score Evaluate(ModelFile model, Dataset data)
    {
        CheckFit(model, data);
        data = LabelMap.Apply(data, model.Labels);
        return Evaluate(data, () => new ModelRunner(model, data));
    }

    /// <summary>The mean loss of a network in floating point: cross-entropy, or half the squared error of a regression.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples.</param>
    /// <returns>The loss; not a number without samples.</returns>
    public static double MeanLoss(FloatNetwork network, Dataset data)
    {
        HeldOutSamples samples = new(weights: null);
        samples.Add(network, data);
        return samples.Count == 0 ? double.NaN : samples.Losses().Average();
    }

    /// <summary>Makes sure that data can be given to a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="UserException">They cannot.</exception>
    public static void CheckFit(ModelFile model, Dataset data)
    {
        if (model.Input.Count != data.Shape.Count)
        {
            throw new UserException($"the model expects {model.Input.Count} values ({ShapeOf(model)}), but {data.Name} has {data.Shape.Count} ({data.Shape})");
        }

        if (model.Output.Task != (int)data.Task)
        {
            throw new UserException($"the model's task is {(TaskKind)model.Output.Task}, but {data.Name} is for {data.Task}");
        }
    }

    /// <summary>The input shape of a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The shape.</returns>
    public static Shape ShapeOf(ModelFile model) => new(model.Input.Rank, model.Input.Height, model.Input.Width, model.Input.Channels);

    private static Score Evaluate(Dataset data, Func<Runner> createRunner)
    {
        AnswerJudge judge = new(data);
        CalibrationError? calibration = data.Task == TaskKind.Classification ? new(data.Count) : null;
        int[] answers = new int[data.Windows is null ? 0 : data.Count];
        float[] confidences = new float[answers.Length];
        Parallel.For(0, (data.Count + Runner.Samples - 1) / Runner.Samples, createRunner, (part, _, runner) =>
        {
            int first = part * Runner.Samples, count = Math.Min(Runner.Samples, data.Count - first);
            runner.Run(first, count);
            for (int i = 0; i < count; i++)
            {
                IAnswer answer = runner.Answer(i);
                judge.Judge(first + i, answer);
                calibration?.Add(first + i, answer.Value(answer.Best), answer.Best == data.ClassOf(first + i));
                if (answers.Length > 0)
                {
                    (answers[first + i], confidences[first + i]) = (answer.Best, answer.Value(answer.Best));
                }
            }

            return runner;
        }, runner => runner.Dispose());
        return judge.Score() with
        {
            CalibrationError = calibration?.Value(),
            Recordings = data.Windows is null || data.Task != TaskKind.Classification ? null : RecordingScore.Of(data, answers, confidences),
        };
    }

    // What answers for some samples at a time; each thread has one.
    private abstract class Runner : IDisposable
    {
        public const int Samples = 64;

        public abstract void Run(int first, int count);

        // Good until the next is asked for.
        public abstract IAnswer Answer(int i);

        public abstract void Dispose();
    }

    private sealed class FloatRunner(FloatNetwork network, NetworkParameters parameters, Dataset data) : Runner, IAnswer
    {
        private readonly FloatEngine _engine = FloatEngine.Create(network, parameters, data, Samples);
        private readonly float[] _values = new float[data.Labels.Length];

        // The first of the largest.
        public int Best
        {
            get
            {
                int best = 0;
                for (int o = 1; o < _values.Length; o++)
                {
                    best = _values[o] > _values[best] ? o : best;
                }

                return best;
            }
        }

        public bool IsOn(int output) => _values[output] > 0.5f;

        public float Value(int output) => _values[output];

        public override void Run(int first, int count)
        {
            _engine.Load([.. Enumerable.Range(first, count)], 0, count);
            _engine.Run(0, count);
        }

        public override IAnswer Answer(int i)
        {
            ReadOnlySpan<float> y = _engine.Values(network.Layers.Length, i);
            for (int o = 0; o < y.Length; o++)
            {
                _values[o] = (y[o] * network.ValueScale) + network.ValueOffset;
            }

            return this;
        }

        public override void Dispose() => _engine.Dispose();
    }

    private sealed class ModelRunner(ModelFile model, Dataset data) : Runner, IAnswer
    {
        private readonly Network _network = new(model);
        private readonly float[] _raw = new float[model.Input.Count];
        private int _first;

        public int Best => _network.Best;

        public bool IsOn(int output) => _network.IsOn(output);

        public float Value(int output) => _network.Value(output);

        public override void Run(int first, int count) => _first = first;

        public override IAnswer Answer(int i)
        {
            data.Sample(_first + i).CopyTo(_raw);
            _network.Classify(_raw);
            return this;
        }

        public override void Dispose()
        {
        }
    }
}
