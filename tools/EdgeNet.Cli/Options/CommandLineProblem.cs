using System.CommandLine;
using System.CommandLine.Parsing;

namespace EdgeNet.Cli.Options;

/// <summary>What is wrong with a command line before anything runs.</summary>
internal static class CommandLineProblem
{
    /// <summary>Says what is wrong with a command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>A sentence without a full stop; null if nothing is wrong.</returns>
    public static string? Of(ParseResult parsed) =>
        parsed.Errors.Count > 0 ? parsed.Errors[0].Message.TrimEnd('.') + Help(parsed) : EmptyValue(parsed) is string empty ? $"{empty} is empty" : null;

    // Most tools take the data without an option.
    private static string Help(ParseResult parsed) =>
        parsed.UnmatchedTokens is [string word, ..] && Path.Exists(word) && parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == "--data") is Option data && parsed.GetResult(data) is not { Tokens.Count: > 0 }
            ? $"; data are given with --data {word}" : "";

    // Usually a script variable that has no value.
    private static string? EmptyValue(ParseResult parsed) => parsed.CommandResult.Children.FirstOrDefault(r => r.Tokens.Any(t => t.Value.Length == 0)) switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.HelpName ?? argument.Argument.Name,
        _ => null,
    };
}
