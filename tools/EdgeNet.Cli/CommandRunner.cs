using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Cli;

/// <summary>Runs a command and turns what goes wrong into one line on stderr and an exit code.</summary>
internal static class CommandRunner
{
    private const int BadInput = 1;
    private const int BadUsage = 2;
    private const int OurFault = 70;

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
        bool asJson = args.Any(a => a == "--json" || a.StartsWith("--json=", StringComparison.Ordinal));
        if (CommandLineProblem.Of(parsed) is string problem)
        {
            string verb = parsed.CommandResult.Command == root ? "" : " " + parsed.CommandResult.Command.Name;
            if (verb.Length == 0 && parsed.UnmatchedTokens.Count > 0)
            {
                return ErrorReport.Fail($"there is no command \"{parsed.UnmatchedTokens[0]}\" (see \"edgenet --help\")", BadUsage, asJson);
            }

            return ErrorReport.Fail($"{problem} (see \"edgenet{verb} --help\")", BadUsage, asJson);
        }

        try
        {
            Interruption.Watch(line => ErrorReport.Fail(line, Interruption.ExitCode, asJson));
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is UserException or ModelException)
        {
            return ErrorReport.Fail(e.Message, BadInput, asJson);
        }
        catch (OperationCanceledException e)
        {
            // .NET's own words say nothing to a user.
            return ErrorReport.Fail(e.Message == new OperationCanceledException().Message ? "interrupted" : e.Message, Interruption.ExitCode, asJson);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            return ErrorReport.Fail(e.Message, BadInput, asJson);
        }
        catch (Exception e)
        {
            return ErrorReport.Fail(InternalError.TextOf(e), OurFault, asJson);
        }
    }
}
