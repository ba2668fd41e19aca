using System;

namespace EdgeNet.Core;

/// <summary>
/// A network that classifies. Load it once, then call <see cref="Classify(byte[])"/> as often as you like: nothing is allocated after loading.
/// One instance serves one thread at a time.
/// </summary>
public sealed class Network
{
    private readonly DenseLayer[] _layers;
    private readonly InputQuantizer _input;
    private readonly NonZeroInputs _nonZero;
    private readonly byte[] _even;
    private readonly byte[] _odd;
    private readonly int[] _sums;
    private readonly OutputInfo _output;
    private readonly string[] _labels;
    private readonly byte[] _none = new byte[0];

    /// <summary>Loads a model that has been checked, in the form that takes the least memory.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ModelException">The network does not give the answers the file says it must.</exception>
    public Network(ModelFile model)
        : this(model, 0)
    {
    }

    /// <summary>Loads a model that has been checked. Layers whose weights have room in a faster form get that one; all forms give the same answers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="spareBytes">Bytes of memory that may be used beyond <see cref="ModelFile.RamBytes"/>. The build for .NET 10 has a form of its own and does not look at it.</param>
    /// <exception cref="ModelException">The network does not give the answers the file says it must.</exception>
    public Network(ModelFile model, int spareBytes)
    {
        _input = new InputQuantizer(model.Input);
        _layers = new DenseLayer[model.Layers.Length];
        RamBytes = model.RamBytes;
        int maxInput = model.Input.Planes == 2 ? 255 : model.Input.MaxValue;
        for (int i = 0; i < _layers.Length; i++)
        {
#if NET10_0_OR_GREATER
            PackedWeights weights = new SimdWeights(model.Layers[i], model.Data, SimdWeights.BestLanes);
#else
            // Most pixels of a picture are zero, and half of what a ReLU gives.
            int inputs = model.Layers[i].Inputs;
            bool dense = i == 0 && IsDense(model.Input);
            int used = dense ? inputs : i > 0 ? inputs / 2 : inputs / 5;
            PackedWeights weights = WeightForms.Choose(model.Layers[i], model.Data, maxInput, dense, used, spareBytes - (RamBytes - model.RamBytes));
#endif
            RamBytes += WeightForms.ExtraRam(weights, model.Layers[i], maxInput);
            _layers[i] = new DenseLayer(model.Layers[i], model.Data, weights);
            maxInput = 255;
        }

        _nonZero = new NonZeroInputs(MaxInputs(model));
        _even = new byte[MaxHidden(model, 0)];
        _odd = new byte[MaxHidden(model, 1)];
        _sums = new int[MaxOutputs(model)];
        _output = model.Output;
        _labels = model.Labels;
        OutputCount = model.Labels.Length;
        InputCount = model.Input.Count;
        CheckGolden(model);
    }

    /// <summary>Number of values an input has.</summary>
    public int InputCount { get; private set; }

    /// <summary>Number of outputs, which is the number of labels.</summary>
    public int OutputCount { get; private set; }

    /// <summary>Bytes of managed heap that it keeps, counted as the nanoFramework interpreter allocates.</summary>
    public int RamBytes { get; private set; }

    /// <summary>Index of the output with the largest logit after the last run; the first of equals.</summary>
    public int Best { get; private set; }

    /// <summary>Reads, checks and loads a model file.</summary>
    /// <param name="file">The whole file. It is not needed after loading.</param>
    /// <returns>The network, ready to classify.</returns>
    /// <exception cref="ModelException">The file is damaged, or does not give the answers it says it must.</exception>
    public static Network Load(byte[] file)
    {
        return new Network(ModelFile.Parse(file));
    }

    /// <summary>Classifies raw values: pixels 0..255, as a camera gives them.</summary>
    /// <param name="raw">As many values as <see cref="InputCount"/>.</param>
    /// <returns>Index of the label with the largest logit.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong.</exception>
    public int Classify(byte[] raw)
    {
        _input.Set(raw, _nonZero);
        return Run();
    }

    /// <summary>Classifies raw values as they stood in the training data, in its units.</summary>
    /// <param name="raw">As many values as <see cref="InputCount"/>. Values beyond the trained range count as its limit.</param>
    /// <returns>Index of the label with the largest logit.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong, or one is not a number.</exception>
    public int Classify(float[] raw)
    {
        _input.Set(raw);
        return Run();
    }

    /// <summary>The text of a label.</summary>
    /// <param name="output">0 to OutputCount - 1.</param>
    /// <returns>The text.</returns>
    public string Label(int output)
    {
        return _labels[output];
    }

    /// <summary>An output of the last run as an integer, on the scale common to all outputs.</summary>
    /// <param name="output">0 to OutputCount - 1.</param>
    /// <returns>The logit: bit for bit the same on every machine.</returns>
    public int Logit(int output)
    {
        CheckOutput(output);
        return _sums[output];
    }

    /// <summary>An output of the last run for people: a probability, or the number a regression found, in its own unit.</summary>
    /// <param name="output">0 to OutputCount - 1.</param>
    /// <returns>The value.</returns>
    public float Value(int output)
    {
        CheckOutput(output);
        float value;
        switch (_output.Function)
        {
            case ModelFormat.Softmax:
                value = (float)SoftmaxTerm(output) / SoftmaxSum();
                break;
            case ModelFormat.Sigmoid:
                value = TableEntry(output) / 65535f;
                break;
            case ModelFormat.Tanh:
                value = (TableEntry(output) / 32767.5f) - 1f;
                break;
            case ModelFormat.Relu:
                value = _sums[output] < 0 ? 0f : _sums[output] * _output.LogitScale;
                break;
            default:
                value = _sums[output] * _output.LogitScale;
                break;
        }

        return (value * _output.ValueScale) + _output.ValueOffset;
    }

    /// <summary>For a network whose outputs are yes or no each: whether an output of the last run says yes.</summary>
    /// <param name="output">0 to OutputCount - 1.</param>
    /// <returns>True for yes.</returns>
    public bool IsOn(int output)
    {
        CheckOutput(output);
        return _sums[output] > 0;
    }

    /// <summary>
    /// How sure the last answer is, 0 to 100. Classes: the winner's share. Yes and no: the certainty of the least certain output.
    /// A regression has no such number and gives 100.
    /// </summary>
    /// <returns>Percent.</returns>
    public int ConfidencePercent()
    {
        if (_output.Task == ModelFormat.Regression)
        {
            return 100;
        }

        if (_output.Task == ModelFormat.Classification)
        {
            return Percent(Value(Best));
        }

        int least = 100;
        for (int o = 0; o < OutputCount; o++)
        {
            int yes = Percent(Value(o));
            int certainty = yes > 50 ? yes : 100 - yes;
            least = certainty < least ? certainty : least;
        }

        return least;
    }

    internal static int RequiredRam(ModelFile model)
    {
        int bytes = Ram.ObjectBytes(13) + Ram.ArrayBytes(Ram.ReferenceBytes, model.Layers.Length)
            + InputQuantizer.RequiredRam(model.Input)
            + NonZeroInputs.RequiredRam(MaxInputs(model))
            + Ram.ArrayBytes(1, MaxHidden(model, 0)) + Ram.ArrayBytes(1, MaxHidden(model, 1)) + Ram.ArrayBytes(1, 0)
            + Ram.ArrayBytes(4, MaxOutputs(model));
        for (int i = 0; i < model.Layers.Length; i++)
        {
            bytes += DenseLayer.RequiredRam(model.Layers[i]) + ByteWeights.RequiredRam(model.Layers[i]) + PackedWeights.CommonRam(model.Layers[i], i == 0 && IsDense(model.Input));
        }

        // Parts of the checked model that the network goes on using, and the table that checked it.
        bytes += Crc32.TableRam + Ram.ObjectBytes(9) + (2 * Ram.ArrayBytes(4, model.Input.Scale.Length));
        bytes += Ram.ObjectBytes(7) + Ram.ArrayBytes(2, model.Output.Table.Length);
        bytes += Ram.ArrayBytes(Ram.ReferenceBytes, model.Labels.Length);
        for (int i = 0; i < model.Labels.Length; i++)
        {
            bytes += Ram.StringBytes(Utf8.Length(model.Labels[i]));
        }

        return bytes;
    }

    // Columns of a table are hardly ever zero, unless they have only one bit.
    private static bool IsDense(InputInfo input)
    {
        return input.PerFeature && input.Bits > 1;
    }

    private int Run()
    {
        byte[] x = _input.Low;
        byte[] high = _input.High;
        int last = _layers.Length - 1;
        for (int i = 0; i < last; i++)
        {
            byte[] activations = (i & 1) == 0 ? _even : _odd;
            _layers[i].Sum(x, high, _nonZero, _sums);
            _layers[i].Activate(_sums, activations);
            x = activations;
            high = _none;
        }

        _layers[last].Sum(x, high, _nonZero, _sums);
        _layers[last].Finish(_sums);
        int best = 0;
        for (int o = 1; o < OutputCount; o++)
        {
            if (_sums[o] > _sums[best])
            {
                best = o;
            }
        }

        Best = best;
        return best;
    }

    private void CheckGolden(ModelFile model)
    {
        int at = model.GoldenAt;
        int inputBytes = model.Input.Count * model.Input.Planes;
        for (int vector = 0; vector < model.GoldenCount; vector++)
        {
            _input.SetQuantized(model.Data, at);
            Run();
            at += (inputBytes + 3) & ~3;
            for (int o = 0; o < OutputCount; o++)
            {
                if (_sums[o] != LittleEndian.Int32At(model.Data, at))
                {
                    throw new ModelException("model file, section gold: vector " + vector + " gives another answer than it must");
                }

                at += 4;
            }
        }
    }

    private int SoftmaxTerm(int output)
    {
        // The difference of two logits may need 33 bits.
        long index = ((long)_sums[Best] - _sums[output]) >> _output.TableShift;
        return _output.Table[index > 255 ? 255 : (int)index];
    }

    private int SoftmaxSum()
    {
        int sum = 0;
        for (int o = 0; o < OutputCount; o++)
        {
            sum += SoftmaxTerm(o);
        }

        return sum;
    }

    private int TableEntry(int output)
    {
        int index = (_sums[output] >> _output.TableShift) + ModelFormat.TableCentre;
        return _output.Table[index < 0 ? 0 : index > 255 ? 255 : index];
    }

    private static int Percent(float share)
    {
        return share <= 0f ? 0 : share >= 1f ? 100 : (int)((share * 100f) + 0.5f);
    }

    private void CheckOutput(int output)
    {
        if (output < 0 || output >= OutputCount)
        {
            throw new ArgumentException("output " + output + " does not exist, there are " + OutputCount);
        }
    }

    private static int MaxInputs(ModelFile model)
    {
        int most = 0;
        for (int i = 0; i < model.Layers.Length; i++)
        {
            most = model.Layers[i].Inputs > most ? model.Layers[i].Inputs : most;
        }

        return most;
    }

    private static int MaxOutputs(ModelFile model)
    {
        int most = 0;
        for (int i = 0; i < model.Layers.Length; i++)
        {
            most = model.Layers[i].Outputs > most ? model.Layers[i].Outputs : most;
        }

        return most;
    }

    // Hidden layers write to two buffers in turn.
    private static int MaxHidden(ModelFile model, int parity)
    {
        int most = 0;
        for (int i = parity; i < model.Layers.Length - 1; i += 2)
        {
            most = model.Layers[i].Outputs > most ? model.Layers[i].Outputs : most;
        }

        return most;
    }
}
