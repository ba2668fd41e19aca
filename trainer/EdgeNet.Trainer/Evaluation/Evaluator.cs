using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Networks;

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

    /// <summary>Makes sure that data can be given to a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="UserException">They cannot.</exception>
    public static void CheckFit(ModelFile model, Dataset data)
    {
        if (model.Input.Count != data.Shape.Count)
        {
            throw new UserException($"the model takes {model.Input.Count} values ({ShapeOf(model)}), {data.Name} has {data.Shape.Count} ({data.Shape})");
        }

        if (model.Output.Task != (int)data.Task)
        {
            throw new UserException($"the model does {(TaskKind)model.Output.Task}, {data.Name} is for {data.Task}");
        }
    }

    /// <summary>The input shape of a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The shape.</returns>
    public static Shape ShapeOf(ModelFile model) => new(model.Input.Rank, model.Input.Height, model.Input.Width, model.Input.Channels);

    private static Score Evaluate(Dataset data, Func<Runner> createRunner)
    {
        int outputs = data.Labels.Length;
        int[][] confusion = data.Task switch
        {
            TaskKind.Classification => [.. Enumerable.Range(0, outputs).Select(_ => new int[outputs])],
            TaskKind.MultiLabel => [.. Enumerable.Range(0, outputs).Select(_ => new int[4])],
            _ => [],
        };
        double[] squares = new double[data.Count], largest = new double[data.Count];
        int right = 0;
        Parallel.For(0, (data.Count + Runner.Samples - 1) / Runner.Samples, createRunner, (part, _, runner) =>
        {
            int first = part * Runner.Samples, count = Math.Min(Runner.Samples, data.Count - first);
            runner.Run(first, count);
            for (int i = 0; i < count; i++)
            {
                Judge(first + i, runner.Outputs(i));
            }

            return runner;
        }, runner => runner.Dispose());

        bool regression = data.Task == TaskKind.Regression;
        return new Score(data.Count, regression ? 0 : (double)right / data.Count,
            regression ? Math.Sqrt(squares.Average()) : 0, regression ? largest.Max() : 0, confusion);

        void Judge(int sample, ReadOnlySpan<float> y)
        {
            bool correct = true;
            for (int o = 0; o < outputs; o++)
            {
                double error = y[o] - data.Target(sample, o);
                squares[sample] += error * error / outputs;
                largest[sample] = Math.Max(largest[sample], Math.Abs(error));
                if (data.Task == TaskKind.MultiLabel)
                {
                    int cell = (data.Target(sample, o) > 0.5f ? 2 : 0) + (y[o] > 0.5f ? 1 : 0);
                    Interlocked.Increment(ref confusion[o][cell]);
                    correct &= cell is 0 or 3;
                }
            }

            if (data.Task == TaskKind.Classification)
            {
                int answer = IndexOfMax(y);
                Interlocked.Increment(ref confusion[data.ClassOf(sample)][answer]);
                correct = answer == data.ClassOf(sample);
            }

            if (correct)
            {
                Interlocked.Increment(ref right);
            }
        }
    }

    // The first of the largest.
    private static int IndexOfMax(ReadOnlySpan<float> y)
    {
        int best = 0;
        for (int o = 1; o < y.Length; o++)
        {
            best = y[o] > y[best] ? o : best;
        }

        return best;
    }

    // What answers for some samples at a time; each thread has one.
    private abstract class Runner : IDisposable
    {
        public const int Samples = 64;

        public abstract void Run(int first, int count);

        public abstract ReadOnlySpan<float> Outputs(int i);

        public abstract void Dispose();
    }

    private sealed class FloatRunner(FloatNetwork network, NetworkParameters parameters, Dataset data) : Runner
    {
        private readonly FloatEngine _engine = FloatEngine.Create(network, parameters, data, Samples);
        private readonly float[] _values = new float[data.Labels.Length];

        public override void Run(int first, int count)
        {
            _engine.Load([.. Enumerable.Range(first, count)], 0, count);
            _engine.Run(0, count);
        }

        public override ReadOnlySpan<float> Outputs(int i)
        {
            ReadOnlySpan<float> y = _engine.Values(network.Layers.Length, i);
            for (int o = 0; o < y.Length; o++)
            {
                _values[o] = (y[o] * network.ValueScale) + network.ValueOffset;
            }

            return _values;
        }

        public override void Dispose() => _engine.Dispose();
    }

    private sealed class ModelRunner(ModelFile model, Dataset data) : Runner
    {
        private readonly Network _network = new(model);
        private readonly float[] _raw = new float[model.Input.Count];
        private readonly float[] _outputs = new float[model.Labels.Length];
        private int _first;

        public override void Run(int first, int count) => _first = first;

        public override ReadOnlySpan<float> Outputs(int i)
        {
            data.Sample(_first + i).CopyTo(_raw);
            _network.Classify(_raw);
            for (int o = 0; o < _outputs.Length; o++)
            {
                // Regressions are judged by their values, answers by their logits, which never tie by rounding.
                _outputs[o] = data.Task == TaskKind.Regression ? _network.Value(o)
                    : data.Task == TaskKind.MultiLabel ? (_network.IsOn(o) ? 1f : 0f)
                    : o == _network.Best ? 1f : 0f;
            }

            return _outputs;
        }

        public override void Dispose()
        {
        }
    }
}
