using System.Collections.Frozen;
using EdgeNet.Deployment.Osc;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Wekinator's addresses, and the numbers that its clients send: floats, and what else is a number, because some programs know no floats and others nothing else.</summary>
internal static class WekinatorMessages
{
    /// <summary>The inputs, one number each.</summary>
    public const string Inputs = "/wek/inputs";

    /// <summary>The outputs, one float each.</summary>
    public const string Outputs = "/wek/outputs";

    /// <summary>Sent when models have been trained.</summary>
    public const string DoneTraining = "/wekinator/status/done-training";

    private const string Control = "/wekinator/control/";

    private static readonly FrozenDictionary<string, Action<WekinatorLoop>> Orders = new Dictionary<string, Action<WekinatorLoop>>
    {
        ["startRecording"] = l => l.StartRecording(),
        ["stopRecording"] = l => l.StopRecording(),
        ["train"] = l => l.Train(),
        ["cancelTrain"] = l => l.CancelTraining(),
        ["startRunning"] = l => l.StartRunning(),
        ["stopRunning"] = l => l.StopRunning(),
        ["deleteAllExamples"] = l => l.DeleteAllExamples(),
    }.ToFrozenDictionary(o => Control + o.Key, o => o.Value, StringComparer.Ordinal);

    /// <summary>Whether a message is an order alone: it comes when somebody wants something, not with every frame of a sketch as values do.</summary>
    /// <param name="message">A message.</param>
    /// <returns>False for values, and for what nobody knows.</returns>
    public static bool IsOrder(OscMessage message) => Orders.ContainsKey(message.Address);

    /// <summary>Does what a message says.</summary>
    /// <param name="message">A message.</param>
    /// <param name="loop">Who does it.</param>
    /// <exception cref="UserException">It says nothing that is known, or what cannot be done.</exception>
    public static void Obey(OscMessage message, WekinatorLoop loop)
    {
        switch (message.Address)
        {
            case Inputs:
                loop.TakeInputs(Numbers(message));
                break;
            case Control + "outputs":
                loop.SetOutputs(Numbers(message));
                break;
            case Control + "deleteExamplesForOutput":
                loop.DeleteExamples(Numbers(message) is [float output] && output == MathF.Floor(output) && MathF.Abs(output) <= WekinatorOutput.MaxOutputs ? (int)output
                    : throw new UserException($"{message.Address} needs the number of an output, from 1"));
                break;
            default:
                (Orders.GetValueOrDefault(message.Address) ?? throw new UserException($"{UserException.Quote(message.Address)} is no message that EdgeNet knows; it is ignored"))(loop);
                break;
        }
    }

    /// <summary>The arguments as numbers.</summary>
    /// <param name="message">A message.</param>
    /// <returns>As many floats.</returns>
    /// <exception cref="UserException">One is no number, or not finite.</exception>
    public static float[] Numbers(OscMessage message) => [.. message.Arguments.Select((a, i) => Number(message, a, i))];

    /// <summary>The outputs as a message.</summary>
    /// <param name="values">The outputs.</param>
    /// <returns>The message.</returns>
    public static OscMessage Answer(IEnumerable<float> values) => new(Outputs, [.. values.Select(v => (object)v)]);

    private static float Number(OscMessage message, object? argument, int index)
    {
        float number = argument switch
        {
            float value => value,
            int value => value,
            long value => value,
            double value => (float)value,
            _ => throw new UserException($"value {index + 1} of {UserException.Quote(message.Address)} is not a number; the message is ignored"),
        };
        return float.IsFinite(number) ? number : throw new UserException($"value {index + 1} of {UserException.Quote(message.Address)} is {number}; the message is ignored");
    }
}
