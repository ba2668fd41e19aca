using EdgeNet.Core;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Evaluation;

/// <summary>Tests networks on datasets.</summary>
public static class Evaluator
{
    /// <summary>Tests a network in floating point.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples.</param>
    /// <returns>The score.</returns>
    public static Score Evaluate(FloatNetwork network, Dataset data) => Evaluate(data, () => sample => network.Run(data.Sample(sample)));

    /// <summary>Tests a model file with the code that runs on a board.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <returns>The score.</returns>
    /// <exception cref="DataException">The data do not have the shape of the model's input, or another task.</exception>
    public static Score Evaluate(ModelFile model, Dataset data)
    {
        CheckFit(model, data);
        data = LabelMap.Apply(data, model.Labels);
        return Evaluate(data, () =>
        {
            Network network = new(model);
            float[] raw = new float[network.InputCount];
            float[] outputs = new float[network.OutputCount];
            return sample =>
            {
                data.Sample(sample).CopyTo(raw);
                network.Classify(raw);
                for (int o = 0; o < outputs.Length; o++)
                {
                    // Regressions are judged by their values, answers by their logits, which never tie by rounding.
                    outputs[o] = data.Task == TaskKind.Regression ? network.Value(o)
                        : data.Task == TaskKind.MultiLabel ? (network.IsOn(o) ? 1f : 0f)
                        : o == network.Best ? 1f : 0f;
                }

                return outputs;
            };
        });
    }

    /// <summary>Makes sure that data can be given to a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <exception cref="DataException">They cannot.</exception>
    public static void CheckFit(ModelFile model, Dataset data)
    {
        if (model.Input.Count != data.Shape.Count)
        {
            throw new DataException($"the model takes {model.Input.Count} values ({ShapeOf(model)}), {data.Name} has {data.Shape.Count} ({data.Shape})");
        }

        if (model.Output.Task != (int)data.Task)
        {
            throw new DataException($"the model does {(TaskKind)model.Output.Task}, {data.Name} is for {data.Task}");
        }
    }

    /// <summary>The input shape of a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The shape.</returns>
    public static Shape ShapeOf(ModelFile model) => new(model.Input.Rank, model.Input.Height, model.Input.Width, model.Input.Channels);

    private static Score Evaluate(Dataset data, Func<Func<int, float[]>> createRunner)
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
        Parallel.For(0, data.Count, createRunner, (sample, _, run) =>
        {
            float[] y = run(sample);
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
                int answer = Array.IndexOf(y, y.Max());
                Interlocked.Increment(ref confusion[data.ClassOf(sample)][answer]);
                correct = answer == data.ClassOf(sample);
            }

            if (correct)
            {
                Interlocked.Increment(ref right);
            }

            return run;
        }, _ => { });

        bool regression = data.Task == TaskKind.Regression;
        return new Score(data.Count, regression ? 0 : (double)right / data.Count,
            regression ? Math.Sqrt(squares.Average()) : 0, regression ? largest.Max() : 0, confusion);
    }
}
