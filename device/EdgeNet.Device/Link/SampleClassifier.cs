using System;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>Assembles samples that arrive over a line in parts, and classifies them. Memory for a sample is allocated when the first one arrives.</summary>
internal sealed class SampleClassifier
{
    private readonly TimedNetwork _network;
    private readonly ClassifiedMessage _answer = new ClassifiedMessage();
    private byte[] _pixels;
    private float[] _values;
    private int[] _logits;
    private int _sample = -1;
    private int _valueBytes;
    private int _filled;
    private bool _classified;

    /// <summary>Creates a classifier.</summary>
    /// <param name="network">The network that the app runs.</param>
    public SampleClassifier(TimedNetwork network)
    {
        _network = network;
    }

    /// <summary>
    /// Handles a part. The first part begins a sample, whatever came before. A part that is already stored changes nothing. A part that
    /// is ahead or belongs to another sample is not stored, and the answer says which value is expected.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="body">Number of bytes in its body, at least <see cref="ClassifyMessage.PrefixBytes"/>.</param>
    /// <param name="answer">Receives the answer's body.</param>
    /// <returns>Number of bytes in the answer's body.</returns>
    /// <exception cref="Exception">There is no memory for a sample, or a value is not a number.</exception>
    public int Take(byte[] message, int body, byte[] answer)
    {
        int sample = ClassifyMessage.Sample(message, Frames.PrefixBytes);
        int valueBytes = ClassifyMessage.ValueBytes(message, Frames.PrefixBytes);
        int first = ClassifyMessage.First(message, Frames.PrefixBytes);
        int count = ClassifyMessage.ValueCount(body, valueBytes);
        int inputs = _network.Network.InputCount;
        if (valueBytes == 0)
        {
            bool known = _classified && sample == _sample && first < _logits.Length;
            return known ? Answer(first, answer) : Status(answer, 0, "this sample has not been classified");
        }

        if (count == 0 || first + count > inputs)
        {
            return Status(answer, 0, "the model expects " + inputs + " values");
        }

        if (first == 0)
        {
            Begin(sample, valueBytes);
        }

        bool expected = sample == _sample && valueBytes == _valueBytes;
        if (expected && first <= _filled)
        {
            Store(message, first, count);
            if (first + count == inputs)
            {
                Classify();
                return Answer(0, answer);
            }
        }

        return Status(answer, expected ? _filled : 0, "");
    }

    private void Begin(int sample, int valueBytes)
    {
        // The sample counts only after all memory has been allocated.
        _sample = -1;
        _classified = false;
        _filled = 0;
        _valueBytes = valueBytes;
        if (_logits == null)
        {
            _logits = new int[_network.Network.OutputCount];
        }

        if (valueBytes == ClassifyMessage.PixelBytes && _pixels == null)
        {
            _pixels = new byte[_network.Network.InputCount];
        }

        if (valueBytes == ClassifyMessage.FloatBytes && _values == null)
        {
            _values = new float[_network.Network.InputCount];
        }

        _sample = sample;
    }

    private void Store(byte[] message, int first, int count)
    {
        if (_valueBytes == ClassifyMessage.PixelBytes)
        {
            Array.Copy(message, Frames.PrefixBytes + ClassifyMessage.PrefixBytes, _pixels, first, count);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                _values[first + i] = ClassifyMessage.Float(message, Frames.PrefixBytes, i);
            }
        }

        _filled = first + count > _filled ? first + count : _filled;
    }

    private void Classify()
    {
        _classified = false;
        _answer.Label = _valueBytes == ClassifyMessage.PixelBytes ? _network.Classify(_pixels) : _network.Classify(_values);
        _answer.ConfidencePercent = _network.Network.ConfidencePercent();
        _answer.Microseconds = _network.Microseconds;
        _answer.Sample = _sample;

        // The app then classifies its sensor's readings with the same network, so the logits are copied for later requests.
        for (int i = 0; i < _logits.Length; i++)
        {
            _logits[i] = _network.Network.Logit(i);
        }

        _classified = true;
    }

    private int Answer(int first, byte[] answer)
    {
        _answer.First = first;
        return _answer.Write(answer, Frames.PrefixBytes, _logits);
    }

    private static int Status(byte[] answer, int received, string problem)
    {
        return StatusMessage.Write(answer, Frames.PrefixBytes, problem.Length == 0, received, problem);
    }
}
