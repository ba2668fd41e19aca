using System;

namespace EdgeNet.Core;

/// <summary>Turns raw values into the bytes that a network reads, as the model file says. The one place where a float enters.</summary>
internal sealed class InputQuantizer
{
    private readonly InputInfo _info;
    private readonly byte[] _byteTable;
    private readonly byte[] _low;
    private readonly byte[] _high;

    /// <summary>Makes a quantiser.</summary>
    /// <param name="info">The mapping.</param>
    /// <param name="low">Receives the low bytes of quantised inputs; may be longer than the input.</param>
    /// <param name="high">Receives the high bytes; empty when 8 bits are enough.</param>
    public InputQuantizer(InputInfo info, byte[] low, byte[] high)
    {
        _info = info;
        _low = low;
        _high = high;
        _byteTable = new byte[HasByteTable(info) ? 256 : 0];
        for (int raw = 0; raw < _byteTable.Length; raw++)
        {
            _byteTable[raw] = (byte)Quantize(raw, 0);
        }
    }

    /// <summary>Heap bytes of it, apart from the arrays it was given.</summary>
    public static int RequiredRam(InputInfo info)
    {
        return Ram.ObjectBytes(4) + Ram.ArrayBytes(1, HasByteTable(info) ? 256 : 0);
    }

    public void Set(float[] raw)
    {
        CheckCount(raw.Length);
        float[] scale = _info.Scale;
        float[] offset = _info.Offset;
        byte[] low = _low;
        byte[] high = _high;
        float most = _info.MaxValue;

        int done = 0;
#if NET10_0_OR_GREATER
        done = high.Length == 0 ? SimdInput.Quantize(raw, scale, offset, most, low) : 0;
#endif

        // Without a call for each value: calls are the most expensive thing in an interpreter. The same steps as Quantize.
        if (_info.PerFeature && high.Length == 0)
        {
            for (int i = done; i < raw.Length; i++)
            {
                float scaled = (raw[i] * scale[i]) + offset[i];
                low[i] = (byte)(scaled > 0f && scaled < most ? (int)(scaled + 0.5f) : Limit(scaled, i));
            }

            return;
        }

        for (int i = done; i < raw.Length; i++)
        {
            int pair = _info.PerFeature ? i : 0;
            float scaled = (raw[i] * scale[pair]) + offset[pair];
            Store(i, scaled > 0f && scaled < most ? (int)(scaled + 0.5f) : Limit(scaled, i));
        }
    }

    /// <summary>Quantises bytes.</summary>
    /// <param name="raw">The raw values.</param>
    /// <param name="active">May receive the list of those that are not zero; null where nobody reads it.</param>
    /// <returns>True where it did.</returns>
    public bool Set(byte[] raw, ActiveInputs active)
    {
        CheckCount(raw.Length);
        if (active != null && _byteTable.Length != 0 && _byteTable[0] == 0 && raw.Length <= ActiveInputs.MaxCount)
