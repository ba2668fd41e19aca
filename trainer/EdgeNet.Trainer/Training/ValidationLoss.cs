using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>The loss of a network in training on samples that were put aside.</summary>
internal sealed unsafe class ValidationLoss<T>(FloatNetwork network, NetworkParameters parameters, Dataset data, Loss loss, (float No, float Yes) targetRange, float[]? weights) : IDisposable
    where T : struct, IFloatVector<T>
{
    private const int Rows = 64;

    private readonly FloatEngine<T> _engine = new(network, parameters, data, Rows, oftenRead: true);
    private readonly LossFunction _loss = new(network, data, loss, targetRange, weights);

    /// <summary>The mean over all samples, with the weights as they are now.</summary>
    public double Mean()
    {
        double sum = 0;
        Tensor output = _engine.Tensors[^1];
        for (int first = 0; first < data.Count; first += Rows)
        {
            int[] samples = [.. Enumerable.Range(first, Math.Min(Rows, data.Count - first))];
            _engine.Load(samples, 0, samples.Length);
            _engine.Run(0, samples.Length);
            for (int row = 0; row < samples.Length; row++)
            {
                sum += _loss.Judge(samples[row], output.Values(row), output.Deltas(row), output.Count);
            }
        }

        return sum / data.Count;
    }

    public void Dispose() => _engine.Dispose();
}
