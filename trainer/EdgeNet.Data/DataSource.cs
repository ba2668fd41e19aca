using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Finds out what a user means by --data: a built-in dataset, a folder or a file.</summary>
/// <param name="Csv">What the user says about a CSV file.</param>
/// <param name="PictureSize">Size to bring pictures to; decided by the pictures where null.</param>
/// <param name="Colour">Whether pictures are read in colour or in grey; decided by the pictures where null.</param>
public sealed record DataSource(CsvOptions Csv, (int Height, int Width)? PictureSize = null, bool? Colour = null)
{
    /// <summary>Share of the samples put aside where no test data are named.</summary>
    public const double TestShare = 0.2;

    private const string BuiltInPrefix = "builtin:";

    /// <summary>Loads a dataset.</summary>
    /// <param name="spec">builtin:name, a folder or a file.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <returns>What it says is for training and, where it has one, its test part.</returns>
    /// <exception cref="UserException">There is no such data, or they are damaged.</exception>
    public (Dataset Train, Dataset? Test) Load(string spec, int seed)
    {
        if (spec.Length == 0)
        {
            throw new UserException("the name of the data is empty; give a file, a folder or builtin:NAME");
        }

        if (spec.StartsWith(BuiltInPrefix, StringComparison.OrdinalIgnoreCase))
        {
            DatasetSplit split = BuiltInDatasets.Create(spec[BuiltInPrefix.Length..], seed);
            return (split.Train, split.Test);
        }

        if (Directory.Exists(spec))
        {
            return IdxDataset.ReadFolder(spec) ?? PictureFolder.Read(spec, PictureSize, Colour);
        }

        if (IdxDataset.IsImages(spec))
        {
            return (IdxDataset.Read(spec, IdxDataset.LabelsOf(spec), Path.GetFileName(spec).Split('-', '.')[0]), null);
        }

        string extension = Path.GetExtension(spec.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? spec[..^3] : spec).ToLowerInvariant();
        if (extension is ".csv" or ".tsv" or ".txt" or ".data")
        {
            return (CsvDataset.Read(spec, Csv), null);
        }

        throw new UserException(File.Exists(spec)
            ? $"{spec}: not a kind of data this program reads (CSV, IDX, a folder of pictures)"
            : $"{spec}: no such file or folder (built-in data are named builtin:digits and so on; see \"edgenet datasets\")");
    }

    /// <summary>Loads what a network trains on and what it is tested on.</summary>
    /// <param name="spec">builtin:name, a folder or a file.</param>
    /// <param name="testSpec">Test data named by the user, or null.</param>
    /// <param name="seed">Seed of built-in data and of the split.</param>
    /// <returns>Both parts: named test data, else the test part of the data, else a stratified split.</returns>
    /// <exception cref="UserException">The data are missing, damaged or do not fit together.</exception>
    public DatasetSplit LoadSplit(string spec, string? testSpec, int seed)
    {
        (Dataset train, Dataset? test) = Load(spec, seed);
        if (testSpec is not null)
        {
            test = LoadTest(testSpec, seed);
        }

        if (test is null)
        {
            return DatasetSplit.Stratified(train, TestShare, seed);
        }

        if (test.Shape.Count != train.Shape.Count || test.Task != train.Task)
        {
            throw new UserException($"the test data ({test.Shape}, {test.Task}) do not match the training data ({train.Shape}, {train.Task})");
        }

        return new DatasetSplit(train, LabelMap.Apply(test, train.Labels));
    }

    /// <summary>Loads data to judge a model by: the test part of data that have one, else all of them.</summary>
    /// <param name="spec">builtin:name, a folder or a file.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <returns>The data.</returns>
    /// <exception cref="UserException">There are no such data, or they are damaged.</exception>
    public Dataset LoadTest(string spec, int seed)
    {
        (Dataset all, Dataset? test) = Load(spec, seed);
        return test ?? all;
    }
}
