using System.CommandLine;
using System.Net;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Options;

/// <summary>Where Open Sound Control comes in and goes out.</summary>
internal sealed class OscOptions
{
    private readonly Option<int?> _in = CommonOptions.Whole("--osc-in", $"UDP port to listen on, 0 for any free port [{OscPorts.UsualIn}, as Wekinator].", 0, 65535);
    private readonly Option<int?> _out = CommonOptions.Whole("--osc-out", $"UDP port to send to [{OscPorts.UsualOut}, as Wekinator].", 1, 65535);
    private readonly Option<string?> _to = new("--osc-to") { Description = "Machine to send to [this one].", HelpName = "host" };
    private readonly Option<IPAddress?> _address = CommonOptions.Address("Address of this machine to listen on; 0.0.0.0 for all [127.0.0.1: only programs on this machine are heard].");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => Array.ForEach<Option>([_in, _out, _to, _address], command.Add);

    /// <summary>What they say.</summary>
    public OscPorts Of(ParseResult parsed) => new(
        parsed.GetValue(_address) ?? OscPorts.Usual.Address,
        parsed.GetValue(_in) ?? OscPorts.UsualIn,
        parsed.GetValue(_to) ?? OscPorts.Usual.Host,
        parsed.GetValue(_out) ?? OscPorts.UsualOut);
}
