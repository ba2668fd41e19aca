using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>Confidences are as large as the share of right answers.</summary>
public class CalibrationTests
{
    /// <summary>The labels are drawn from known probabilities; a network that multiplies the logits is too sure, or not sure enough, by that factor.</summary>
    [Theory]
    [InlineData(3f)]
    [InlineData(0.5f)]
    public void The_temperature_is_the_factor_by_which_logits_are_too_large(float factor)
    {
        FloatNetwork network = Logits(factor);
        float temperature = Fit(network, Drawn(4000, 1));
        Assert.Equal(factor, temperature, factor * 0.1f);
        Dataset others = Drawn(4000, 2);
        double before = Evaluator.Evaluate(network, others).CalibrationError!.Value, after = Evaluator.Evaluate(Temperature.Apply(network, temperature), others).CalibrationError!.Value;
        Assert.InRange(before, 0.08, 1);
        Assert.InRange(after, 0, 0.03);
        Assert.True(Loss(Temperature.Apply(network, temperature), others) < Loss(network, others));
    }

    /// <summary>A temperature found by chance makes right confidences wrong; over many draws that must not happen so often that answers are worse with calibration than without.</summary>
    [Fact]
    public void Confidences_that_are_right_stay_right()
    {
        FloatNetwork network = Logits(1f);
        Dataset others = Drawn(4000, 1000);
        double without = Evaluator.Evaluate(network, others).CalibrationError!.Value;
        float[] temperatures = [.. Enumerable.Range(1, 100).Select(seed => Fit(network, Drawn(200, seed)))];
        double with = temperatures.Average(t => t == 1f ? without : Evaluator.Evaluate(Temperature.Apply(network, t), others).CalibrationError!.Value);
        Assert.True(with <= without + 0.002, $"{with} with calibration, {without} without");
        Assert.InRange(temperatures.Average(), 0.98f, 1.02f);
    }

    /// <summary>Networks that are twice as sure as they may be: whatever few samples say of them, calibration does not make it worse.</summary>
    [Fact]
    public void Confidences_that_are_too_high_are_no_worse_after_calibration_with_few_samples()
    {
        FloatNetwork network = Logits(2f);
        Dataset others = Drawn(4000, 1000);
        double without = Evaluator.Evaluate(network, others).CalibrationError!.Value;
        double[] with = [.. Enumerable.Range(1, 40).Select(seed => Evaluator.Evaluate(Temperature.Apply(network, Fit(network, Drawn(60, seed))), others).CalibrationError!.Value)];
        Assert.True(with.Average() <= without / 2, $"{with.Average()} with calibration, {without} without");
        Assert.All(with, error => Assert.True(error <= without + 1e-6, $"{error} with calibration, {without} without"));
    }

    /// <summary>Integers are the same before and after, only what a logit of 1 means is another: so no answer changes and no precision is lost.</summary>
    [Fact]
    public void A_temperature_changes_no_logit_of_the_model_and_the_board_is_calibrated_too()
    {
        FloatNetwork network = Logits(3f);
        Dataset data = Drawn(3000, 1);
        QuantizedNetwork before = Quantizer.Quantize(network, data).Network, after = Quantizer.Quantize(Temperature.Apply(network, 3f), data).Network;
        Assert.Equal(before.LogitScale / 3f, after.LogitScale, before.LogitScale * 1e-3f);
        double sure = 0;
        Network calibrated = new(ModelFile.Parse(Format.ModelWriter.Write(after, [])));
        int right = 0;
        for (int s = 0; s < data.Count; s++)
        {
            int[] one = before.Logits(before.QuantizeInput(data.Sample(s))), other = after.Logits(after.QuantizeInput(data.Sample(s)));
            Assert.All(one.Zip(other), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
            calibrated.Classify(data.Sample(s).ToArray());
            sure += calibrated.ConfidencePercent();
            right += calibrated.Best == data.ClassOf(s) ? 1 : 0;
        }

        Assert.Equal(100.0 * right / data.Count, sure / data.Count, 2.0);
    }

    [Fact]
    public void Labels_without_meaning_are_answered_without_confidence()
    {
        SeededRandom random = new(1, "noise");
        Dataset Noise(int count) => new("noise", TaskKind.Classification, Shape.Features(10), FeatureKind.Columns,
            [.. Enumerable.Range(0, count * 10).Select(_ => random.NextGaussian())], [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(2))], ["a", "b"]);
        DatasetSplit split = new(Noise(200), Noise(2000));
        TrainingOptions validated = new() { ValidationShare = 0.3f, Epochs = 100, Hidden = [16] };
        Assert.InRange(ModelBuilder.Build(split, new TrainingOptions { Epochs = 100, Hidden = [16] }, "noise", true, null, default).Score.CalibrationError!.Value, 0.2, 1);
        Assert.InRange(ModelBuilder.Build(split, validated, "noise", true, null, default).Score.CalibrationError!.Value, 0, 0.15);
        Assert.InRange(ModelBuilder.Build(split, new TrainingOptions { Hidden = [16] }, "noise", true, null, default).Score.CalibrationError!.Value, 0, 0.1);
    }

    /// <summary>Worked by hand: of 90 % sure answers half are right, of 30 % sure ones a quarter.</summary>
    [Fact]
    public void The_calibration_error_is_the_weighted_mean_of_the_differences()
    {
        CalibrationError error = new(10);
        (double, bool)[] answers = [(0.9, true), (0.9, false), (0.3, true), (0.3, false), (0.3, false), (0.3, false), (1.0, true), (1.0, true)];
        for (int i = 0; i < answers.Length; i++)
        {
            error.Add(i, answers[i].Item1, answers[i].Item2);
        }

        Assert.Equal(((2 * 0.4) + (4 * 0.05) + 0) / 8, error.Value(), 1e-9);
        Assert.Equal(0, new CalibrationError(3).Value());
        Assert.Equal([(4, 4, 0.25), (13, 2, 0.5), (14, 2, 1)], error.InBins().Select((b, i) => (i, b.Answers, b.RightShare)).Where(b => b.Answers > 0));
        Assert.Equal((13 / 15.0, 14 / 15.0, 0.9), (error.InBins()[13].Low, error.InBins()[13].High, Math.Round(error.InBins()[13].Confidence, 9)));
    }

    private static float Fit(FloatNetwork network, Dataset data)
    {
        HeldOutSamples samples = new(null);
        samples.Add(network, data);
        return Temperature.Fit(samples);
    }

    private static double Loss(FloatNetwork network, Dataset data) =>
        Enumerable.Range(0, data.Count).Average(s => -Math.Log(network.Run(data.Sample(s))[data.ClassOf(s)]));

    // Logits are the values times a factor.
    private static FloatNetwork Logits(float factor)
    {
        Dataset data = Drawn(4, 1);
        FloatMatrix matrix = new(3, 3, [factor, 0, 0, 0, factor, 0, 0, 0, factor], new float[3]);
        InputScaling scaling = InputScaling.For(new Dataset("range", data.Task, data.Shape, FeatureKind.SharedRange, [-3f, 3f, 0f], [0f], data.Labels));
        return new FloatNetwork(TaskKind.Classification, data.Shape, scaling, [new DenseLayer(data.Shape, matrix, Activation.Softmax)], data.Labels, 1f, 0f);
    }

    // Values from -3 to 3, and a class drawn with the softmax of the values as probabilities.
    private static Dataset Drawn(int count, int seed)
    {
        SeededRandom random = new(seed, "drawn");
        float[] features = [.. Enumerable.Range(0, count * 3).Select(_ => random.Between(-3, 3))], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            double[] weights = [.. features.AsSpan(i * 3, 3).ToArray().Select(v => Math.Exp(v))];
            double left = random.NextSingle() * weights.Sum();
            while (targets[i] < 2 && (left -= weights[(int)targets[i]]) >= 0)
            {
                targets[i]++;
            }
        }

        return new Dataset("drawn", TaskKind.Classification, Shape.Features(3), FeatureKind.SharedRange, features, targets, ["a", "b", "c"]);
    }
}
