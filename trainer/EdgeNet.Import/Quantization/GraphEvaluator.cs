using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Import.Quantization;

/// <summary>Tests a foreign network in floating point.</summary>
public static class GraphEvaluator
{
    /// <summary>Tests a network.</summary>
    /// <param name="samples">Samples, with labels in the order of the network's outputs, which are probabilities or the numbers of a regression.</param>
    /// <returns>The score.</returns>
    public static Score Evaluate(SampleReader samples)
    {
        ImportedGraph graph = samples.Network.Graph;
        AnswerJudge judge = new(samples.Data);
        Parallel.For(0, samples.Data.Count, () => (new GraphRunner(graph), new float[graph.Input.Shape.Count]), (sample, _, own) =>
        {
            (GraphRunner runner, float[] input) = own;
            samples.Read(sample, input);
            judge.Judge(sample, new Answer(runner.Run(input).ToArray()));
            return own;
        }, _ => { });
        return judge.Score();
    }

    private sealed class Answer(float[] values) : IAnswer
    {
        // The first of the largest.
        public int Best => Array.IndexOf(values, values.Max());

        public bool IsOn(int output) => values[output] > 0.5f;

        public float Value(int output) => values[output];
    }
}
