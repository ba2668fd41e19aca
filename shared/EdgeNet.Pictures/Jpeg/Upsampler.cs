namespace EdgeNet.Pictures;

/// <summary>
/// Makes as many samples of a component as the picture has pixels. Where it has half as many, a new sample is three quarters of the
/// nearest one and a quarter of the next, as in libjpeg; otherwise samples are repeated.
/// </summary>
internal sealed class Upsampler
{
    // Narrower components are repeated, as in libjpeg.
    private const int MinBlendedWidth = 3;

    private readonly JpegComponent _component;
    private readonly int _stride;
    private readonly bool _blendsAcross, _blendsDown;

    // For each pixel of a row, which sample it repeats. Not where rows are blended across.
    private readonly int[] _columns;
    private readonly int[] _sums;
    private readonly int _vertical, _maxVertical;

    /// <summary>Creates the upsampler of a component.</summary>
    public Upsampler(JpegComponent component, JpegFrame frame)
    {
        _component = component;
        _stride = component.BlockStride * 8;
        (_vertical, _maxVertical) = (component.Vertical, frame.MaxVertical);
        bool halfWidth = 2 * component.Horizontal == frame.MaxHorizontal, halfHeight = 2 * component.Vertical == frame.MaxVertical;
        _blendsAcross = halfWidth && (halfHeight || component.Vertical == frame.MaxVertical) && component.Width >= MinBlendedWidth;
        _blendsDown = halfHeight && (_blendsAcross || component.Horizontal == frame.MaxHorizontal);
        _columns = new int[frame.Width];
        for (int x = 0; x < _columns.Length; x++)
        {
            _columns[x] = x * component.Horizontal / frame.MaxHorizontal;
        }

        _sums = new int[component.Width];
    }

    /// <summary>Computes one row.</summary>
    /// <param name="y">Row of the picture.</param>
    /// <param name="row">Receives as many samples as the picture is wide.</param>
    public void Row(int y, Span<byte> row)
    {
        byte[] samples = _component.Samples;
        ReadOnlySpan<byte> near = samples.AsSpan(y * _vertical / _maxVertical * _stride, _component.Width);
        if (_blendsDown)
        {
            int other = Math.Clamp((y / 2) + (y % 2 == 0 ? -1 : 1), 0, _component.Height - 1);
            BlendDown(near, samples.AsSpan(other * _stride, _component.Width), y % 2, row);
        }
        else if (_blendsAcross)
        {
            BlendAcross(near, row);
        }
        else if (_component.Width == row.Length)
        {
            near.CopyTo(row);
        }
        else
        {
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = near[_columns[x]];
            }
        }
    }

    private void BlendDown(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int odd, Span<byte> row)
    {
        if (!_blendsAcross)
        {
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = (byte)(((3 * near[x]) + far[x] + 1 + odd) >> 2);
            }

            return;
        }

        Span<int> sums = _sums;
        for (int x = 0; x < sums.Length; x++)
        {
            sums[x] = (3 * near[x]) + far[x];
        }

        // Rounded up on the left and down on the right of a sample, so that the mean does not move.
        int last = sums.Length - 1;
        for (int x = 0; x <= last; x++)
        {
            int three = 3 * sums[x];
            row[2 * x] = (byte)((three + sums[Math.Max(0, x - 1)] + 8) >> 4);
            if ((2 * x) + 1 < row.Length)
            {
                row[(2 * x) + 1] = (byte)((three + sums[Math.Min(last, x + 1)] + 7) >> 4);
            }
        }
    }

    private static void BlendAcross(ReadOnlySpan<byte> near, Span<byte> row)
    {
        int last = near.Length - 1;
        for (int x = 0; x <= last; x++)
        {
            int three = 3 * near[x];
            row[2 * x] = (byte)((three + near[Math.Max(0, x - 1)] + 1) >> 2);
            if ((2 * x) + 1 < row.Length)
            {
                row[(2 * x) + 1] = (byte)((three + near[Math.Min(last, x + 1)] + 2) >> 2);
            }
        }
    }
}
