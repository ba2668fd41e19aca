using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeNet.Core;

/// <summary>Runs average pooling on vector registers: sixteen channels are added up at a time.</summary>
internal sealed class SimdAveragePoolRunner : WindowRunner
{
    private static readonly int Count = Vector128<byte>.Count;

    private readonly int[] _sums;
    private readonly int _centre;
    private readonly int _low;
    private readonly int _high;

    /// <summary>Creates a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="context">Where its tensors are.</param>
    public SimdAveragePoolRunner(AveragePoolInfo info, LayerContext context)
        : base(info, context)
    {
        _sums = new int[info.Input.Channels];
        _centre = info.Centre;
        _low = info.Activation.Low;
        _high = info.Activation.High;
    }

    /// <inheritdoc/>
    protected override void See(Tensors tensors, byte[] x, int at, int rows, int columns, int above, int before, byte[] y, int to)
    {
        int channels = Channels, c = 0, places = rows * columns, half = places / 2, start = -places * _centre;
        for (; c + Count <= channels; c += Count)
        {
            Add(ref MemoryMarshal.GetArrayDataReference(x), at + c, rows, columns, ref _sums[c]);
        }

        for (; c < channels; c++)
        {
            _sums[c] = 0;
            for (int place = 0; place < places; place++)
            {
                _sums[c] += x[at + c + (((place / columns * Width) + (place % columns)) * channels)];
            }
        }

        for (c = 0; c < channels; c++)
        {
            // A division cuts off towards 0.
            int sum = start + _sums[c], mean = ((sum < 0 ? sum - half : sum + half) / places) + _centre;
            y[to + c] = (byte)Math.Clamp(mean, _low, _high);
        }
    }

    private void Add(ref byte x, int at, int rows, int columns, ref int sums)
    {
        Vector128<uint> a = default, b = default, c = default, d = default;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.LoadUnsafe(ref x, (nuint)(at + (column * Channels))));
                (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(low);
                (Vector128<uint> third, Vector128<uint> fourth) = Vector128.Widen(high);
                a += first;
                b += second;
                c += third;
                d += fourth;
            }

            at += Width * Channels;
        }

        a.AsInt32().StoreUnsafe(ref sums);
        b.AsInt32().StoreUnsafe(ref sums, 4);
        c.AsInt32().StoreUnsafe(ref sums, 8);
        d.AsInt32().StoreUnsafe(ref sums, 12);
    }
}
