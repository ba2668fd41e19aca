using System.CommandLine;
using EdgeNet.Data;

namespace EdgeNet.Cli.Options;

/// <summary>Options that say where data are and how to read them.</summary>
/// <param name="forTraining">Whether a model is trained with them. If not, the model decides about task and size.</param>
internal sealed class DataOptions(bool forTraining)
{
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<string?> _labelColumn = CommonOptions.LabelColumn();
    private readonly Option<TaskKind?> _task = CommonOptions.Task();
    private readonly Option<(int, int)?> _inputSize = CommonOptions.InputSize();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = forTraining ? [_data, _labelColumn, _task, _inputSize] : [_data, _labelColumn];
        Array.ForEach(options, command.Add);
    }

    /// <summary>A file, a folder or builtin:name.</summary>
    public string NameOf(ParseResult parsed) => parsed.GetRequiredValue(_data);

    /// <summary>How to read it.</summary>
    public DataSource Of(ParseResult parsed) => new(
        new CsvOptions(parsed.GetValue(_labelColumn), forTraining ? parsed.GetValue(_task) : null),
        forTraining ? parsed.GetValue(_inputSize) : null);
}
