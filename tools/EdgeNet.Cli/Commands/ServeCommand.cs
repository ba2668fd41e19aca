using System.CommandLine;
using System.Net;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Terminal;
using EdgeNet.Deployment.Serving;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet serve: offers models to boards that ask for them.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 8080;

    public static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "The folder with the models; models added later are offered too.", HelpName = "models" };
        Option<int?> port = CommonOptions.Whole("--port", $"Port to listen on, 0 for any free port [{DefaultPort}].", 0, 65535);
        Option<IPAddress?> address = CommonOptions.Address("Address of this machine to listen on [all].");
        Command command = new("serve", """
            Offer the models of a folder to boards over HTTP: GET /models lists them, GET /models/NAME returns NAME.edgenet, with ETag and ranges.
            A board polls the server, fetches a new model in pieces, verifies it, and keeps the old one until the new one is confirmed.
            HTTP is not encrypted, and anyone can pose as this server: sign the models ("edgenet sign") where that matters.

            Examples:
              edgenet serve models
              edgenet serve models --port 9000 --address 192.168.1.5
            """)
        {
            folder, port, address,
        };
        command.SetAction(async parsed =>
        {
            using Interruption interruption = new();
            string path = parsed.GetRequiredValue(folder);
            using ReportWriter report = new(Console.Out);
            await using ModelServer server = await ModelServer.StartAsync(path, parsed.GetValue(address) ?? IPAddress.Any, parsed.GetValue(port) ?? DefaultPort, report.Add);
            report.Add($"serving {path} at {string.Join(" and ", server.Addresses)}; press Ctrl-C to stop");
            await interruption.Token.WhenCancelled();
            report.Add("stopped");
        });
        return command;
    }
}
