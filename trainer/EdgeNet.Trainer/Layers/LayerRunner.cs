using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>
/// A layer at work, forward and back, on the machine's registers. Each kind of layer derives its own from this. Samples, and rows of
/// weights, may be shared among threads in any way: every number is computed by one thread, in one order.
/// </summary>
internal abstract class LayerRunner<T>(Parameters? parameters) : IDisposable
    where T : struct, IFloatVector<T>
{
    /// <summary>The layer's weights; null if it has none.</summary>
    public Parameters? Parameters { get; } = parameters;

    /// <summary>Prepares the layer to learn: called once, before anything else.</summary>
    public virtual void BeginLearning()
    {
    }

    /// <summary>Tells a layer that reads the network's input how much of it is not 0: called once, after <see cref="BeginLearning"/>.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>Whether the layer passes over zeros from now on.</returns>
    public virtual bool PassOverZeros(double share) => false;

    /// <summary>Computes the output of some samples as far as the activation.</summary>
    public abstract void Sum(int from, int to);

    /// <summary>Applies the activation to the sums of some samples, in place.</summary>
    public virtual void Activate(int from, int to)
    {
    }

    /// <summary>Turns the deltas of activated outputs into the deltas of sums, in place.</summary>
    public virtual void ActivateBack(int from, int to)
    {
    }

    /// <summary>Computes the deltas of the inputs from those of the sums, where the inputs pass them back.</summary>
    public abstract void SumBack(int from, int to);

    /// <summary>Sums the gradient of some rows of weights over the first samples of a batch.</summary>
    public virtual void SumGradient(int batch, int from, int to)
    {
    }

    /// <summary>Learns what follows from a batch itself, not from its gradient.</summary>
    /// <param name="batch">Samples of the batch.</param>
    /// <param name="step">Number of the step, from 0.</param>
    public virtual void LearnStatistics(int batch, int step)
    {
    }

    /// <summary>Changes some rows of weights by the gradient of the only sample, where that is cheaper than writing the gradient down.</summary>
    /// <returns>False if it is not: then nothing was done.</returns>
    public virtual bool LearnOne(int from, int to, float rate) => false;

    /// <summary>Creates a change of weights that was put off. Must be called before anything else reads them.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>Frees what the layer has for itself.</summary>
    public virtual void Dispose()
    {
    }
}
