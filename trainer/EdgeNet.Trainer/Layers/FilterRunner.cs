using System.Runtime.CompilerServices;
using EdgeNet.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>A layer that moves filters over a picture, with batch normalisation or without, at work on groups of samples. Each kind of convolution derives its own from this.</summary>
internal abstract unsafe class FilterRunner<T> : LayerRunner<T>
    where T : struct, IFloatVector<T>
{
    private readonly AlignedFloats _zeros;

    /// <summary>Prepares the layer.</summary>
    /// <param name="shape">Shape of what it reads.</param>
    /// <param name="window">The window of a filter.</param>
    /// <param name="activation">What is done with the sums.</param>
    /// <param name="weights">The filters.</param>
    /// <param name="input">The tensor that it reads.</param>
    /// <param name="output">The tensor that it writes.</param>
    /// <param name="addsToPadded">Whether its deltas are added to <see cref="PaddedGroups.BeginDeltas"/>.</param>
    protected FilterRunner(Shape shape, Window window, Activation activation, Parameters weights, Tensor input, Tensor output, bool addsToPadded)
        : base(weights)
    {
        input.ReadGroups();
        output.WriteGroups();
        Activation = activation;
        Weights = weights;
        Input = input;
        Output = output;
        Padded = new PaddedGroups(input, shape, window, addsToPadded);
        Norm = weights.IsNormalised ? new BatchNormalisation<T>(weights, output, activation == Activation.Relu) : null;
        _zeros = new AlignedFloats(weights.Stride);
    }

    protected Activation Activation { get; }

    protected Parameters Weights { get; }

    protected Tensor Input { get; }

    protected Tensor Output { get; }

    /// <summary>The input as windows see it.</summary>
    protected PaddedGroups Padded { get; }

    /// <summary>Null without batch normalisation.</summary>
    protected BatchNormalisation<T>? Norm { get; }

    /// <summary>Whether outputs have been through the ReLU when they are written.</summary>
    protected virtual bool Rectifies => Norm is { Rectifies: true };

    public override void BeginLearning() => Norm?.BeginLearning();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Sum(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            Multiply(group, Norm is null ? Weights.Bias : _zeros.Pointer, Norm is null ? Output.GroupValues(group) : Norm.Sums(group));
            Norm?.Apply(group, Tensor.SamplesOf(group, to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Activate(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to) && !Rectifies; group++)
        {
            int count = Output.Count * Tensor.GroupSize;
            ActivationKernels<T>.Apply(Activation, Output.GroupValues(group), count, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ActivateBack(int from, int to)
    {
        for (int group = from / Tensor.GroupSize; group < Tensor.GroupsOf(to); group++)
        {
            ActivateBack(group);
            Norm?.Back(group, Tensor.SamplesOf(group, to));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumGradient(int batch, int from, int to)
    {
        int terms = Weights.Terms, groups = Tensor.GroupsOf(batch);
        if (from < terms)
        {
            SumWeights(groups, from, Math.Min(to, terms));
        }

        for (int row = Math.Max(from, terms); row < to; row++)
        {
            if (Norm is null)
            {
                SumBiases(groups, Weights.Gradient.Pointer + ((long)row * Weights.Stride));
            }
            else
            {
                Norm.SumGradient(batch, row);
            }
        }
    }

    public override void LearnStatistics(int batch, int step) => Norm?.LearnStatistics(batch, step);

    public override void Dispose()
    {
        Padded.Dispose();
        Norm?.Dispose();
        _zeros.Dispose();
        base.Dispose();
    }

    /// <summary>Computes the sums of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="bias">What they start with, one per filter.</param>
    /// <param name="sums">Receives them.</param>
    protected abstract void Multiply(int group, float* bias, float* sums);

    /// <summary>Turns the deltas of a group's activated outputs into those of what was activated, in place.</summary>
    protected virtual void ActivateBack(int group)
    {
        if (!Rectifies)
        {
            ActivationKernels<T>.MultiplyByDerivative(Activation, Output.GroupValues(group), Output.GroupDeltas(group), Output.Count * Tensor.GroupSize);
        }
    }

    /// <summary>Sums the gradient of some rows of weights, biases not among them, over the first groups of a batch.</summary>
    protected abstract void SumWeights(int groups, int from, int to);

    /// <summary>Sums the gradient of the biases over the first groups of a batch, where nothing is normalised.</summary>
    /// <param name="groups">How many groups.</param>
    /// <param name="gradient">Receives a sum per filter.</param>
    protected virtual void SumBiases(int groups, float* gradient) => ConvolutionKernels<T>.Sum(Output.GroupDeltas(0), groups, Padded.Positions.Length, Weights.Outputs, gradient);
}
