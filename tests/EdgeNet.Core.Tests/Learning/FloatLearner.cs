using EdgeNet.Core;

namespace EdgeNet.Core.Tests;

/// <summary>The rules of docs/learning.md once more, in floating point and without regard to time or memory: what the integers are compared with.</summary>
internal sealed class FloatLearner
{
    private const int Parts = 4, Epochs = 6;
    private const double BiasInput = 64, Rate = 0.5;

    private readonly double[][] _start;
    private readonly List<(double[] X, int Label, int Answer)> _samples = [];
    private readonly int _labels;
    private double[][]? _rows;

    public FloatLearner(ModelFile model, int newLabels)
    {
        LastLayer layer = new(model);
        _labels = layer.Outputs + newLabels;

        // The weights of each label and its bias, in units of nats for one step of an activation; a bias counts as the weight of an activation of 64.
        _start = [.. Enumerable.Range(0, layer.Outputs).Select(o => (double[])
        [
            .. Enumerable.Range(0, layer.Terms).Select(i => (sbyte)layer.Weights(i)[o] * Nats(o)), layer.Bias(o) * Nats(o) / BiasInput,
        ])];
        double[] mean = [.. Enumerable.Range(0, layer.Terms + 1).Select(i => _start.Average(r => r[i]))];
        _start = [.. _start, .. Enumerable.Repeat(mean, newLabels)];

        double Nats(int o) => layer.Multiplier(o) * Math.ScaleB(1, -layer.Shift(o)) * model.Output.LogitScale;
    }

    /// <summary>As of <see cref="Learner.Active"/>.</summary>
    public int Active { get; private set; }

    public void Press(byte[] hidden, int label, int answer) => _samples.Add(([.. hidden.Select(h => (double)h), BiasInput], label, answer));

    public void Compare()
    {
        bool[] was = [.. _samples.Select(s => s.Label == s.Answer)];
        bool[] near = [.. _samples.Select(s => Nearest(s.X, Prototypes(except: s)) == s.Label)];
        bool[] trained = new bool[_samples.Count];
        int[] part = [.. _samples.Select((s, i) => _samples.Take(i).Count(t => t.Label == s.Label) % Parts)];
        for (int p = 0; p < Parts; p++)
        {
            double[][] rows = Train(i => part[i] != p);
            for (int i = 0; i < _samples.Count; i++)
            {
                trained[i] = part[i] == p ? Best(Scores(rows, _samples[i].X)) == _samples[i].Label : trained[i];
            }
        }

        bool nearWins = Wins(near, 3, 4), trainedWins = Wins(trained, 2, 1);
        Active = trainedWins && (!nearWins || trained.Count(r => r) > near.Count(r => r)) ? Learner.ByTraining : nearWins ? Learner.ByPrototypes : Learner.AsItCame;
        _rows = Active == Learner.ByTraining ? Train(_ => true) : Active == Learner.ByPrototypes ? Prototypes(default) : null;

        bool Wins(bool[] right, int least, int evidence)
        {
            int wins = right.Where((r, i) => r && !was[i]).Count(), losses = right.Where((r, i) => !r && was[i]).Count();
            return wins - losses >= least && (wins - losses) * (wins - losses) >= evidence * (wins + losses);
        }
    }

    public int Answer(byte[] hidden, int network)
    {
        double[] x = [.. hidden.Select(h => (double)h), BiasInput];
        return Active == Learner.AsItCame ? network : Active == Learner.ByPrototypes ? Nearest(x, _rows!) : Best(Scores(_rows!, x));
    }

    private double[][] Prototypes((double[] X, int Label, int Answer) except) =>
        [.. Enumerable.Range(0, _labels).Select(l =>
        {
            double[][] own = [.. _samples.Where(s => s.Label == l && !ReferenceEquals(s.X, except.X)).Select(s => s.X)];
            return own.Length == 0 ? [] : Enumerable.Range(0, own[0].Length).Select(i => own.Average(x => x[i])).ToArray();
        })];

    private static int Nearest(double[] x, double[][] prototypes) =>
        Enumerable.Range(0, prototypes.Length).MinBy(l => prototypes[l].Length == 0 ? double.MaxValue : prototypes[l].Select((m, i) => (m - x[i]) * (m - x[i])).Sum());

    private double[][] Train(Func<int, bool> isIn)
    {
        double[][] rows = [.. _start.Select(r => (double[])r.Clone())];
        int count = _samples.Count, stride = (count * 5 / 8) + 1;
        while (System.Numerics.BigInteger.GreatestCommonDivisor(stride, count) != 1)
        {
            stride--;
        }

        for (int step = 0; step < Epochs * count; step++)
        {
            int i = step % count * stride % count;
            if (!isIn(i))
            {
                continue;
            }

            (double[] x, int label, _) = _samples[i];
            double[] scores = Scores(rows, x), shares = [.. scores.Select(s => Math.Exp(s - scores.Max()))];
            double total = shares.Sum(), norm = x.Sum(v => v * v);
            for (int l = 0; l < _labels; l++)
            {
                double gain = Rate * ((l == label ? 1 : 0) - (shares[l] / total)) / norm;
                for (int t = 0; t < x.Length; t++)
                {
                    rows[l][t] += gain * x[t];
                }
            }
        }

        return rows;
    }

    private static double[] Scores(double[][] rows, double[] x) => Array.ConvertAll(rows, row =>
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += row[i] * x[i];
        }

        return sum;
    });

    private static int Best(double[] scores) => Array.IndexOf(scores, scores.Max());
}
