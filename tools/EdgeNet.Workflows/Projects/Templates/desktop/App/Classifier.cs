using EdgeNet.Core;
using EdgeNet.Files;
//#if (picture)
using EdgeNet.Pictures;
//#endif

namespace $Name$;

/// <summary>Classifies samples with the model. Safe to use from several threads.</summary>
public sealed class Classifier
{
    private readonly ModelFile _model;
    private readonly Network _network;
    private readonly Lock _lock = new();

    /// <summary>Loads the model file beside the program.</summary>
    public Classifier()
    {
        // Checks the whole file: a damaged one throws a ModelException that says what is wrong.
        _model = ModelFile.Parse(DataFile.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "model.edgenet"), ModelFormat.MaxFileLength));
        _network = new Network(_model);
    }

    /// <summary>Number of values per sample.</summary>
    public int Count => _model.Input.Count;

    /// <summary>Classifies a sample.</summary>
    /// <param name="values"><see cref="Count"/> values, in the units of the training data.</param>
    /// <returns>The model's answer.</returns>
    /// <exception cref="UserException">The number of values is wrong, or one is not a number.</exception>
    public Answer Classify(float[] values)
    {
        if (values.Length != Count || !values.All(float.IsFinite))
        {
            throw new UserException($"the model expects {Count} finite numbers, and was given {values.Length} values");
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
    /// <param name="path">A PNG, JPEG, BMP or PGM file. It is resized for the model, and made grey if the model was trained on grey pictures.</param>
    /// <returns>The model's answer.</returns>
    /// <exception cref="UserException">The file is missing or damaged.</exception>
    public Answer ClassifyPicture(string path) =>
        Classify(Array.ConvertAll(PictureFile.Read(path).Resize(_model.Input.Width, _model.Input.Height).WithChannels(_model.Input.Channels).Pixels, p => (float)p));
    //#endif
}

/// <summary>A model's answer to a sample.</summary>
/// <param name="Text">The answer as text.</param>
/// <param name="ConfidencePercent">How sure the model is, 0 to 100.</param>
public sealed record Answer(string Text, int ConfidencePercent);
