using System.CommandLine;
using System.CommandLine.Parsing;
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
        if (parsed.Errors.Count > 0)
        {
            string verb = parsed.CommandResult.Command == root ? "" : " " + parsed.CommandResult.Command.Name;
            if (verb.Length == 0 && parsed.UnmatchedTokens.Count > 0)
            {
                return Fail($"there is no command \"{parsed.UnmatchedTokens[0]}\" (see \"edgenet --help\")", BadUsage);
            }

            return Fail($"{parsed.Errors[0].Message} (see \"edgenet{verb} --help\")", BadUsage);
        }

        if (EmptyValue(parsed) is string empty)
        {
            return Fail($"{empty} is empty (see \"edgenet {parsed.CommandResult.Command.Name} --help\")", BadUsage);
        }

        try
        {
            Interruption.Watch();
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is UserException or ModelException)
        {
            return Fail(e.Message, BadInput);
        }
        catch (OperationCanceledException e)
        {
            // .NET's own words say nothing to a user.
            return Fail(e.Message == new OperationCanceledException().Message ? "interrupted" : e.Message, Interruption.ExitCode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            return Fail(e.Message, BadInput);
        }
        catch (Exception e)
        {
            return Fail($"internal error, please report it: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}", OurFault);
        }
    }

    // Usually a script variable that has no value.
    private static string? EmptyValue(ParseResult parsed) => parsed.CommandResult.Children.FirstOrDefault(r => r.Tokens.Any(t => t.Value.Length == 0)) switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.HelpName ?? argument.Argument.Name,
        _ => null,
    };

    private static int Fail(string message, int code)
    {
        // Messages quote texts from files.
        Console.Error.WriteLine("edgenet: " + TerminalText.Of(message.ReplaceLineEndings(" ")));
        return code;
    }
}
