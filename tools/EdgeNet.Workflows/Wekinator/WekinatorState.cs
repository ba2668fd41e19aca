namespace EdgeNet.Workflows;

/// <summary>What Wekinator's loop is doing.</summary>
/// <param name="Inputs">The inputs that came last; empty if none have come.</param>
/// <param name="InputMessages">Messages with inputs that have come.</param>
/// <param name="Outputs">Each output.</param>
/// <param name="IsRecording">Whether inputs become examples.</param>
/// <param name="IsTraining">Whether models are being trained.</param>
/// <param name="IsRunning">Whether inputs are answered.</param>
public sealed record WekinatorState(IReadOnlyList<float> Inputs, long InputMessages, IReadOnlyList<WekinatorOutputState> Outputs, bool IsRecording, bool IsTraining, bool IsRunning);

/// <summary>One output.</summary>
/// <param name="Output">What it can be.</param>
/// <param name="Value">What it is: set for the examples, or computed.</param>
/// <param name="Examples">How many examples there are.</param>
/// <param name="ByClass">How many of each class; empty for a continuous output.</param>
/// <param name="IsTrained">Whether it has a model.</param>
public sealed record WekinatorOutputState(WekinatorOutput Output, float Value, int Examples, IReadOnlyList<int> ByClass, bool IsTrained);
