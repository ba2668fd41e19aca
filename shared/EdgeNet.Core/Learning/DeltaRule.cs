namespace EdgeNet.Core;

/// <summary>
/// Trains a last layer by the normalised delta rule of a softmax: a sample changes the weights of each label by (wanted - probability) times its activations,
/// so far that the label's own logit moves by half of that difference. All of it is integers, with the model's own table for the exponential.
/// docs/learning.md has the arithmetic.
/// </summary>
internal sealed class DeltaRule
{
    // What a bias is multiplied with, as if it were the weight of one more activation.
    private const int BiasInput = 64;

    // The largest weight and bias of the layer as it came are this far below their limits.
    private const int RoomBits = 2;

    private const int ErrorBits = 15;
    private const int GainBits = 16;
    private const int MaxUnit = 1 << 30;

    private readonly OutputInfo _output;
    private readonly LearnedLayer _start;
    private readonly int _ownLabels;
    private readonly int _maxWeight;
    private readonly int _shift;
    private readonly long _unit;
    private readonly int[] _sums;
    private readonly int[] _shares;

    /// <summary>Copies a model's last layer in 16 bits.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="output">What its logits mean: a softmax.</param>
    /// <param name="labels">The most labels.</param>
    public DeltaRule(LastLayer layer, OutputInfo output, int labels)
    {
        _output = output;
        _ownLabels = layer.Outputs;
        _maxWeight = LearnedLayer.MaxWeight(layer.Terms);
        _start = new LearnedLayer(layer.Terms, labels);
        _sums = new int[labels];
        _shares = new int[labels];
        _shift = CommonShift(layer);
        for (int o = 0; o < _ownLabels; o++)
        {
            _start.Biases[o] = (int)Scaled((long)layer.Bias(o) * layer.Multiplier(o), layer.Shift(o) - _shift);
        }

        for (int i = 0; i < layer.Terms; i++)
        {
            byte[] row = layer.Weights(i);
            for (int o = 0; o < _ownLabels; o++)
            {
                _start.Weights[o][i] = (short)Scaled((long)(sbyte)row[o] * layer.Multiplier(o), layer.Shift(o) - _shift);
            }
        }

        StartNewLabels(labels);
        long nat = NaturalUnit(output);
        long unit = _shift < 0 ? nat >> -_shift : nat > MaxUnit >> _shift ? MaxUnit : nat << _shift;
        _unit = unit < 1 ? 1 : unit > MaxUnit ? MaxUnit : unit;
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(int terms, int labels)
    {
        return Ram.ObjectBytes(8) + LearnedLayer.RequiredRam(terms, labels) + (2 * Ram.ArrayBytes(4, labels));
    }

    /// <summary>The layer as it came, with new labels as the mean of the others.</summary>
    public LearnedLayer Start
    {
        get { return _start; }
    }

    /// <summary>Learns a sample.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">The sample's activations.</param>
    /// <param name="label">Its label.</param>
    /// <param name="labels">How many labels there are.</param>
    public void Learn(LearnedLayer layer, Activations x, int label, int labels)
    {
        layer.Run(x, labels, _sums);
        long total = Shares(_sums, labels);
        long norm = x.Square + (BiasInput * BiasInput);
        for (int o = 0; o < labels; o++)
        {
            long error = (o == label ? 1 << ErrorBits : 0) - (((long)_shares[o] << ErrorBits) / total);
            long gain = (error * _unit) / norm;
            if (gain != 0)
            {
                Change(layer, o, x, gain);
            }
        }
    }

    /// <summary>How sure an answer is, 0 to 100.</summary>
    /// <param name="sums">The sums of the layer.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="label">The answer.</param>
    /// <returns>Percent.</returns>
    public int Percent(int[] sums, int labels, int label)
    {
        long total = Shares(sums, labels);
        return (int)(((200L * _shares[label]) + total) / (2 * total));
    }

    // A sum is a logit times 2^_shift.
    private long Shares(int[] sums, int labels)
    {
        int largest = sums[LearnedLayer.Best(sums, labels)];
        long total = 0;
        for (int o = 0; o < labels; o++)
        {
            long below = (long)largest - sums[o];
            int share = _output.Exponential(_shift < 0 ? below << -_shift : below >> _shift);
            _shares[o] = share;
            total += share;
        }

        return total;
    }

    private void Change(LearnedLayer layer, int label, Activations x, long gain)
    {
        short[] row = layer.Weights[label];
        byte[] values = x.Values;
        short[] positions = x.Positions;
        int count = x.Count;
        long most = _maxWeight;
        long half = 1L << (GainBits - 1);
        for (int k = 0; k < count; k++)
        {
            int i = positions[k];
            long weight = row[i] + (((gain * values[i]) + half) >> GainBits);
            row[i] = (short)(weight > most ? most : weight < -most ? -most : weight);
        }

        long bias = layer.Biases[label] + (((gain * (BiasInput * BiasInput)) + half) >> GainBits);
        layer.Biases[label] = (int)(bias > LearnedLayer.MaxBias ? LearnedLayer.MaxBias : bias < -LearnedLayer.MaxBias ? -LearnedLayer.MaxBias : bias);
    }

    private void StartNewLabels(int labels)
    {
        for (int o = _ownLabels; o < labels; o++)
        {
            long bias = 0;
            for (int own = 0; own < _ownLabels; own++)
            {
                bias += _start.Biases[own];
            }

            _start.Biases[o] = (int)(bias / _ownLabels);
            short[] row = _start.Weights[o];
            for (int i = 0; i < row.Length; i++)
            {
                int sum = 0;
                for (int own = 0; own < _ownLabels; own++)
                {
                    sum += _start.Weights[own][i];
                }

                row[i] = (short)(sum / _ownLabels);
            }
        }
    }

    // How many bits finer than logits the sums are, so that the largest weight and bias have room to grow.
    private int CommonShift(LastLayer layer)
    {
        int[] largest = new int[_ownLabels];
        for (int i = 0; i < layer.Terms; i++)
        {
            byte[] row = layer.Weights(i);
            for (int o = 0; o < _ownLabels; o++)
            {
                int weight = (sbyte)row[o];
                weight = weight < 0 ? -weight : weight;
                largest[o] = weight > largest[o] ? weight : largest[o];
            }
        }

        for (int shift = 30; shift > -31; shift--)
        {
            if (Fits(layer, largest, shift))
            {
                return shift;
            }
        }

        return -31;
    }

    private bool Fits(LastLayer layer, int[] largest, int shift)
    {
        for (int o = 0; o < _ownLabels; o++)
        {
            long bias = layer.Bias(o);
            long multiplier = layer.Multiplier(o);
            int down = layer.Shift(o) - shift;
            if (!FitsScaled(largest[o] * multiplier, down, _maxWeight >> RoomBits) || !FitsScaled((bias < 0 ? -bias : bias) * multiplier, down, LearnedLayer.MaxBias >> RoomBits))
            {
                return false;
            }
        }

        return true;
    }

    // Whether number / 2^down is at most a limit; both are positive.
    private static bool FitsScaled(long number, int down, int limit)
    {
        return down < 0 ? number <= limit >> -down : down > 62 || number >> down < limit;
    }

    private static long Scaled(long number, int down)
    {
        return down > 62 ? 0 : down <= 0 ? number << -down : (number + (1L << (down - 1))) >> down;
    }

    // In logits, what divides an exponential by e: the first entry of the table that is that small.
    private static long NaturalUnit(OutputInfo output)
    {
        long first = output.Exponential(0);
        int entry = 1;
        while (entry < ModelFormat.TableLength && output.Exponential((long)entry << output.TableShift) * 1000L > first * 368)
        {
            entry++;
        }

        return (long)entry << output.TableShift;
    }
}
