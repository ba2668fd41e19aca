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
    private const int MaxValues = 2 * ModelFormat.MaxTensor;

    private readonly int _rows;
    private readonly int _rowValues;
    private readonly int _first;
    private readonly int _columns;
    private readonly int _stepDown;
    private readonly int _stepAcross;

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
        _columns = layer.Output.Width;
        _stepDown = window.StrideDown * RowStep;
        _stepAcross = window.StrideAcross * channels;
        Positions = layer.Output.Height * _columns;
    }

    /// <summary>The values, row by row.</summary>
    public short[] Values { get; }

    /// <summary>From a row to the next.</summary>
    public int RowStep { get; }

    /// <summary>Positions of the window.</summary>
    public int Positions { get; }

    /// <summary>Whether this machine has the instructions, and the padding does not make the picture too large.</summary>
    /// <param name="layer">The layer that reads it.</param>
    public static bool Allows(WindowLayerInfo layer)
    {
        LayerWindow window = layer.Window;
        long values = (long)(window.Top + layer.Input.Height + window.Bottom) * (window.Left + layer.Input.Width + window.Right) * layer.Input.Channels;
        return Avx2.IsSupported && values <= MaxValues;
    }

    /// <summary>Finds where the window begins.</summary>
    /// <param name="first">The first position.</param>
    /// <param name="count">How many positions, row by row.</param>
    /// <param name="starts">Receives the index of the window's first value at each of them.</param>
    public void Find(int first, int count, int[] starts)
    {
        int column = first % _columns, at = (first / _columns * _stepDown) + (column * _stepAcross);
        for (int i = 0; i < count; i++)
        {
            starts[i] = at;
            at += _stepAcross;
            if (++column == _columns)
            {
                column = 0;
                at += _stepDown - (_columns * _stepAcross);
            }
        }
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
