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
    private readonly Option<bool> _grey = new("--grey") { Description = "Pictures: one value per pixel, its brightness [if none of the pictures has colours to see]." };
    private readonly Option<bool> _colour = new("--colour") { Description = "Pictures: three values per pixel, red, green and blue [if any of the pictures has colours to see]." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = forTraining ? [_data, _labelColumn, _task, _inputSize, _grey, _colour] : [_data, _labelColumn];
        Array.ForEach(options, command.Add);
        command.Validators.Add(result =>
        {
            if (forTraining && result.GetValue(_grey) && result.GetValue(_colour))
            {
                result.AddError("--grey and --colour exclude each other; give one of them");
            }
        });
    }

    /// <summary>A file, a folder or builtin:name.</summary>
    public string NameOf(ParseResult parsed) => parsed.GetRequiredValue(_data);

    /// <summary>How to read it.</summary>
    public DataSource Of(ParseResult parsed) => new(
        new CsvOptions(parsed.GetValue(_labelColumn), forTraining ? parsed.GetValue(_task) : null),
        forTraining ? parsed.GetValue(_inputSize) : null,
        !forTraining ? null : parsed.GetValue(_grey) ? false : parsed.GetValue(_colour) ? true : null);
}
