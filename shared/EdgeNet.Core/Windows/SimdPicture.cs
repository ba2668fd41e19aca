using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeNet.Core;

/// <summary>A picture as vector registers read it: widened to 16 bits, with its padding around it, so that a window sees values at the same distances everywhere.</summary>
internal sealed class SimdPicture
{
    // A small file must not take much memory.
    private const int MaxValues = 4 * ModelFormat.MaxTensor;

    private readonly int _rows;
    private readonly int _rowValues;
    private readonly int _first;

    /// <summary>Allocates a picture.</summary>
    /// <param name="layer">The layer that reads it.</param>
    /// <param name="padding">What it reads outside.</param>
    /// <param name="beyond">Values that it may read beyond the last one of a window, whatever they are.</param>
    public SimdPicture(WindowLayerInfo layer, int padding, int beyond)
    {
        LayerWindow window = layer.Window;
        int channels = layer.Input.Channels;
        _rows = layer.Input.Height;
        _rowValues = layer.Input.Width * channels;
        RowStep = (window.Left + layer.Input.Width + window.Right) * channels;
        _first = (window.Top * RowStep) + (window.Left * channels);
        Values = GC.AllocateUninitializedArray<short>(((window.Top + _rows + window.Bottom) * RowStep) + beyond, pinned: true);
        Array.Fill(Values, (short)padding);
        Starts = new int[layer.Output.Height * layer.Output.Width];
        for (int i = 0; i < Starts.Length; i++)
        {
            Starts[i] = (i / layer.Output.Width * window.StrideDown * RowStep) + (i % layer.Output.Width * window.StrideAcross * channels);
        }
    }

    /// <summary>The values, row by row.</summary>
    public short[] Values { get; }

    /// <summary>From a row to the next.</summary>
    public int RowStep { get; }

    /// <summary>Where the window begins at each position, row by row.</summary>
    public int[] Starts { get; }

    /// <summary>Whether this machine has the instructions, and the padding does not make the picture too large.</summary>
    /// <param name="layer">The layer that reads it.</param>
    public static bool Allows(WindowLayerInfo layer)
    {
        LayerWindow window = layer.Window;
        long values = (long)(window.Top + layer.Input.Height + window.Bottom) * (window.Left + layer.Input.Width + window.Right) * layer.Input.Channels;
        return Avx2.IsSupported && values <= MaxValues;
    }

    /// <summary>Takes the values of a tensor.</summary>
    /// <param name="x">The tensor.</param>
    public void Widen(byte[] x)
    {
        ref byte values = ref MemoryMarshal.GetArrayDataReference(x);
        int at = 0;
        for (int row = 0; row < _rows; row++)
        {
            ref short to = ref Values[_first + (row * RowStep)];
            int i = 0;
            for (; i + Vector128<byte>.Count <= _rowValues; i += Vector128<byte>.Count)
            {
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref values, (nuint)(at + i))).StoreUnsafe(ref to, (nuint)i);
            }

            for (; i < _rowValues; i++)
            {
                Unsafe.Add(ref to, i) = x[at + i];
            }

            at += _rowValues;
        }
    }
}
