using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet boards: board profiles.</summary>
internal static class BoardsCommand
{
    public static Command Create()
    {
        Argument<string?> name = new("name") { Description = "A board to print as JSON, to start your own profile from [a list of all].", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> ports = new("--ports") { Description = "List the serial ports of this computer to which a board may be connected, one on a line." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("boards", """
            List the boards that --board accepts, or print the profile of one. A profile says whether each figure is measured, documented or an estimate, and gives its source.

            Examples:
              edgenet boards
              edgenet boards esp32 > my-board.json
              edgenet boards --ports
              edgenet emulate digits.edgenet --data builtin:digits --board my-board.json
            """)
        {
            name, ports, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(ports))
            {
                ListPorts(parsed.GetValue(json));
            }
            else if (parsed.GetValue(name) is string chosen)
            {
                using Stream output = Console.OpenStandardOutput();
                output.Write(BoardProfileJson.Write(BoardCatalog.Find(chosen)));
            }
            else if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(BoardProfile.All));
            }
            else
            {
                BoardsTable.Print();
            }
        });
        return command;
    }

    private static void ListPorts(bool asJson)
    {
        IReadOnlyList<string> found = SerialPorts.List();
        if (asJson)
        {
            Json.Print(new { ports = found });
        }
        else
        {
            foreach (string port in found)
            {
                Console.WriteLine(port);
            }
        }
    }
}
