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

    /// <summary>What the addresses of orders begin with.</summary>
    public const string Control = "/wekinator/control/";

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
