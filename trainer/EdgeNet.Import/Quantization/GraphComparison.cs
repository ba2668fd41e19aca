using EdgeNet.Core;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>How alike the answers of a network in floating point and of the model file are that was made of it.</summary>
/// <param name="Samples">Samples that were looked at.</param>
/// <param name="Agreement">Share of them for which the same output is the largest.</param>
/// <param name="Error">Root of the mean squared difference of outputs.</param>
/// <param name="Spread">Root of the mean squared distance of outputs in floating point from their mean, to which the error can be compared.</param>
public sealed record GraphComparison(int Samples, double Agreement, double Error, double Spread)
{
    /// <summary>Compares them.</summary>
    /// <param name="samples">Samples as the network in floating point reads them.</param>
    /// <param name="model">The model file, which reads raw values.</param>
    /// <returns>What was found; up to 1,000 samples, spread evenly, are looked at.</returns>
    public static GraphComparison Of(SampleReader samples, ModelFile model)
    {
        ImportedGraph graph = samples.Network.Graph;
        Network network = new(model);
        float[] raw = new float[graph.Input.Shape.Count];
        int alike = 0, count = 0;
        double error = 0, sum = 0, squares = 0;
        float[] output = new float[graph.Output.Shape.Count];
        GraphRunner runner = new(graph);
        float[] input = new float[raw.Length];
        foreach (int sample in Data.EvenSpread.Of(samples.Data.Count, GraphCalibration.MaxSamples))
        {
            samples.Read(sample, input);
            runner.Run(input).CopyTo(output);
            samples.Data.Sample(sample).CopyTo(raw);
            network.Classify(raw);
            alike += Array.IndexOf(output, output.Max()) == network.Best ? 1 : 0;
            count++;
            for (int o = 0; o < output.Length; o++)
            {
                double difference = output[o] - network.Value(o);
                error += difference * difference;
                sum += output[o];
                squares += (double)output[o] * output[o];
            }
        }

        double values = Math.Max(1, (double)count * output.Length);
        return new GraphComparison(count, (double)alike / Math.Max(1, count), Math.Sqrt(error / values), Math.Sqrt(Math.Max(0, (squares / values) - (sum / values * (sum / values)))));
    }
}
