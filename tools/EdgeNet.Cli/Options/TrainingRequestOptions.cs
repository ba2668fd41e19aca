using System.CommandLine;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Options;

/// <summary>The options of edgenet train, which a project of the studio keeps as words.</summary>
internal sealed class TrainingRequestOptions
{
    private readonly DataOptions _data = new(forTraining: true);
    private readonly Option<string?> _test = new("--test") { Description = "Test data [the test part of the data, else about a fifth of every class, chosen by --seed].", HelpName = "path" };
    private readonly Option<string> _output = new("--out") { Description = "The model file to write.", Required = true, HelpName = "model.edgenet" };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the model [the name of the file]." };
    private readonly LearningOptions _learning = new();
    private readonly AnomalyOptionGroup _anomaly = new();
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "Save the state of the training to this file every few seconds; --from continues it.", HelpName = "file.safetensors" };
    private readonly Option<string?> _from = new("--from") { Description = "Continue the training that --checkpoint saved in this file; give the other options as before. Or begin with the layers and weights of a network of real numbers that was trained elsewhere.", HelpName = "file.safetensors|model.onnx|model.tflite" };
    private readonly ScalingOptions _scaling = new();
    private readonly Option<BoardProfile> _board = CommonOptions.Board();
    private readonly Option<bool> _allowLoss = new("--allow-loss") { Description = "Write the model even if quantisation costs more than 5 percentage points of accuracy." };
    private readonly Option<bool> _strip = new("--strip") { Description = "Omit from the file what only people read: the names of the model, the data and the columns, the accuracy, the build and the statistics of the data." };
    private readonly Option<bool> _unsureOutside = new("--unsure-outside") { Description = "Tables: the board's answer becomes unsure if a reading is far outside of the trained range: beyond it by more than half of its width." };
    private readonly Option<bool> _drift = new("--drift") { Description = "Add to the file what a board that learns needs to notice that its readings are no longer like those of the training." };
    private readonly Option<bool> _force = CommonOptions.Force();

    /// <summary>Turns words into the request that edgenet train makes of them.</summary>
    /// <param name="words">Options and their values, --data and --out among them. No word names a file with more words.</param>
    /// <returns>What to train.</returns>
    /// <exception cref="UserException">The words are wrong.</exception>
    public static TrainingRequest Read(IReadOnlyList<string> words)
    {
        TrainingRequestOptions options = new();
        Command command = new("train");
        options.AddTo(command);
        ParseResult parsed = command.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return CommandLineProblem.Of(parsed) is string problem ? throw new UserException(problem) : options.Of(parsed);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _data.AddTo(command);
        Array.ForEach<Option>([_test, _output, _name], command.Add);
        _learning.AddTo(command);
        _anomaly.AddTo(command);
        Array.ForEach<Option>([_checkpoint, _from], command.Add);
        _scaling.AddTo(command);
        Array.ForEach<Option>([_board, _allowLoss, _strip, _unsureOutside, _drift, _force], command.Add);
    }

    /// <summary>What to train.</summary>
    public TrainingRequest Of(ParseResult parsed)
    {
        DataSource source = _data.Of(parsed);
        source = source with { Csv = source.Csv with { Normal = _anomaly.NormalOf(parsed) } };
        return new TrainingRequest(_data.NameOf(parsed), parsed.GetRequiredValue(_output))
        {
            Test = parsed.GetValue(_test),
            Name = parsed.GetValue(_name),
            Source = source,
            Folds = _learning.FoldsOf(parsed),
            Checkpoint = parsed.GetValue(_checkpoint),
            From = parsed.GetValue(_from),
            Mean = _scaling.MeanOf(parsed),
            Deviation = _scaling.DeviationOf(parsed),
            AllowLoss = parsed.GetValue(_allowLoss),
            Strip = parsed.GetValue(_strip),
            UnsureOutside = parsed.GetValue(_unsureOutside),
            Drift = parsed.GetValue(_drift),
            Force = parsed.GetValue(_force),
            Options = _learning.Of(parsed),
            Model = _learning.ModelOf(parsed),
            Teacher = _learning.TeacherOf(parsed),
            Anomaly = _anomaly.Of(parsed, source.Csv.Task),
            Board = parsed.GetResult(_board) is { Implicit: false } ? BoardOf(parsed) : null,
        };
    }

    /// <summary>The board that figures are for: the one that was given, else the usual one.</summary>
    public BoardProfile BoardOf(ParseResult parsed) => parsed.GetRequiredValue(_board);
}
