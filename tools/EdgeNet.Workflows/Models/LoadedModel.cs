using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Workflows;

/// <summary>A model file that has been read and checked.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Model">What it holds.</param>
public sealed record LoadedModel(string Path, byte[] Bytes, ModelFile Model)
{
    /// <summary>Reads a model file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The model.</returns>
    /// <exception cref="UserException">It is missing, cannot be read, or is not a valid model file.</exception>
    public static LoadedModel Read(string path)
    {
        byte[] bytes = DataFile.ReadAllBytes(path, ModelFormat.MaxFileLength);
        try
        {
            return new LoadedModel(path, bytes, Parse(bytes));
        }
        catch (ModelException e)
        {
            bool isForeign = !bytes.AsSpan().StartsWith("EDGN"u8) && ForeignNetwork.Is(path);
            throw new UserException($"{path}: {e.Message}{(isForeign ? "; make one of it with \"edgenet import\"" : "")}", e);
        }
    }

    /// <summary>Checks a model file with its pipeline, which the core checks only where there are streams.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelException">It is not a valid model file.</exception>
    internal static ModelFile Parse(byte[] file)
    {
        ModelFile model = ModelFile.Parse(file);
        SignalInfo.Of(model);
        return model;
    }

    /// <summary>Size of the pictures that the model expects, and whether they have colours; null if it expects no pictures.</summary>
    public ((int Height, int Width) Size, bool IsColour)? Picture
    {
        get
        {
            // A sequence has its steps as rows: it was one of values, or a grey picture whose columns are the values of a step.
            InputInfo input = Model.Input;
            bool isSequence = input.Rank == 3 && input.Width == 1;
            return input.Rank == 1 || (isSequence && input.Channels == 1) || (!isSequence && input.Channels is not (1 or 3)) ? null
                : ((input.Height, isSequence ? input.Channels : input.Width), !isSequence && input.Channels == 3);
        }
    }

    /// <summary>Reads data to test the model with: a CSV's column is read by the model's task, pictures are brought to its size and to grey or colour.</summary>
    /// <param name="source">How to read the data.</param>
    /// <param name="data">builtin:name, a folder or a file.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <returns>The test part of data that have one; of the data of the training, the samples that were put aside; else all samples.</returns>
    /// <exception cref="UserException">There are no such data, they are damaged, or they lack a column that the model needs.</exception>
    public TestData ReadData(DataSource source, string data, int seed)
    {
        TaskKind? task = Model.Output.Task == ModelFormat.MultiLabel ? null : (TaskKind)Model.Output.Task;
        TrainingData training = TrainingData.Of(Model);
        FeaturePipeline? pipeline = FeaturePipeline.Of(Model);
        DataSource forModel = source with
        {
            Csv = ForModel(source.Csv, training) with { Task = task },
            PictureSize = pipeline is null ? Picture?.Size : null,
            Colour = Picture?.IsColour,
            Trained = pipeline,
            TablesAreRecordings = pipeline is not null,
        };
        return forModel.LoadTest(data, seed, training.Fingerprint, training.Split);
    }

    /// <summary>How a table is read for the model: its columns are matched by name where both have names.</summary>
    /// <param name="csv">What the user says about the table.</param>
    /// <returns>The same, and what the model expects.</returns>
    /// <exception cref="UserException">The model's statistics or notes are damaged.</exception>
    public CsvOptions ForModel(CsvOptions csv) => ForModel(csv, TrainingData.Of(Model));

    private CsvOptions ForModel(CsvOptions csv, TrainingData training)
    {
        csv = csv with
        {
            Task = Model.Output.Task == ModelFormat.Anomaly ? TaskKind.Anomaly : csv.Task,
            Normal = csv.Normal ?? Given(training.Normal),
        };
        string[] columns = Model.HasSignal ? [.. training.Channels] : Model.ReadColumns();
        return csv with { Expected = new ExpectedColumns(columns.Length == 0 ? null : columns, Model.HasSignal ? null : ColumnStatistics.Read(Model)?.Median, Given(training.Label)) };
    }

    private static string? Given(string note) => note.Length == 0 ? null : note;
}
