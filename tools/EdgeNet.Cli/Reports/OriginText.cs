using EdgeNet.Data;

namespace EdgeNet.Cli.Reports;

/// <summary>Whether a model may have learned from the samples that it is judged by.</summary>
internal static class OriginText
{
    /// <summary>Says it: on stderr if the figures may flatter.</summary>
    public static void Print(TestOrigin origin)
    {
        switch (origin)
        {
            case TestOrigin.TestPart:
                break;
            case TestOrigin.RepeatedSplit:
                Console.WriteLine("These are the data of the training; only the samples that were set aside then are counted.");
                break;
            case TestOrigin.TrainingData:
                Console.Error.WriteLine("warning: the model was trained on these samples; give other data for an honest figure");
                break;
            default:
                Console.Error.WriteLine("note: these are not the data of the training, or the model does not say which those were; whether it has learned from some of these samples is not known");
                break;
        }
    }

    /// <summary>The word for it in JSON.</summary>
    public static string Word(TestOrigin origin) => origin switch
    {
        TestOrigin.TestPart => "testPart",
        TestOrigin.RepeatedSplit => "setAsideInTraining",
        TestOrigin.TrainingData => "trainingData",
        _ => "unknown",
    };
}
