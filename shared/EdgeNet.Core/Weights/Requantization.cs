using System;

namespace EdgeNet.Core;

/// <summary>What becomes of a layer's sums: biases before them; multipliers, shifts, limits and a table after them.</summary>
internal sealed class Requantization
{
    private const int FirstShift = 31;
    private const long FirstHalf = 1L << (FirstShift - 1);

    private readonly int _outputs;
    private readonly int[] _bias;
    private readonly int[] _multiplier;
    private readonly byte[] _shift;
    private readonly int _zeroPoint;
    private readonly int _low;
    private readonly int _high;
    private readonly bool _twice;
    private readonly byte[] _table;
#if NET10_0_OR_GREATER

    // Null if they cannot be requantised on vectors.
    private readonly SimdRequantizer _vectors;
#endif

    /// <summary>Copies a layer's numbers out of the file.</summary>
    /// <param name="matrix">The layer's matrix.</param>
    /// <param name="file">The model file.</param>
    public Requantization(MatrixInfo matrix, byte[] file)
    {
        ActivationInfo activation = matrix.Activation;
        _outputs = matrix.Outputs;
        _zeroPoint = activation.ZeroPoint;
        _low = activation.Low;
        _high = activation.High;
        _twice = activation.Rounding == ModelFormat.RoundTwice;
        _bias = new int[_outputs];
        _multiplier = new int[_outputs];
        _shift = new byte[_outputs];
        for (int o = 0; o < _outputs; o++)
        {
            _bias[o] = LittleEndian.Int32At(file, matrix.BiasAt + (4 * o));
            _multiplier[o] = LittleEndian.Int32At(file, matrix.MultiplierAt + (4 * o));
        }

        Array.Copy(file, matrix.ShiftAt, _shift, 0, _outputs);
        _table = new byte[activation.HasTable ? ModelFormat.TableLength : 0];
        if (activation.HasTable)
        {
            Array.Copy(file, matrix.TableAt, _table, 0, ModelFormat.TableLength);
        }
#if NET10_0_OR_GREATER
        _vectors = SimdRequantizer.Allows(_shift) ? new SimdRequantizer(_bias, _multiplier, _shift, activation) : null;
#endif
    }

    /// <summary>Heap bytes of it.</summary>
    public static int RequiredRam(MatrixInfo matrix)
    {
        return Ram.ObjectBytes(9)
            + (2 * Ram.ArrayBytes(4, matrix.Outputs))
            + Ram.ArrayBytes(1, matrix.Outputs)
            + Ram.ArrayBytes(1, matrix.Activation.HasTable ? ModelFormat.TableLength : 0);
    }

    /// <summary>Starts sums with the biases.</summary>
    /// <param name="sums">Receives one per output.</param>
    public void Begin(int[] sums)
    {
        Array.Copy(_bias, 0, sums, 0, _outputs);
    }

    /// <summary>Makes the sums of high bytes 256 times as large and adds the biases.</summary>
    /// <param name="sums">The sums of the high bytes' products.</param>
    public void BeginAgain(int[] sums)
    {
        for (int o = 0; o < _outputs; o++)
        {
            sums[o] = (sums[o] << 8) + _bias[o];
        }
    }

    /// <summary>Turns sums into the bytes that the next layer reads.</summary>
    /// <param name="sums">One per output.</param>
    /// <param name="activations">Receives as many bytes.</param>
    /// <param name="to">Index of the first of them.</param>
    public void Activate(int[] sums, byte[] activations, int to)
    {
        int[] multipliers = _multiplier;
        byte[] shifts = _shift;
        int outputs = _outputs;
        long zeroPoint = _zeroPoint;
        long low = _low;
        long high = _high;
        int done = 0;
#if NET10_0_OR_GREATER
        if (_vectors != null)
        {
            done = _vectors.Activate(sums, activations, to);
        }
#endif

        for (; _twice && done < outputs; done++)
        {
            // Requantizer.RequantizeTwice without the call, which would cost more than the rest; adding half before the last bit is shifted out is the same.
            long scaled = (long)sums[done] * multipliers[done];
            int places = shifts[done] - 1;
            if (places >= FirstShift)
            {
                scaled = (scaled + FirstHalf) >> FirstShift;
                scaled = scaled < 0 ? scaled - 1 : scaled;
                places -= FirstShift;
            }

            scaled = (((scaled >> places) + 1) >> 1) + zeroPoint;
            activations[to + done] = scaled < low ? (byte)low : scaled > high ? (byte)high : (byte)scaled;
        }

        for (int o = done; o < outputs; o++)
        {
            // Likewise.
            long scaled = (((((long)sums[o] * multipliers[o]) >> (shifts[o] - 1)) + 1) >> 1) + zeroPoint;
            activations[to + o] = scaled < low ? (byte)low : scaled > high ? (byte)high : (byte)scaled;
        }

        byte[] table = _table;
        if (table.Length != 0)
        {
            int end = to + outputs;
            for (int o = to; o < end; o++)
            {
                activations[o] = table[activations[o]];
            }
        }
    }

#if NET10_0_OR_GREATER
    /// <summary>Adds the biases to the sums of several positions and turns them into bytes.</summary>
    /// <param name="sums">The sums without biases.</param>
    /// <param name="stride">From the sums of a position to those of the next: outputs, filled up to a multiple of sixteen.</param>
    /// <param name="positions">How many positions.</param>
    /// <param name="activations">Receives the bytes of all positions without gaps; the next fifteen may be written to.</param>
    /// <param name="to">Index of the first of them.</param>
    public void ActivateAll(int[] sums, int stride, int positions, byte[] activations, int to)
    {
        if (_vectors != null)
        {
            _vectors.ActivateAll(sums, stride, positions, activations, to);
        }

        for (int position = 0; position < positions && _vectors == null; position++)
        {
            for (int o = 0; o < _outputs; o++)
            {
                int sum = sums[(position * stride) + o] + _bias[o];
                long scaled = (_twice ? Requantizer.RequantizeTwice(sum, _multiplier[o], _shift[o]) : Requantizer.Requantize(sum, _multiplier[o], _shift[o])) + _zeroPoint;
                activations[to + (position * _outputs) + o] = (byte)Math.Clamp(scaled, _low, _high);
            }
        }

        int end = to + (positions * _outputs);
        for (int i = to; i < end && _table.Length != 0; i++)
        {
            activations[i] = _table[activations[i]];
        }
    }
#endif

    /// <summary>Turns sums into logits: all outputs on one common scale.</summary>
    /// <param name="sums">One per output.</param>
    public void Finish(int[] sums)
    {
        int[] multipliers = _multiplier;
        byte[] shifts = _shift;
        int outputs = _outputs;
        for (int o = 0; o < outputs; o++)
        {
            // As above.
            sums[o] = _twice ? (int)Requantizer.RequantizeTwice(sums[o], multipliers[o], shifts[o])
                : (int)(((((long)sums[o] * multipliers[o]) >> (shifts[o] - 1)) + 1) >> 1);
        }
    }
}
