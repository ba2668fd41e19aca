using System.CommandLine;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Cli.Options;

/// <summary>Options that say where data are and how to read them.</summary>
/// <param name="forTraining">Whether a model is trained with them. If not, the model decides about task, size and columns.</param>
/// <param name="data">The option that names them; null for --data.</param>
/// <param name="task">The option that says what is to be found; null for the usual one.</param>
internal sealed class DataOptions(bool forTraining, Option<string>? data = null, Option<TaskKind?>? task = null)
{
    private readonly Option<string> _data = data ?? CommonOptions.Data();
    private readonly Option<string?> _labelColumn = CommonOptions.LabelColumn();
    private readonly Option<TaskKind?> _task = task ?? CommonOptions.Task();
    private readonly Option<(int, int)?> _inputSize = CommonOptions.InputSize();
    private readonly Option<string[]> _ignore = Names("--ignore", "Tables: columns to leave out, such as id,name; where the table has no header, numbers from 1.");
    private readonly Option<string[]> _columns = Names("--columns", "Tables: the only columns to learn from [all but the label].");
    private readonly TableOptions _table = new();
    private readonly SignalOptions _signal = new();

    private readonly Option<string?> _splitBy = new("--split-by")
    {
        Description = "Keep samples together that belong together, all on one side: by a column, by file, or by a field of --file-names "
            + "[the column \"session\", or the files of a folder of tables, where every class has two or more; else nothing].",
        HelpName = "column|file|field",
    };

    private readonly Option<string?> _testFiles = new("--test-files")
    {
        Description = "Folders: use the files with such names for testing, such as 'test_*', '*_anna_*' or '*_[0-4].wav'; with a slash, paths such as 'second/*'.",
        HelpName = "pattern",
    };

    private readonly Option<string?> _fileNames = new("--file-names")
    {
        Description = "Folders: what the names of files say, such as '{label}_{speaker}_{number}'; {label} is the label.",
        HelpName = "pattern",
    };

    private readonly Option<string?> _corrections = new("--corrections")
    {
        Description = "A file of \"edgenet correct\": labels put right, and samples left out.",
        HelpName = "corrections.csv",
    };

    private readonly Option<bool> _grey = new("--grey") { Description = "Pictures: one value per pixel, its brightness [if none of the pictures has colours to see]." };
    private readonly Option<bool> _colour = new("--colour") { Description = "Pictures: three values per pixel, red, green and blue [if any of the pictures has colours to see]." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = forTraining
            ? [_data, _labelColumn, _task, _columns, _ignore, .. _table.All, _inputSize, _grey, _colour, .. _signal.All, _splitBy, _testFiles, _fileNames, _corrections]
            : [_data, _labelColumn, .. _table.All, _fileNames, _corrections];
        Array.ForEach(options, command.Add);
        command.Validators.Add(result =>
        {
            if (forTraining && result.GetValue(_grey) && result.GetValue(_colour))
            {
                result.AddError("--grey and --colour exclude each other; give one of them");
            }
        });
        _fileNames.Validators.Add(result =>
        {
            try
            {
                FileNamePattern.Parse(result.Tokens[0].Value);
            }
            catch (UserException e)
            {
                result.AddError(e.Message);
            }
        });
    }

    /// <summary>Lets a command go without data.</summary>
    /// <returns>These options.</returns>
    public DataOptions Optional()
    {
        _data.Required = false;
        return this;
    }

    /// <summary>Whether data are given.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_data) is not null;

    /// <summary>The same while the command line is checked.</summary>
    public bool AreGivenIn(System.CommandLine.Parsing.CommandResult command) => command.GetValue(_data) is not null;

    /// <summary>Whether a file of corrections is given, while the command line is checked.</summary>
    public bool HasCorrectionsIn(System.CommandLine.Parsing.CommandResult command) => command.GetValue(_corrections) is not null;

    /// <summary>A file, a folder, - or builtin:name.</summary>
    public string NameOf(ParseResult parsed) => parsed.GetRequiredValue(_data);

    /// <summary>How to read it.</summary>
    public DataSource Of(ParseResult parsed)
    {
        CsvOptions csv = _table.Of(parsed) with { LabelColumn = parsed.GetValue(_labelColumn) };
        SplitOptions split = new(DataSource.TestShare, FileNames: parsed.GetValue(_fileNames));
        return forTraining
            ? _signal.Of(parsed, new DataSource(csv with { Task = parsed.GetValue(_task), Columns = parsed.GetValue(_columns) ?? [], Ignore = parsed.GetValue(_ignore) ?? [] }, parsed.GetValue(_inputSize), parsed.GetValue(_grey) ? false : parsed.GetValue(_colour) ? true : null)
            {
                Split = split with { By = parsed.GetValue(_splitBy), TestFiles = parsed.GetValue(_testFiles) },
                Corrections = parsed.GetValue(_corrections),
            })
            : new DataSource(csv) { Split = split, Corrections = parsed.GetValue(_corrections) };
    }

    private static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "name[,...]",
        AllowMultipleArgumentsPerToken = false,
        CustomParser = r => [.. r.Tokens.SelectMany(t => t.Value.Split(',')).Select(n => n.Trim()).Where(n => n.Length > 0)],
    };
}
