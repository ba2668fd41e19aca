using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Terminal;
using EdgeNet.Studio;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet studio: the page on which people gather data, train, look and try.</summary>
internal static class StudioCommand
{
    private const int DefaultPort = 7878;

    public static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "The folder of the project [the current folder]; it is made if there is none.", HelpName = "folder", DefaultValueFactory = _ => "." };
        Option<int?> port = CommonOptions.Whole("--port", $"Port to listen on, 0 for any free port [{DefaultPort}, or any free port if that is in use].", 0, 65535);
        Option<IPAddress?> address = CommonOptions.Address("Address of this machine to listen on [127.0.0.1: only this machine].");
        Option<bool> noBrowser = new("--no-browser") { Description = "Print the address, but do not open it in a browser." };
        Command command = new("studio", """
            Open a page in the browser on which you gather data, train a network, look at what it learned, try it, and watch a virtual or a real board answer.
            A project is a plain folder: data, studio.json (its settings, as options of "edgenet train") and model.edgenet. All other commands read the same files.
            Only who has the printed address can use the page; with --address, other machines can too, and HTTP is not encrypted.

            Examples:
              edgenet studio
              edgenet studio digits --port 9000
              edgenet studio digits --no-browser
            """)
        {
            folder, port, address, noBrowser,
        };
        command.SetAction(async parsed =>
        {
            using Interruption interruption = new();
            using ReportWriter report = new(Console.Out);
            StudioOptions options = new(parsed.GetRequiredValue(folder), TrainingRequestOptions.Read) { Address = parsed.GetValue(address) ?? IPAddress.Loopback };
            await using StudioServer studio = await StartAsync(options, parsed.GetValue(port));
            report.Add($"the studio is at {studio.Address}; press Ctrl-C to stop");
            if (!parsed.GetValue(noBrowser) && !OpenBrowser(studio.Address))
            {
                report.Add("no browser could be opened: open this address yourself");
            }

            await interruption.Token.WhenCancelled();
            report.Add("stopped");
        });
        return command;
    }

    // Two projects may be open.
    private static async Task<StudioServer> StartAsync(StudioOptions options, int? port)
    {
        if (port is not null)
        {
            return await StudioServer.StartAsync(options with { Port = port.Value });
        }

        return await StudioServer.StartAsync(options with { Port = PortIsFree(options.Address, DefaultPort) ? DefaultPort : 0 });
    }

    private static bool PortIsFree(IPAddress address, int port)
    {
        try
        {
            using System.Net.Sockets.TcpListener listener = new(address, port);
            listener.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static bool OpenBrowser(Uri address)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(address.ToString()) { UseShellExecute = true });
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
