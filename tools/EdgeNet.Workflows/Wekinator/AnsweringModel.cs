using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A trained model as Wekinator's clients see it: inputs come in, numbers go out.</summary>
internal sealed class AnsweringModel
{
    private readonly Network _network;
    private readonly int _task;
    private readonly float[] _classes;

    private AnsweringModel(LoadedModel loaded)
    {
        _network = new Network(loaded.Model);
        _task = loaded.Model.Output.Task;
        string[] labels = [.. Enumerable.Range(0, _network.OutputCount).Select(_network.Label)];
        bool areNumbers = Array.TrueForAll(labels, l => int.TryParse(l, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        _classes = [.. labels.Select((l, i) => areNumbers ? int.Parse(l, CultureInfo.InvariantCulture) : i + 1f)];
        Meaning = _task switch
        {
            ModelFormat.Classification when areNumbers => "the class",
            ModelFormat.Classification => $"the number of the class: {string.Join(", ", labels.Select((l, i) => $"{i + 1} {l}"))}",
            ModelFormat.Anomaly => "how unlike the normal inputs the input is: above 1, it is an anomaly",
            ModelFormat.MultiLabel => $"a probability each for {string.Join(", ", labels)}",
            _ => string.Join(", ", labels),
        };
    }

    /// <summary>Inputs of the network.</summary>
    public int InputCount => _network.InputCount;

    /// <summary>Whether the answer is a class.</summary>
    public bool IsClassification => _task == ModelFormat.Classification;

    /// <summary>What the numbers that go out say.</summary>
    public string Meaning { get; }

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="UserException">It is missing or damaged, or reads a stream.</exception>
    public static AnsweringModel Read(string path)
    {
        LoadedModel loaded = LoadedModel.Read(path);
        if (loaded.Model.HasSignal)
        {
            throw new UserException($"{path}: computes features of a stream of readings; only models that take values as they are can be run with OSC");
        }

        try
        {
            return new AnsweringModel(loaded);
        }
        catch (ModelException e)
        {
            throw new UserException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Runs the integers that a board would run.</summary>
    /// <param name="inputs">As many as <see cref="InputCount"/>, finite.</param>
    /// <returns>Of a classification the number of the class: the label where all labels are whole numbers, else its place, from 1. Otherwise each output.</returns>
    public float[] Answer(float[] inputs)
    {
        _network.Classify(inputs);
        return _task switch
        {
            ModelFormat.Classification => [_classes[_network.Best]],
            ModelFormat.Anomaly => [_network.AnomalyLevel],
            _ => [.. Enumerable.Range(0, _network.OutputCount).Select(_network.Value)],
        };
    }
}
