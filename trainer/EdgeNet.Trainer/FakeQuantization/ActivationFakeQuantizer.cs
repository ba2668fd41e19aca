using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>Rounds the outputs of a layer in an engine, and takes deltas back through the rounding.</summary>
internal sealed unsafe class ActivationFakeQuantizer<T> : IDisposable
    where T : struct, IFloatVector<T>
{
    // Deltas are summed in as many lanes, whatever a register's width, and then one lane after the other.
    private const int Lanes = 16;

    private readonly Tensor _tensor;
    private readonly LearnedStep _step;
    private readonly int _length;
    private readonly AlignedFloats _slopes;
    private readonly AlignedFloats _sums;

    /// <summary>Prepares to round.</summary>
    /// <param name="tensor">The outputs; the layer that writes them has said in which form.</param>
    /// <param name="step">Their step.</param>
    public ActivationFakeQuantizer(Tensor tensor, LearnedStep step)
    {
        _tensor = tensor;
        _step = step;
        _length = tensor.IsWrittenInGroups ? tensor.Count * Tensor.GroupSize : tensor.DeltaStride;
        int pieces = tensor.PassesBack ? End(tensor.Rows) : 0;
        _slopes = new AlignedFloats((long)pieces * _length);
        _sums = new AlignedFloats((long)pieces * Lanes);
    }

    /// <summary>Rounds the outputs of some samples in place.</summary>
    public void Round(int from, int to)
    {
        for (int piece = First(from); piece < End(to) && _step.IsOn; piece++)
        {
            float* values = _tensor.IsWrittenInGroups ? _tensor.GroupValues(piece) : _tensor.Values(piece);
            float* slopes = _tensor.PassesBack ? _slopes.Pointer + ((long)piece * _length) : null;
            FakeQuantizationKernels<T>.RoundActivations(values, slopes, _length, _step.Steps.Values[0], _step.Low, _step.High);
        }
    }

    /// <summary>Turns the deltas of rounded outputs into those of exact ones, and sums those of the step.</summary>
    public void Back(int from, int to)
    {
        for (int piece = First(from); piece < End(to) && _step.IsOn; piece++)
        {
            float* deltas = _tensor.IsWrittenInGroups ? _tensor.GroupDeltas(piece) : _tensor.Deltas(piece);
            float* sums = _sums.Pointer + ((long)piece * Lanes);
            new Span<float>(sums, Lanes).Clear();
            FakeQuantizationKernels<T>.BackActivations(deltas, _slopes.Pointer + ((long)piece * _length), _length, sums);
        }
    }

    /// <summary>The gradient of the step, summed over the first samples of a batch.</summary>
    public double StepGradient(int batch)
    {
        double sum = 0;
        for (long i = 0; i < (long)End(batch) * Lanes; i++)
        {
            sum += _sums.Pointer[i];
        }

        return sum;
    }

    /// <summary>Changes the step, by one thread.</summary>
    public void Learn(int batch, float rate, int stepNumber) => _step.Steps.Learn([StepGradient(batch)], batch, rate, stepNumber);

    public void Dispose()
    {
        _slopes.Dispose();
        _sums.Dispose();
    }

    // A piece is what lies together: a sample, or a group of them.
    private int First(int row) => _tensor.IsWrittenInGroups ? row / Tensor.GroupSize : row;

    private int End(int row) => _tensor.IsWrittenInGroups ? Tensor.GroupsOf(row) : row;
}
