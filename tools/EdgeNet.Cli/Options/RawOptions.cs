using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Options;

/// <summary>Options of classify that compare an imported model with the network that it was.</summary>
internal sealed class RawOptions
{
    private readonly Option<string?> _in = new("--raw-in") { Description = "For a model that was imported from int8: bytes as the original's input tensor holds them, sample after sample, instead of an input.", HelpName = "inputs.bin" };
    private readonly Option<string?> _out = new("--raw-out") { Description = "With --raw-in: file for the bytes of the original's output tensor, sample after sample.", HelpName = "outputs.bin" };
    private readonly Option<string?> _layers = new("--raw-layers") { Description = "With --raw-in: file for every tensor that remains of the original, as text, for the first sample.", HelpName = "layers.txt" };
    private readonly Option<bool> _force = new("--force") { Description = "With --raw-in: overwrite existing files even if they are of another kind." };

    public Option[] All => [_in, _out, _layers, _force];

    /// <summary>Refuses what does not go together.</summary>
    public void Check(CommandResult result, string[] inputs, params Option<bool>[] others)
    {
        bool isRaw = result.GetValue(_in) is not null;
        if (isRaw != result.GetValue(_out) is not null || (!isRaw && (result.GetValue(_layers) is not null || result.GetValue(_force))))
        {
            result.AddError("--raw-in and --raw-out are given together, --raw-layers and --force with them");
        }
        else if (isRaw && (inputs.Length > 0 || others.Any(result.GetValue)))
        {
            result.AddError("with --raw-in no other input is given, and no other option");
        }
        else if (!isRaw && inputs.Length == 0)
        {
            result.AddError("an input is missing: a file, or values");
        }
    }

    /// <summary>Runs a model on raw tensors if that is asked for.</summary>
    public bool Run(ParseResult parsed, LoadedModel model)
    {
        if (parsed.GetValue(_in) is not { } inputs)
        {
            return false;
        }

        string outputs = parsed.GetRequiredValue(_out)!;
        int samples = RawTensors.Run(model, inputs, outputs, parsed.GetValue(_layers), parsed.GetValue(_force));
        Console.WriteLine($"written: {outputs} ({samples:N0} {(samples == 1 ? "sample" : "samples")})");
        return true;
    }
}
