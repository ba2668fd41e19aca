using EdgeNet.Deployment.Osc;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Trained models at a UDP port: each message with inputs is answered with their outputs.</summary>
public sealed class OscRunner
{
    private readonly AnsweringModel[] _models;
    private readonly Notices _notices;

    private OscRunner(AnsweringModel[] models, Action<string> say)
    {
        _models = models;
        _notices = new Notices(say);
    }

    /// <summary>What each model's numbers say, in the order of the models.</summary>
    public IEnumerable<string> Meanings => _models.Select(m => m.Meaning);

    /// <summary>Inputs of every model.</summary>
    public int InputCount => _models[0].InputCount;

    /// <summary>Reads models.</summary>
    /// <param name="paths">One model file or more, whose outputs follow one another.</param>
    /// <param name="say">Receives a line about what is ignored.</param>
    /// <returns>The models.</returns>
    /// <exception cref="UserException">A file is missing or damaged or reads a stream, or they have different numbers of inputs.</exception>
    public static OscRunner Read(IReadOnlyList<string> paths, Action<string> say)
    {
        AnsweringModel[] models = [.. paths.Select(AnsweringModel.Read)];
        int other = Array.FindIndex(models, m => m.InputCount != models[0].InputCount);
        return other < 0 ? new OscRunner(models, say)
            : throw new UserException($"{paths[other]}: has {models[other].InputCount} inputs, but {paths[0]} has {models[0].InputCount}; models that run together have the same inputs");
    }

    /// <summary>Answers until it is ended.</summary>
    /// <param name="port">Where inputs come in and outputs go out.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many messages it has answered, when it has ended.</returns>
    public async Task<long> RunAsync(OscPort port, CancellationToken cancellation)
    {
        long answered = 0;
        await port.RunAsync(packet =>
        {
            foreach (OscMessage message in packet.Messages)
            {
                if (Answer(message) is { } answer)
                {
                    _notices.Send(port, answer);
                    answered++;
                }
            }
        }, _notices.Once, cancellation);
        return answered;
    }

    /// <summary>Answers one message. What is wrong with it is said once.</summary>
    /// <param name="message">What has come.</param>
    /// <returns>The outputs; null if the message is ignored.</returns>
    public OscMessage? Answer(OscMessage message)
    {
        try
        {
            float[] inputs = message.Address == WekinatorMessages.Inputs ? WekinatorMessages.Numbers(message)
                : throw new UserException($"{UserException.Quote(message.Address)} is ignored; a model that runs listens to {WekinatorMessages.Inputs} only");
            return inputs.Length == InputCount ? WekinatorMessages.Answer(_models.SelectMany(m => m.Answer(inputs)))
                : throw new UserException($"{inputs.Length} inputs have come, but the model has {InputCount}; they are ignored");
        }
        catch (UserException e)
        {
            _notices.Once(e.Message);
            return null;
        }
    }
}
