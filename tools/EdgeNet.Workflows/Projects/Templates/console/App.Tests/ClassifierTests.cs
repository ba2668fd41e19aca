using EdgeNet.Files;
using Xunit;

namespace $Name$.Tests;

/// <summary>The program and its model.</summary>
public sealed class ClassifierTests
{
    private readonly Classifier _classifier = new();

    /// <summary>The answer is the one that the model gave when this project was created.</summary>
    [Fact]
    public void The_model_gives_the_same_answer_as_before() => Assert.Equal($ZeroAnswer$, _classifier.Classify(new float[_classifier.Count]).Text);

    [Fact]
    public void Wrong_input_is_refused_with_a_message()
    {
        Assert.Contains("expects $Values$", Assert.Throws<UserException>(() => _classifier.Classify([])).Message);
        float[] values = new float[_classifier.Count];
        values[0] = float.NaN;
        Assert.Throws<UserException>(() => _classifier.Classify(values));
    }
}
