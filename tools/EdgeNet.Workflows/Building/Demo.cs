using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>From generated data to an answer on a virtual board, step by step.</summary>
public sealed class Demo
{
    /// <summary>How many digits the virtual board reads.</summary>
    public const int EmulatedSamples = 100;

    private const string Digits = "digits";
    private const int ReadDigits = 4;

    // Spreads the digits that are read over the test data.
    private const int Stride = 1237;

    private readonly OutputFile _file;

    private Demo(OutputFile file) => _file = file;

    /// <summary>The board that it runs on.</summary>
    public static BoardProfile Board => BoardProfile.Esp32;

    /// <summary>Makes sure that the model can be written.</summary>
    /// <param name="output">The model file to write.</param>
    /// <param name="force">Whether a file of another kind is replaced.</param>
    /// <returns>The demo.</returns>
    /// <exception cref="UserException">It cannot be written.</exception>
    public static Demo Prepare(string output, bool force) => new(OutputFile.Create(output, BuiltModel.FileKind, force));

    /// <summary>Draws handwritten digits.</summary>
    /// <param name="seed">The same seed gives the same digits and the same network.</param>
    /// <returns>A training of a network for them.</returns>
    public TrainingJob Draw(int seed) => new(BuiltInDatasets.Create(Digits, seed), new TrainingOptions { Seed = seed }, Digits, allowLoss: false, _file);

    /// <summary>Classifies some test digits with the model file, as a board would; the trained network is not used.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="test">The digits.</param>
    /// <returns>What the model says of them.</returns>
    /// <exception cref="UserException">The file cannot be read.</exception>
    public static DemoReading[] Read(string path, Dataset test)
    {
        Network network = new(LoadedModel.Read(path).Model);
        return [.. Enumerable.Range(0, ReadDigits).Select(i =>
        {
            int sample = (i * Stride) % test.Count;
            float[] pixels = test.Sample(sample).ToArray();
            string answer = network.Label(network.Classify(pixels));
            return new DemoReading(pixels, test.Shape, answer, network.ConfidencePercent(), test.Labels[test.ClassOf(sample)]);
        })];
    }

    /// <summary>Runs the model on the virtual board.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="test">Digits to read there.</param>
    /// <param name="cancellation">Ends it early; what was done so far is reported.</param>
    /// <returns>The report.</returns>
    /// <exception cref="UserException">The board could not load the model.</exception>
    public static EmulationReport Emulate(byte[] model, Dataset test, CancellationToken cancellation) => EmulatedModel.Run(model, test, EmulatedSamples, Board, null, cancellation);
}

/// <summary>What the demo's model says of a digit.</summary>
/// <param name="Pixels">The digit, 0 to 255, row by row.</param>
/// <param name="Shape">Its rows and columns.</param>
/// <param name="Answer">What the model says.</param>
/// <param name="ConfidencePercent">How sure it is.</param>
/// <param name="Label">What it is.</param>
public sealed record DemoReading(float[] Pixels, Shape Shape, string Answer, int ConfidencePercent, string Label);
