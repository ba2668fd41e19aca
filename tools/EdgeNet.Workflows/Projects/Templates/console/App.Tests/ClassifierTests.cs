using EdgeNet.Files;
using Xunit;

namespace $Name$.Tests;

/// <summary>The program and its model.</summary>
public sealed class ClassifierTests
{
    private readonly Classifier _classifier = new();

    /// <summary>The answer is the one that the model gave when this project was written.</summary>
    [Fact]
    public void The_model_answers_as_it_did() => Assert.Equal($ZeroAnswer$, _classifier.Classify(new float[_classifier.Count]).Text);

    [Fact]
    public void Wrong_input_is_refused_in_a_line()
    {
        Assert.Contains("takes $Values$", Assert.Throws<UserException>(() => _classifier.Classify([])).Message);
        float[] values = new float[_classifier.Count];
        values[0] = float.NaN;
        Assert.Throws<UserException>(() => _classifier.Classify(values));
    }
}
