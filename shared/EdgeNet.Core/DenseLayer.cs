using System;

namespace EdgeNet.Core;

/// <summary>A dense layer: sum[o] = bias[o] + sum over i of weight[i][o] * x[i], then requantisation and activation.</summary>
internal sealed class DenseLayer
{
    private readonly int _outputs;
    private readonly PackedWeights _weights;
    private readonly int[] _bias;
    private readonly int[] _multiplier;
    private readonly byte[] _shift;
    private readonly int _zeroPoint;
    private readonly byte[] _table;

    /// <summary>Makes a layer.</summary>
    /// <param name="info">Its shape and where its numbers are.</param>
    /// <param name="file">The model file.</param>
    /// <param name="weights">Its weights in the form to use.</param>
    public DenseLayer(LayerInfo info, byte[] file, PackedWeights weights)
    {
        _outputs = info.Outputs;
        _zeroPoint = info.ZeroPoint;
        _weights = weights;
        _bias = new int[_outputs];
        _multiplier = new int[_outputs];
        _shift = new byte[_outputs];
        for (int o = 0; o < _outputs; o++)
        {
            _bias[o] = LittleEndian.Int32At(file, info.BiasAt + (4 * o));
            _multiplier[o] = LittleEndian.Int32At(file, info.MultiplierAt + (4 * o));
            _shift[o] = file[info.ShiftAt + o];
        }

        _table = new byte[info.HasTable ? ModelFormat.TableLength : 0];
        if (info.HasTable)
        {
            Array.Copy(file, info.TableAt, _table, 0, ModelFormat.TableLength);
        }
    }

    /// <summary>Heap bytes of a layer, its weights apart.</summary>
    public static int RequiredRam(LayerInfo info)
    {
        return Ram.ObjectBytes(7)
            + (2 * Ram.ArrayBytes(4, info.Outputs))
            + Ram.ArrayBytes(1, info.Outputs)
            + Ram.ArrayBytes(1, info.HasTable ? ModelFormat.TableLength : 0);
    }

    /// <summary>Computes the sums of all outputs.</summary>
    /// <param name="low">The inputs.</param>
    /// <param name="high">High bytes of wide inputs; empty for bytes.</param>
    /// <param name="scratch">Room for the inputs that are not zero.</param>
    /// <param name="sums">Receives the sums, one an output.</param>
    public void Sum(byte[] low, byte[] high, NonZeroInputs scratch, int[] sums)
    {
        if (high.Length == 0)
        {
            Array.Copy(_bias, 0, sums, 0, _outputs);
        }
        else
        {
            Array.Clear(sums, 0, _outputs);
            _weights.Accumulate(high, scratch, sums);
            for (int o = 0; o < _outputs; o++)
            {
                sums[o] = (sums[o] << 8) + _bias[o];
            }
        }

        _weights.Accumulate(low, scratch, sums);
    }

    /// <summary>Turns sums into the bytes of the next layer's input.</summary>
    public void Activate(int[] sums, byte[] activations)
    {
        int[] multipliers = _multiplier;
        byte[] shifts = _shift;
        int outputs = _outputs;
        long zeroPoint = _zeroPoint;
        long least = 0;
        long most = 255;
        int done = 0;
#if NET10_0_OR_GREATER
        done = SimdRequantizer.Activate(sums, multipliers, shifts, _zeroPoint, activations, outputs);
#endif
        for (int o = done; o < outputs; o++)
        {
            // Requantizer.Requantize without the call, which would cost more than the rest; adding half before the last bit is shifted out is the same.
            long scaled = (((((long)sums[o] * multipliers[o]) >> (shifts[o] - 1)) + 1) >> 1) + zeroPoint;
            activations[o] = scaled < least ? (byte)0 : scaled > most ? (byte)255 : (byte)scaled;
        }

        byte[] table = _table;
        if (table.Length != 0)
        {
            for (int o = 0; o < outputs; o++)
            {
                activations[o] = table[activations[o]];
            }
        }
    }

    /// <summary>Turns sums into logits: all outputs on one common scale.</summary>
    public void Finish(int[] sums)
    {
        int[] multipliers = _multiplier;
        byte[] shifts = _shift;
        int outputs = _outputs;
        for (int o = 0; o < outputs; o++)
        {
            // As above.
            sums[o] = (int)(((((long)sums[o] * multipliers[o]) >> (shifts[o] - 1)) + 1) >> 1);
        }
    }
}
