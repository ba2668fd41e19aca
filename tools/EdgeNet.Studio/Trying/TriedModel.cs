using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.Studio.Looking;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Trying;

/// <summary>A model that is ready to answer.</summary>
internal sealed class TriedModel
{
    /// <summary>More columns are too many to set by hand.</summary>
    public const int MostColumns = 64;

    private readonly Lock _lock = new();
    private readonly Network _network;
    private readonly TrainedTable? _table;
    private readonly Shape _shape;
    private readonly (float Low, float High) _range;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">Samples that it knows how to read.</param>
    public TriedModel(LoadedModel model, Dataset samples)
    {
        Model = model;
        Samples = samples;
        _network = new Network(model.Model);
        _table = TrainedTable.Of(model.Model);
        _shape = Evaluator.ShapeOf(model.Model);
        _range = samples.Count > 0 ? samples.CommonRange() : (byte.MinValue, byte.MaxValue);
        bool areDrawings = samples.Count > 0 && samples.Kind == FeatureKind.Pixels && SampleView.IsPicture(samples.Shape) && samples.Shape.Channels == 1;
        Style = areDrawings ? DrawingStyle.Of(samples) : null;
    }

    /// <summary>The model.</summary>
    public LoadedModel Model { get; }

    /// <summary>Samples to try.</summary>
    public Dataset Samples { get; }

    /// <summary>What the pictures of the training have in common; null if they are not grey.</summary>
    public DrawingStyle? Style { get; }

    /// <summary>Brings a picture to what the network reads.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="isDrawn">Whether it was drawn on the page, light on dark, and becomes like the drawings of the training.</param>
    /// <returns>The values.</returns>
    /// <exception cref="UserException">The model expects no picture.</exception>
    public float[] Prepare(Picture picture, bool isDrawn)
    {
        if (isDrawn && Style is not null && Model.Picture is { } wanted)
        {
            picture = picture.WithChannels(1);
            picture = Style.IsDarkOnLight ? picture with { Pixels = Array.ConvertAll(picture.Pixels, p => (byte)(255 - p)) } : picture;
            picture = Style.Prepare(picture, wanted.Size.Height, wanted.Size.Width);
        }

        return ModelClassification.Prepare(Model, picture, "the picture");
    }

    /// <summary>Answers.</summary>
    /// <param name="raw">The values.</param>
    /// <returns>What the model says, which inputs spoke for it, and what the network saw, for the page.</returns>
    /// <exception cref="UserException">There are more or fewer values than the model expects, or one is no number.</exception>
    public object Answer(float[] raw)
    {
        if (raw.Length != Model.Model.Input.Count || !Array.TrueForAll(raw, float.IsFinite))
        {
            throw new UserException($"the model expects {Model.Model.Input.Count} numbers");
        }

        ClassifiedSample answer;
        InputShares why;
        lock (_lock)
        {
            _network.Classify(raw);
            answer = ClassifiedSample.Of("", _network, _table?.FirstOutside(raw));
            why = InputShares.Of(Model.Model, _network, raw);
        }

        return new
        {
            label = Model.Model.Labels[answer.Best],
            answer.Best,
            confidence = answer.ConfidencePercent,
            answer.Values,
            on = answer.IsOn,
            unsure = answer.IsUnsure,
            score = answer.Anomaly?.Score,
            outside = answer.Outside?.Column,
            seen = SampleView.IsPicture(_shape) ? SeenSample.DataUrlOf(SampleView.PictureOf(raw, _shape, _range)) : null,
            why = new { why.Lead, why.Drops, why.Rows, why.Columns, why.Names },
        };
    }
}
