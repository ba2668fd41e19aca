using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.Studio.Looking;
using EdgeNet.Studio.Trying;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Boards;

/// <summary>What is put before a board: drawings and pictures as the model wants them, and samples of the project's data.</summary>
/// <param name="judged">The project's model and the samples that it is judged by.</param>
internal sealed class BoardSamples(JudgedModel judged)
{
    private TriedModel? _tried;

    /// <summary>Brings a picture to what a model reads. A drawing becomes like those of the training, as far as the data of the project can be read.</summary>
    /// <param name="model">The model that the board runs.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="isDrawn">Whether it was drawn on the page.</param>
    /// <param name="cancellation">Ends the waiting for the data.</param>
    /// <returns>The values.</returns>
    /// <exception cref="UserException">The model expects no picture.</exception>
    public async Task<float[]> OfPictureAsync(LoadedModel model, Picture picture, bool isDrawn, CancellationToken cancellation)
    {
        if (_tried is not { } tried || tried.Model != model)
        {
            _tried = tried = new TriedModel(model, await SamplesOrNoneAsync(cancellation));
        }

        return tried.Prepare(picture, isDrawn);
    }

    /// <summary>The samples of the project's data that the training set aside.</summary>
    /// <param name="model">The model that the board runs.</param>
    /// <param name="cancellation">Ends the waiting for the data.</param>
    /// <returns>The samples.</returns>
    /// <exception cref="UserException">The data cannot be read, or are not for this model.</exception>
    public async Task<Dataset> OfDataAsync(LoadedModel model, CancellationToken cancellation)
    {
        Dataset samples = (await judged.ReadAsync(again: false, cancellation)).Test.Samples;
        return samples.Shape.Count == model.Model.Input.Count ? samples : throw new UserException("the board runs an older model, for other data; deploy the project's model first");
    }

    // A model may have come without its data.
    private async Task<Dataset> SamplesOrNoneAsync(CancellationToken cancellation)
    {
        try
        {
            return (await judged.ReadAsync(again: false, cancellation)).Test.Samples;
        }
        catch (UserException)
        {
            return new Dataset("none", TaskKind.Classification, Shape.Features(1), FeatureKind.Pixels, [], [], ["none"]);
        }
    }
}
