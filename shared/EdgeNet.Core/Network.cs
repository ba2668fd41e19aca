using System;

namespace EdgeNet.Core;

/// <summary>
/// A network that classifies. Load it once, then call <see cref="Classify(byte[])"/> as often as you like: nothing is allocated after loading.
/// One instance serves one thread at a time.
/// </summary>
public sealed class Network
{
    private readonly LayerRunner[] _layers;
    private readonly InputQuantizer _input;
    private readonly Tensors _tensors;
    private readonly bool _inputIsReadOnce;
    private readonly OutputInfo _output;
    private readonly string[] _labels;
    private int _best;

#if NET10_0_OR_GREATER
    // For a look at what each layer gives.
    private readonly LayerInfo[] _infos;
    private readonly MemoryPlan _plan;
#endif

    /// <summary>Loads a model that has been checked, in the form that needs the least memory.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ModelException">The network does not give the logits of the golden vectors.</exception>
    public Network(ModelFile model)
        : this(model, 0)
    {
    }

    /// <summary>Loads a model that has been checked. Layers whose weights fit in a faster form use it; all forms give the same logits.</summary>
    /// <param name="model">The model.</param>
    /// <param name="spareBytes">Bytes of memory that may be used beyond <see cref="ModelFile.RamBytes"/>. The build for .NET 10 uses another form and ignores it.</param>
    /// <exception cref="ModelException">The network does not give the logits of the golden vectors.</exception>
    public Network(ModelFile model, int spareBytes)
    {
        _tensors = model.Plan.Allocate();
        _inputIsReadOnce = IsInputReadOnce(model.Layers);
        _input = model.Range == null
            ? new InputQuantizer(model.Input, _tensors.Slots[0], _tensors.InputHigh, spareBytes)
            : new RangedInputQuantizer(model.Input, model.Range, _tensors.Slots[0], _tensors.InputHigh, spareBytes);
        LayerRunner[] runners = new LayerRunner[model.Layers.Length];
        int runnerCount = 0;
        LayerContext context = new LayerContext();
        context.File = model.Data;
        context.SpareBytes = spareBytes - InputQuantizer.ExtraRam(model.Input, spareBytes);
#if !NET10_0_OR_GREATER
        LayerList list = ListLayers(model);
#endif
        int next;
        for (int i = 0; i < model.Layers.Length; i = next)
        {
            LayerInfo layer = model.Layers[i];
            context.InputSlot = model.Plan.SlotOf(layer.First);
            context.SecondSlot = layer.Second == ModelFormat.NoTensor ? Tensors.NoSlot : model.Plan.SlotOf(layer.Second);
            context.OutputSlot = model.Plan.SlotOf(i + 1);
            context.ReadsInput = layer.First == 0;
            context.MaxInput = model.MaxInput(layer);
            context.SkipsZeros = MemoryPlan.SkipsZeros(model.Input, layer);
            LayerRunner runner = null;
            next = i + 1;
#if !NET10_0_OR_GREATER
            int count;
            runner = PictureChain.Create(list, i, context, _tensors, out count);
            next = runner == null ? next : i + count;
#endif
            runners[runnerCount++] = runner ?? layer.Load(context);
        }

        _layers = new LayerRunner[model.Anomaly == null ? runnerCount : runnerCount + 1];
        Array.Copy(runners, 0, _layers, 0, runnerCount);
        if (model.Anomaly != null)
        {
            context.InputSlot = model.Plan.SlotOf(0);
            _layers[runnerCount] = new AnomalyRunner(model.Anomaly, model.Input.Count, model.Labels.Length, context);
        }

#if NET10_0_OR_GREATER
        _infos = model.Layers;
        _plan = model.Plan;
#endif
        RamBytes = model.RamBytes + spareBytes - context.SpareBytes;
        _output = model.Output;
        _labels = model.Labels;
        InputCount = model.Input.Count;
        CheckGolden(model);
    }

    /// <summary>Number of input values.</summary>
    public int InputCount { get; }

    /// <summary>Number of outputs, which is the number of labels.</summary>
    public int OutputCount
    {
        get { return _labels.Length; }
    }

    /// <summary>Bytes of managed heap that the network keeps, counted as the nanoFramework interpreter allocates.</summary>
    public int RamBytes { get; }

    /// <summary>Index of the output with the largest logit after the last run; the first one if several are equal.</summary>
    public int Best
    {
        get { return _best; }
    }

    /// <summary>Reads, checks and loads a model file.</summary>
    /// <param name="file">The whole file. It is not needed after loading.</param>
    /// <returns>The network, ready to classify.</returns>
    /// <exception cref="ModelException">The file is damaged, or the network does not give the logits of the golden vectors.</exception>
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
        _tensors.InputIsActive = _input.Set(raw, _tensors.Active) && _inputIsReadOnce;
        return Run();
    }

    /// <summary>Classifies raw values, in the units of the training data.</summary>
    /// <param name="raw">As many values as <see cref="InputCount"/>. Values beyond the trained range are limited to it.</param>
    /// <returns>Index of the label with the largest logit.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong, or one is not a number.</exception>
    public int Classify(float[] raw)
    {
        _tensors.InputIsActive = _input.Set(raw, _tensors.Active) && _inputIsReadOnce;
        return Run();
    }

    /// <summary>Classifies values that are quantised already, as the first layer reads them.</summary>
    /// <param name="values">As many bytes as <see cref="InputCount"/>, each within the bits of the input, which are 8 at most.</param>
    /// <returns>Index of the label with the largest logit.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong, or one has too many bits.</exception>
    public int ClassifyQuantized(byte[] values)
    {
        _input.SetQuantized(values);
        _tensors.InputIsActive = false;
        return Run();
    }

#if NET10_0_OR_GREATER
    /// <summary>Classifies like <see cref="ClassifyQuantized"/> and copies what every layer gives. Only on .NET 10, where each layer runs by itself.</summary>
    /// <param name="values">As many bytes as <see cref="InputCount"/>.</param>
    /// <returns>The tensors: at 0 the input, at n the output of layer n; the last layer's are the logits.</returns>
    /// <exception cref="ArgumentException">The number of values is wrong, or one has too many bits.</exception>
    public byte[][] RunLayers(byte[] values)
    {
        _input.SetQuantized(values);
        _tensors.InputIsActive = false;
        byte[][] copies = new byte[Math.Max(1, _infos.Length)][];
        copies[0] = (byte[])values.Clone();
        for (int i = 0; i < copies.Length - 1; i++)
        {
            _layers[i].Run(_tensors);
            copies[i + 1] = _tensors.Slots[_plan.SlotOf(i + 1)].AsSpan(0, _infos[i].Outputs).ToArray();
        }

        // From the start, because the input's slot may be in use again.
        ClassifyQuantized(values);
        return copies;
    }

    /// <summary>What the output function makes of a logit of the last run, where it gives bytes: <see cref="OutputInfo.GivesBytes"/>.</summary>
    /// <param name="output">0 to OutputCount - 1.</param>
    /// <returns>The byte; LiteRT's int8 output plus 128.</returns>
    public byte OutputByte(int output)
    {
        CheckOutput(output);
        return (byte)_output.Byte(_tensors.Sums, OutputCount, Best, output);
    }
#endif

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
        if (output < 0 || output >= _labels.Length)
        {
            CheckOutput(output);
        }

        return _tensors.Sums[output];
    }

    /// <summary>An output of the last run for people: a probability, or the value of a regression, in its unit.</summary>
    /// <param name="output">0 to OutputCount - 1.</param>
    /// <returns>The value.</returns>
    public float Value(int output)
    {
        CheckOutput(output);
        return _output.Value(_tensors.Sums, OutputCount, Best, output);
    }

    /// <summary>For a network with a yes or no per output: whether an output of the last run is yes.</summary>
    /// <param name="output">0 to OutputCount - 1.</param>
    /// <returns>True for yes.</returns>
    public bool IsOn(int output)
    {
        CheckOutput(output);
        return _tensors.Sums[output] > 0;
    }

    /// <summary>Whether the last input was outside of the range of the model file. Always false for a model without a range.</summary>
    public bool IsOutside
    {
        get { return _input.IsOutside; }
    }

    /// <summary>Whether the model tells inputs that are unlike those it has learned from.</summary>
    public bool FindsAnomalies
    {
        get { return Anomalies != null; }
    }

    /// <summary>How unlike the inputs that the model has learned from the last input was, on the scale of <see cref="AnomalyInfo.Threshold"/>: bit for bit the same on every machine.
    /// 0 for a model that finds no anomalies.</summary>
    public int AnomalyScore
    {
        get { return Anomalies == null ? 0 : Anomalies.Score; }
    }

    /// <summary>The same for people: 1 at the threshold, 2 for an input twice as far from normal.</summary>
    public float AnomalyLevel
    {
        get { return Anomalies == null ? 0f : Anomalies.Level; }
    }

    /// <summary>Whether the last input was an anomaly: its score is above the threshold. Always false for a model that finds none.</summary>
    public bool IsAnomaly
    {
        get { return Anomalies != null && Anomalies.IsAnomaly; }
    }

    private AnomalyRunner Anomalies
    {
        get { return _layers[_layers.Length - 1] as AnomalyRunner; }
    }

    /// <summary>
    /// How certain the last answer is, 0 to 100. Classification: the probability of the answer. Yes or no per output: the certainty of the least certain output.
    /// Regression, and normal or anomaly: 100. Always 0 if the input was outside of the model's range, or is an anomaly beside another task.
    /// </summary>
    /// <returns>Percent.</returns>
    public int ConfidencePercent()
    {
        return _input.IsOutside || (_output.Task != ModelFormat.Anomaly && IsAnomaly) ? 0 : _output.ConfidencePercent(_tensors.Sums, OutputCount, Best);
    }

    /// <summary>
    /// Copies what the last layer read in the last run: the activations of the last hidden layer, or the quantised input of a network without one.
    /// See <see cref="LastLayer"/>.
    /// </summary>
    /// <param name="activations">Receives them, row by row, channels innermost: as many bytes as the last layer has terms.</param>
    public void CopyHidden(byte[] activations)
    {
        _layers[_layers.Length - 1].CopyLastInput(_tensors, activations);
    }

    /// <summary>What is known of the layers of a model before they are loaded.</summary>
    internal static LayerList ListLayers(ModelFile model)
    {
        LayerList list = new LayerList(model.Layers);
        for (int i = 0; i < model.Layers.Length; i++)
        {
            LayerInfo layer = model.Layers[i];
            list.MaxInput[i] = model.MaxInput(layer);
            list.RequiredRam[i] = layer.RequiredRam(MemoryPlan.SkipsZeros(model.Input, layer));
            list.OutputSlot[i] = model.Plan.SlotOf(i + 1);
        }

        return list;
    }

    // The list of active inputs is the input's only until the next layer makes its own.
    private static bool IsInputReadOnce(LayerInfo[] layers)
    {
        for (int i = 1; i < layers.Length; i++)
        {
            if (layers[i].First == 0 || layers[i].Second == 0)
            {
                return false;
            }
        }

        return true;
    }

    private int Run()
    {
        LayerRunner[] layers = _layers;
        Tensors tensors = _tensors;
        int layerCount = layers.Length;
        for (int i = 0; i < layerCount; i++)
        {
            layers[i].Run(tensors);
        }

        int[] logits = tensors.Sums;
        int best = _labels.Length - 1;
        int most = logits[best];
        for (int o = best; o != 0;)
        {
            o--;
            if (logits[o] >= most)
            {
                best = o;
                most = logits[o];
            }
        }

        _best = best;
        return best;
    }

    private void CheckGolden(ModelFile model)
    {
        int logits = model.Anomaly == null ? OutputCount : AnomalyRunner.ScoreAt(model.Anomaly, OutputCount) + 1;
        for (int vector = 0; vector < model.GoldenCount; vector++)
        {
            model.Golden.SetInput(vector, model.Data, OutputCount, _input);
            Run();
            if (!model.Golden.Matches(vector, model.Data, logits, _tensors.Sums))
            {
                throw new ModelException("model file, section gold: vector " + vector + " gives a wrong answer");
            }
        }
    }

    private void CheckOutput(int output)
    {
        if (output < 0 || output >= OutputCount)
        {
            throw new ArgumentException("output " + output + " does not exist, there are " + OutputCount);
        }
    }
}
