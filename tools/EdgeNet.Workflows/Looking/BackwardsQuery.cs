using EdgeNet.Data;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Workflows;

/// <summary>The backwards query: the input that an output of a network would like best.</summary>
public static class BackwardsQuery
{
    /// <summary>Asks a network.</summary>
    /// <param name="network">The network in floating point.</param>
    /// <param name="train">What it learned from.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="answer">What the network says of it: the probability of the class.</param>
    /// <returns>Raw values.</returns>
    public static float[] Ask(FloatNetwork network, Dataset train, int output, out float answer)
    {
        float[] wish = WishedInput.Find(network, train, output);
        answer = network.Run(wish)[output];
        return wish;
    }
}
