using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Quantization;
using EdgeNet.Import.Training;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>A training that begins with the network of another program.</summary>
internal sealed class ForeignStart
{
    private readonly string _path;
    private readonly ImportedStart _start;

    private ForeignStart(string path, ImportedStart start) => (_path, _start) = (path, start);

    /// <summary>Where the training differs from the network, one line each.</summary>
    public IEnumerable<string> Remarks => _start.Remarks.Prepend($"{_path}: its layers are \"{_start.Architecture}\"");

    /// <summary>Reads what --from names, if that is such a network.</summary>
    /// <param name="request">What to train.</param>
    /// <returns>The network; null if there is none, or a checkpoint.</returns>
    /// <exception cref="UserException">It cannot be read, or something does not go with it.</exception>
    public static ForeignNetwork? Read(TrainingRequest request)
    {
        if (request.From is null || !ForeignNetwork.Is(request.From))
        {
            return request.Mean is null && request.Deviation is null ? null
                : throw new UserException("--mean and --std say how a network of another program reads raw values; give it with --from, or omit them");
        }

        return request.Model is not null || request.Options.Hidden is not null ? throw new UserException($"{request.From}: has its own layers; omit --model and --hidden")
            : request.Folds is not null ? throw new UserException("--folds trains from random weights; omit --folds or --from")
            : ForeignNetwork.Read(request.From);
    }

    /// <summary>Makes a start of it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="request">What to train.</param>
    /// <param name="train">What it is to learn.</param>
    /// <returns>The start.</returns>
    /// <exception cref="UserException">It has what cannot be trained, or does not fit the data.</exception>
    public static ForeignStart Of(ForeignNetwork network, TrainingRequest request, Dataset train)
    {
        RawMapping mapping = RawMapping.Of(request.Mean, request.Deviation, network.Graph.Notes);
        return new ForeignStart(network.Path, Named(network.Path, () => ImportedStart.Of(new ScaledNetwork(network.Graph, mapping.Mean, mapping.Deviation), train)));
    }

    /// <summary>The options of the training with the network's layers.</summary>
    public TrainingOptions Adapt(TrainingOptions options) => _start.Adapt(options);

    /// <summary>How the training begins.</summary>
    /// <param name="continuation">How it is kept; null if it is not.</param>
    /// <returns>The same with the network's weights.</returns>
    public Continuation In(Continuation? continuation) =>
        (continuation ?? new Continuation()) with { FirstWeights = network => Named(_path, () => _start.WeightsFor(network)) };

    private static T Named<T>(string path, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (UserException e)
        {
            throw new UserException($"{path}: {e.Message}", e);
        }
    }
}
