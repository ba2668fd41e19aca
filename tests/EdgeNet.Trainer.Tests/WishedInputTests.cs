using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>The input that an output would like best.</summary>
public class WishedInputTests
{
    private static readonly Dataset Pictures = Digits.Create("digits", 8, 300, 10, 1).Train;

    [Theory]
    [InlineData("dense 12 tanh, dense 10")]
    [InlineData("dense 9 sigmoid, dense 7 tanh, dense 10")]
    [InlineData("conv 4 3x3 same tanh, average 2, dense 10")]
    [InlineData("conv 4 3x3 stride 2 tanh, depthwise 3x3 without norm tanh, dense 10")]
    [InlineData("conv 3 3x3 same tanh, conv 3 3x3 same tanh, conv 3 3x3 same linear, add 2, dense 10")]
    public void The_gradient_at_the_input_is_the_slope_of_the_sums(string model)
    {
        FloatNetwork network = NetworkTrainer.Train(Pictures, new TrainingOptions { Model = Architecture.Parse(model), Epochs = 2 }, null, default).Network;
        float[] raw = [.. Pictures.Sample(7).ToArray().Select(v => (v / 2) + 60)];
        float[] weights = [.. Enumerable.Range(0, 10).Select(o => o == 3 ? 0.9f : -0.1f)];
        using InputGradient gradient = InputGradient.Create(network, raw);
        float[] slopes = gradient.Of(weights).ToArray();
        foreach (int i in Enumerable.Range(0, 64).Where(i => i % 5 == 0))
        {
            const float Step = 1f;
            raw[i] += Step;
            double up = Objective();
            raw[i] -= 2 * Step;
            double slope = (up - Objective()) / (2 * Step * network.Scaling.Scale[0]);
            raw[i] += Step;
            Assert.Equal(slope, slopes[i], 0.01 * Math.Max(1, Math.Abs(slope)));
        }

        // The logarithm of softmax is the sum less a number that all outputs share, which the weights, being 0 together, take away.
        double Objective() => network.Run(raw).Select((p, o) => weights[o] * Math.Log(p)).Sum();
    }

    [Fact]
    public void A_wish_is_answered_with_its_class_and_is_the_same_every_time()
    {
        FloatNetwork network = NetworkTrainer.Train(Pictures, new TrainingOptions { Hidden = [16], Epochs = 30 }, null, default).Network;
        for (int output = 0; output < 10; output++)
        {
            float[] wish = WishedInput.Find(network, Pictures, output);
            Assert.All(wish, v => Assert.InRange(v, 0f, 255f));
            Assert.InRange(network.Run(wish)[output], 0.95f, 1f);
            Assert.Equal(wish, WishedInput.Find(network, Pictures, output));
        }
    }
}
