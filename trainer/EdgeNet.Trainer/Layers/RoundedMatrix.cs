using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers;

/// <summary>
/// The weights of a layer on their way to integers: the steps of what they are multiplied with go into the weights, the zeros into the bias.
/// Layers of all kinds that have weights become integers through this.
/// </summary>
internal sealed class RoundedMatrix
{
    // Sums of bytes times bytes are fine enough for logits; those of fewer bits would often be equal if they were rounded to the coarsest of their scales.
    private const int FineBits = 16;
    private const double Finer = 1024;

    private readonly double[]? _exactBias;
    private readonly int _inputBits;

    /// <summary>Rounds the weights.</summary>
    /// <param name="matrix">The weights.</param>
    /// <param name="terms">What the integers mean that they are multiplied with, one per term.</param>
    /// <param name="precision">Bits of a weight, and the steps if they are learned.</param>
    public RoundedMatrix(FloatMatrix matrix, TensorScale terms, LayerPrecision precision)
    {
        int count = matrix.Terms, outputs = matrix.Outputs;
        _inputBits = terms.Bits;
        sbyte[] weights = new sbyte[count * outputs], column = new sbyte[count];
        double[] real = new double[count];
        SumScale = new double[outputs];
        _exactBias = precision.WeightSteps is null ? null : new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            // A normalisation is folded into the weights and the bias.
            double factor = matrix.Norm?.Factor(o) ?? 1;
            double bias = matrix.Bias[o] - (factor * (matrix.Norm?.Mean[o] ?? 0));
            for (int i = 0; i < count; i++)
            {
                double weight = factor * matrix.Weights[(i * outputs) + o];
                real[i] = weight * terms.Steps[i];
                bias += weight * terms.Zeros[i];
            }

            if (precision.WeightSteps is { } steps && factor != 0)
            {
                // All terms have one step where weights have learned theirs: for the weights as they are before the normalisation.
                for (int i = 0; i < count; i++)
                {
                    real[i] = Math.Sign(factor) * (double)matrix.Weights[(i * outputs) + o];
                }

                SumScale[o] = Math.Abs(factor) * terms.Steps[0] * WeightQuantizer.Round(real, steps[o], precision.LargestWeight, column);
            }
            else
            {
                // A bias that is huge beside the weights must still fit: then the weights lose precision, not the bias.
                SumScale[o] = WeightQuantizer.Quantize(real, precision.WeightBits, Math.Abs(bias) * 1.01 / ModelFormat.MaxBias, column);
            }

            if (_exactBias is not null)
            {
                _exactBias[o] = bias;
            }

            for (int i = 0; i < count; i++)
            {
                weights[(i * outputs) + o] = column[i];
            }
        }

        Unbiased = new QuantizedMatrix(count, outputs, weights, new int[outputs], [], [], []) { WeightBits = precision.WeightBits };
    }

    /// <summary>The integer weights, without biases.</summary>
    public QuantizedMatrix Unbiased { get; }

    /// <summary>The real value of the integer sum 1, one per output.</summary>
    public double[] SumScale { get; }

    /// <summary>The real value of the logit 1, if the sums become logits.</summary>
    /// <param name="meanDifference">As in <see cref="Finish"/>.</param>
    public double LogitScale(double[] meanDifference)
    {
        if (_inputBits + Unbiased.WeightBits >= FineBits)
        {
            // With the coarsest of their scales no logit is larger than the sum that it comes from.
            return SumScale.Max();
        }

        double[] bias = _exactBias ?? meanDifference, sizes = new double[bias.Length];
        for (int i = 0; i < Unbiased.Weights.Length; i++)
        {
            sizes[i % sizes.Length] += Math.Abs((int)Unbiased.Weights[i]) * (double)((1 << _inputBits) - 1);
        }

        double largest = Enumerable.Range(0, sizes.Length).Max(o => (sizes[o] * SumScale[o]) + Math.Abs(bias[o]));
        return Math.Max(SumScale.Min() / Finer, largest / ModelFormat.MaxBias);
    }

    /// <summary>Adds the biases, and what turns sums into outputs.</summary>
    /// <param name="meanDifference">Float sum minus <see cref="Unbiased"/>'s real sum, the mean over calibration samples, one per output. It contains the float bias, the zeros
    /// and the mean error of rounded weights and inputs. Where steps are learned, training has seen those errors, and the float bias is used instead.</param>
    /// <param name="range">What becomes of the sums.</param>
    /// <returns>The matrix of the integer layer.</returns>
    /// <exception cref="UserException">Its numbers are too far apart for integers.</exception>
    public QuantizedMatrix Finish(double[] meanDifference, OutputRange range)
    {
        double[] wanted = _exactBias ?? meanDifference;
        int[] bias = new int[wanted.Length], multiplier = new int[wanted.Length];
        byte[] shift = new byte[wanted.Length];
        for (int o = 0; o < wanted.Length; o++)
        {
            // A unit that has died, with weights of 0 only, has no scale worth keeping: far from those of the others it would forbid a board to bring all sums to one shift.
            double scale = HasWeights(o) ? SumScale[o] : range.SumSteps[o];
            bias[o] = (int)Math.Clamp(Math.Round(wanted[o] / scale), -ModelFormat.MaxBias, ModelFormat.MaxBias);
            double factor = scale / range.SumSteps[o];
            (multiplier[o], shift[o]) = factor < FixedPoint.FactorLimit ? FixedPoint.Of(factor)
                : throw new UserException("has a bias so much larger than its other terms that integers cannot represent both; was the learning rate too high (--lr), or are there columns or targets with tiny or huge numbers?");
        }

        return Unbiased with { Bias = bias, Multiplier = multiplier, Shift = shift, Table = range.Table };
    }

    private bool HasWeights(int output) => Enumerable.Range(0, Unbiased.Terms).Any(t => Unbiased.Weights[(t * Unbiased.Outputs) + output] != 0);
}
