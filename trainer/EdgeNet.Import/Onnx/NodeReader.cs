using EdgeNet.Files;
using EdgeNet.Import.Onnx.Messages;

namespace EdgeNet.Import.Onnx;

/// <summary>An operator of the file, with what its inputs stand for.</summary>
/// <param name="network">The network so far.</param>
/// <param name="node">The operator.</param>
/// <param name="index">Its place in the file.</param>
/// <param name="inputs">What its inputs stand for; null for one that is left out.</param>
internal sealed class NodeReader(NetworkBuilder network, OnnxNode node, int index, OnnxValue?[] inputs)
{
    /// <summary>The network so far.</summary>
    public NetworkBuilder Network => network;

    /// <summary>What and where it is, for messages.</summary>
    public string Place => $"{UserException.Quote(node.Operator)} at node {index}{(node.Name.Length == 0 ? "" : $" ({UserException.Quote(node.Name)})")}";

    /// <summary>Name of its result.</summary>
    public string Output => node.Outputs[0];

    /// <summary>Number of inputs, those that are left out in between included.</summary>
    public int Inputs => inputs.Length;

    /// <summary>Whether an input is a constant.</summary>
    public bool IsConstant(int input) => Input(input) is OnnxConstant;

    /// <summary>Whether an input is there.</summary>
    public bool Has(int input) => Input(input) is not null;

    /// <summary>An input that flows through the network.</summary>
    /// <exception cref="UserException">It is a constant, or left out.</exception>
    public OnnxActivation Activation(int input) => Input(input) as OnnxActivation ?? throw Error($"input {input + 1} is {(Has(input) ? "a constant" : "missing")}, where only a tensor that depends on the network's input is supported");

    /// <summary>An input that is known.</summary>
    /// <exception cref="UserException">It depends on the network's input, or is left out.</exception>
    public OnnxConstant Constant(int input) => Input(input) as OnnxConstant ?? throw Error($"input {input + 1} {(Has(input) ? "depends on the network's input" : "is missing")}, where only a constant is supported");

    /// <summary>An input that is known, if it is there.</summary>
    /// <exception cref="UserException">It depends on the network's input.</exception>
    public OnnxConstant? OptionalConstant(int input) => Has(input) ? Constant(input) : null;

    /// <summary>An input that is a single known number.</summary>
    /// <exception cref="UserException">It is not.</exception>
    public double Number(int input) => Constant(input) is { Values: [double value] } ? value : throw Error($"input {input + 1} has {Constant(input).Count:N0} numbers, where only one is supported");

    /// <summary>A setting.</summary>
    public int Whole(string name, int usual) => node.Attributes.TryGetValue(name, out OnnxAttribute? a) ? Checked(a.Whole, name) : usual;

    /// <summary>A setting.</summary>
    /// <exception cref="UserException">It is not finite.</exception>
    public float Real(string name, float usual) => !node.Attributes.TryGetValue(name, out OnnxAttribute? a) ? usual
        : float.IsFinite(a.Real) ? a.Real : throw Error($"{UserException.Quote(name)} is not a finite number");

    /// <summary>A setting.</summary>
    public string Text(string name, string usual) => node.Attributes.TryGetValue(name, out OnnxAttribute? a) ? a.Text : usual;

    /// <summary>A setting.</summary>
    /// <returns>Null if it is not there.</returns>
    public int[]? Wholes(string name) => node.Attributes.TryGetValue(name, out OnnxAttribute? a) ? [.. a.Wholes.Select(v => Checked(v, name))] : null;

    /// <summary>A setting.</summary>
    /// <returns>Null if it is not there.</returns>
    public OnnxAttribute? Attribute(string name) => node.Attributes.GetValueOrDefault(name);

    /// <summary>A dimension, counted from the end where it is negative.</summary>
    /// <param name="axis">Its number.</param>
    /// <param name="rank">Number of dimensions.</param>
    /// <exception cref="UserException">There is no such.</exception>
    public int Axis(int axis, int rank) => axis >= -rank && axis < rank ? axis < 0 ? axis + rank : axis : throw Error($"there is no dimension {axis} among {rank}");

    /// <summary>Says that this operator cannot be run.</summary>
    /// <param name="what">Why, and what would work.</param>
    /// <returns>What to throw.</returns>
    public UserException Error(string what) => new($"{Place}: {what}");

    private OnnxValue? Input(int input) => input < inputs.Length ? inputs[input] : null;

    private int Checked(long value, string name) => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Error($"{UserException.Quote(name)} is {value}");
}
