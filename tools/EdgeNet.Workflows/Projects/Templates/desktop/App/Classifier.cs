using EdgeNet.Core;
using EdgeNet.Files;
//#if (picture)
using EdgeNet.Pictures;
//#endif

namespace $Name$;

/// <summary>A model, and what it says of a sample. May be used from several threads.</summary>
public sealed class Classifier
{
    private readonly ModelFile _model;
    private readonly Network _network;
    private readonly Lock _lock = new();

    /// <summary>Loads the model beside the program.</summary>
    public Classifier()
    {
        // Checked from end to end: a damaged file throws a ModelException that says what is wrong.
        _model = ModelFile.Parse(DataFile.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "model.edgenet"), ModelFormat.MaxFileLength));
        _network = new Network(_model);
    }

    /// <summary>Values of a sample.</summary>
    public int Count => _model.Input.Count;

    /// <summary>Classifies a sample.</summary>
    /// <param name="values">As many as <see cref="Count"/>, as in the training data.</param>
    /// <returns>What the model says.</returns>
    /// <exception cref="UserException">The number of values is wrong, or one is not a number.</exception>
    public Answer Classify(float[] values)
    {
        if (values.Length != Count || !values.All(float.IsFinite))
        {
            throw new UserException($"the model takes {Count} finite numbers and was given {values.Length} values");
        }

        lock (_lock)
        {
            //#if (classes)
            int label = _network.Classify(values);
            return new Answer(_network.Label(label), _network.ConfidencePercent());
            //#endif
            //#if (numbers)
            _network.Classify(values);
            return new Answer(string.Join(", ", Enumerable.Range(0, _network.OutputCount).Select(o => $"{_network.Label(o)} {_network.Value(o)}")), 100);
            //#endif
            //#if (yesno)
            _network.Classify(values);
            return new Answer(string.Join(", ", Enumerable.Range(0, _network.OutputCount).Select(o => $"{_network.Label(o)}: {(_network.IsOn(o) ? "yes" : "no")}")), _network.ConfidencePercent());
            //#endif
        }
    }
    //#if (picture)

    /// <summary>Classifies a picture.</summary>
    /// <param name="path">A PNG or PGM file; it is made grey and brought to the model's size.</param>
    /// <returns>What the model says.</returns>
    /// <exception cref="UserException">The file is missing or damaged.</exception>
    public Answer ClassifyPicture(string path) =>
        Classify(Array.ConvertAll(PictureFile.Read(path).Resize(_model.Input.Width, _model.Input.Height).Pixels, p => (float)p));
    //#endif
}

/// <summary>What a model says of a sample.</summary>
/// <param name="Text">Its answer.</param>
/// <param name="ConfidencePercent">How sure it is, 0 to 100.</param>
public sealed record Answer(string Text, int ConfidencePercent);
