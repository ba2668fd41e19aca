using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Finds out what a user means by --data: a built-in dataset, a folder or a file.</summary>
/// <param name="Csv">What the user says about tables.</param>
/// <param name="PictureSize">Size to bring pictures to, decided by the pictures where null; of a table, the picture whose pixels its inputs are, none where null.</param>
/// <param name="Colour">Whether pictures are read in colour or in grey; decided by the pictures where null.</param>
public sealed record DataSource(CsvOptions Csv, (int Height, int Width)? PictureSize = null, bool? Colour = null)
{
    /// <summary>Share of the samples put aside where no test data are named.</summary>
    public const double TestShare = 0.2;

    /// <summary>The name of a table that is piped in.</summary>
    public const string Piped = TableFile.Piped;

    private const string BuiltInPrefix = "builtin:";

    /// <summary>How the test part is chosen where the data have none; its seed gives way to that of the methods.</summary>
    public SplitOptions Split { get; init; } = new(TestShare);

    /// <summary>What a network will see of recordings; null if it is trained already, or none may be given.</summary>
    public IFeatureChoice? Features { get; init; }

    /// <summary>What a network was trained to see of recordings, to which they are brought; null if it was trained on other data, or is not trained yet.</summary>
    public IWindowFeatures? Trained { get; init; }

    /// <summary>How recordings become windows.</summary>
    public WindowOptions Windows { get; init; } = new();

    /// <summary>Whether tables are recordings, a reading per row, and no samples.</summary>
    public bool TablesAreRecordings { get; init; }

    /// <summary>Whether folders of pictures are only listed: their samples have names and labels, and one pixel that says nothing.</summary>
    public bool NamesOnly { get; init; }

    /// <summary>A file of corrections of the data's labels; null for none.</summary>
    public string? Corrections { get; init; }

    private bool NamesAreOfTraining { get; init; }

    private FileNamePattern? FileNames => Split.FileNames is string text ? FileNamePattern.Parse(text, NamesAreOfTraining) : null;

    /// <summary>Whether a name is that of built-in data, and not of a file or a folder.</summary>
    /// <param name="spec">What a user gives as data.</param>
    /// <returns>True if so, even if there are no such data.</returns>
    public static bool IsBuiltIn(string spec) => spec.StartsWith(BuiltInPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Loads a dataset.</summary>
    /// <param name="spec">builtin:name, a folder, a file, or - for a table that is piped in.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <returns>What it says is for training and, where it has one, its test part.</returns>
    /// <exception cref="UserException">There is no such data, or they are damaged.</exception>
    public (Dataset Train, Dataset? Test) Load(string spec, int seed)
    {
        (Dataset train, Dataset? test) = Read(spec, seed, Csv, ReadCorrections(spec));
        FillMissing(train, train, test);
        return (train, test);
    }

    /// <summary>Looks up what the data say of some samples, before any correction.</summary>
    /// <param name="spec">A folder, a file, or - for a table that is piped in.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <param name="samples">Their names: <see cref="Dataset.IdOf"/>.</param>
    /// <returns>For each, in their order, a correction that changes nothing.</returns>
    /// <exception cref="UserException">The data are missing, damaged or built in, or have no such sample.</exception>
    public IReadOnlyList<Correction> Find(string spec, int seed, IEnumerable<string> samples) => Find(spec, seed, samples, (_, was) => was ?? "");

    /// <summary>Makes corrections, and tries whether the data can be read with them.</summary>
    /// <param name="spec">A folder, a file, or - for a table that is piped in.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <param name="samples">Their names: <see cref="Dataset.IdOf(int)"/>.</param>
    /// <param name="label">The label that they should have; null to leave them out.</param>
    /// <returns>For each, in their order, its correction.</returns>
    /// <exception cref="UserException">The data are missing, damaged or built in, have no such sample, or cannot have such a label.</exception>
    public IReadOnlyList<Correction> Correct(string spec, int seed, IEnumerable<string> samples, string? label) =>
        [.. Find(spec, seed, samples, (sample, was) => was is not null || label is null ? label : throw new UserException($"sample {UserException.Quote(sample)} has no label that could be corrected")).Select(c => c with { Label = label })];

    private IReadOnlyList<Correction> Find(string spec, int seed, IEnumerable<string> samples, Func<string, string?, string?> labelOf)
    {
        if (spec.StartsWith(BuiltInPrefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new UserException($"{spec}: built-in data are drawn anew each time and cannot be corrected");
        }

        SampleProbe probe = new(AppliedCorrections.NameOf(spec), samples, labelOf);
        CsvOptions csv = Csv with { Review = probe };
        if (AreRecordings(spec))
        {
            // Their features would take a while, and say nothing of labels.
            RecordingsOf(spec, csv);
        }
        else
        {
            ReadAny(spec, seed, csv);
        }

        return probe.Found;
    }

    /// <summary>Loads what a network trains on and what it is tested on.</summary>
    /// <param name="spec">builtin:name, a folder, a file, or - for a table that is piped in.</param>
    /// <param name="testSpec">Test data named by the user, or null.</param>
    /// <param name="seed">Seed of built-in data and of the split.</param>
    /// <returns>Both parts: named test data, else the test part of the data, else what <see cref="Split"/> chooses.</returns>
    /// <exception cref="UserException">The data are missing, damaged or do not fit together, or there is nothing to learn.</exception>
    public DatasetSplit LoadSplit(string spec, string? testSpec, int seed)
    {
        if (testSpec is not null && Split.TestFiles is not null)
        {
            throw new UserException("give test data either with --test or with --test-files");
        }

        IReadOnlyList<Correction>? corrections = ReadCorrections(spec, testSpec);
        (Dataset train, Dataset? test) = Read(spec, seed, Csv, corrections);
        CheckLearnable(train, spec);
        if (train.Shape is { Rank: 3, Width: 1 })
        {
            throw new UserException($"{spec}: colour pictures that are one column wide look like sequences to a model; choose another --input-size, or --grey");
        }

        if (!NamesOnly && PictureSize is { } wanted && train.Shape.Rank > 1 && (train.Shape.Height, train.Shape.Width) != wanted)
        {
            throw new UserException($"{spec}: has pictures of {train.Shape.Height}x{train.Shape.Width}; --input-size resizes only pictures that are files of their own (PNG, JPEG and so on); omit it");
        }

        List<string> warnings = [.. train.Table?.Warnings ?? [], .. LabelWarnings.Of(train), .. StreamWarning.Of(train)];
        uint? fingerprint = test is null && testSpec is not null ? DatasetFingerprint.Of(train) : null;
        if (testSpec is not null)
        {
            DataSource alike = train.Windows is { } windows ? this with { Trained = windows.Features } : this;
            (Dataset all, Dataset? part) = alike.Read(testSpec, seed, train.Table is null ? Csv : Csv with { Task = train.Task, Expected = new ExpectedColumns(train.Columns, Label: train.Table.Label) }, corrections);
            test = part ?? all;
        }

        SplitOptions options = Split with { Seed = seed };
        train = Grouping.Of(train, options, FileNames, warnings);
        DatasetSplit split;
        if (test is null)
        {
            Dataset whole = train;
            train = WithParts(whole, options, warnings);
            bool[] aside = Choose(train, options);
            fingerprint = DatasetFingerprint.Of(train, aside);
            split = DatasetSplit.Of(train, aside);
            split = split with { Rule = Grouping.Rule(train, options, split.Test, isCut: train != whole), Options = options };
        }
        else
        {
            if (test.Shape.Count != train.Shape.Count || test.Task != train.Task)
            {
                throw new UserException($"the test data ({test.Shape}, {test.Task}) do not match the training data ({train.Shape}, {train.Task})");
            }

            split = new DatasetSplit(AnomalyLabels.OnlyNormal(train), LabelMap.Apply(test, train.Labels));

            // Of data that come with a test part, such as all four rows of a logic gate, this is known.
            warnings.AddRange(testSpec is null ? [] : KnownSamples.Warn(split));
        }

        warnings.AddRange(LabelWarnings.OfUntested(split));
        FillMissing(split.Train, split.Train, split.Test);
        return split with { Fingerprint = fingerprint, Warnings = warnings };
    }

    /// <summary>Loads data to judge a model by: the test part of data that have one, else all of them.</summary>
    /// <param name="spec">builtin:name, a folder, a file, or - for a table that is piped in.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <returns>The data.</returns>
    /// <exception cref="UserException">There are no such data, or they are damaged.</exception>
    public Dataset LoadTest(string spec, int seed)
    {
        (Dataset all, Dataset? test) = Load(spec, seed);
        return test ?? all;
    }

    /// <summary>Loads data to judge a model by, and leaves out what it has learned from where that can be known.</summary>
    /// <param name="spec">builtin:name, a folder, a file, or - for a table that is piped in.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <param name="trainedOn">The fingerprint of the data of the training (<see cref="DatasetSplit.Fingerprint"/>); null if it is not known.</param>
    /// <param name="trainedBy">How they were split, seed and all; null if they were not.</param>
    /// <returns>The samples, and what is known of them.</returns>
    /// <exception cref="UserException">There are no such data, or they are damaged.</exception>
    public TestData LoadTest(string spec, int seed, uint? trainedOn, SplitOptions? trainedBy)
    {
        // What the user says of names decides what the labels are.
        DataSource source = this with { Split = trainedBy is null ? Split : trainedBy with { FileNames = Split.FileNames ?? trainedBy.FileNames }, NamesAreOfTraining = Split.FileNames is null };
        (Dataset all, Dataset? test) = source.Read(spec, seed, Csv, ReadCorrections(spec));
        TestData data = test is not null ? new TestData(test, TestOrigin.TestPart)
            : trainedOn is null ? new TestData(all, TestOrigin.Unknown)
            : trainedBy is not null ? source.RepeatSplit(all, trainedOn.Value)
            : new TestData(all, DatasetFingerprint.Of(all) == trainedOn ? TestOrigin.TrainingData : TestOrigin.Unknown);
        FillMissing(all, data.Samples, null);
        return data;
    }

    private TestData RepeatSplit(Dataset all, uint trainedOn)
    {
        try
        {
            Dataset parts = WithParts(Grouping.Of(all, Split, FileNames, []), Split, null);
            bool[] aside = Choose(parts, Split);
            if (DatasetFingerprint.Of(parts, aside) == trainedOn)
            {
                return new TestData(DatasetSplit.Of(parts, aside).Test, TestOrigin.RepeatedSplit);
            }
        }
        catch (UserException)
        {
            // Data that cannot be split so are not those of the training: a column, a file or samples are missing.
        }

        return new TestData(all, TestOrigin.Unknown);
    }

    // Missing values stay missing until the parts are known.
    private (Dataset Train, Dataset? Test) Read(string spec, int seed, CsvOptions csv, IReadOnlyList<Correction>? corrections)
    {
        AppliedCorrections? review = corrections is null ? null : new(corrections, Corrections!, AppliedCorrections.NameOf(spec));
        (Dataset train, Dataset? test) = ReadAny(spec, seed, csv with { Review = review });
        review?.CheckAllFound();
        return csv.Task == TaskKind.Anomaly ? (AnomalyLabels.Of(train, csv.Normal), test is null ? null : AnomalyLabels.Of(test, csv.Normal)) : (train, test);
    }

    // Of a file that knows none of the data, nothing would be applied, and nobody would notice.
    private IReadOnlyList<Correction>? ReadCorrections(params string?[] specs)
    {
        if (Corrections is null)
        {
            return null;
        }

        IReadOnlyList<Correction> all = CorrectionFile.Read(Corrections);
        string[] names = [.. specs.OfType<string>().Select(AppliedCorrections.NameOf)];
        return all.Count == 0 || all.Any(c => names.Contains(c.Data)) ? all
            : throw new UserException($"{Corrections}: has corrections of {UserException.Quote(all[0].Data)}, and none of {UserException.Quote(names[0])}");
    }

    private (Dataset Train, Dataset? Test) ReadAny(string spec, int seed, CsvOptions csv)
    {
        csv = csv with { PictureSize = PictureSize };
        if (spec.Length == 0)
        {
            throw new UserException("the name of the data is empty; give a file, a folder or builtin:NAME");
        }

        if (IsBuiltIn(spec))
        {
            DatasetSplit split = BuiltInDatasets.Create(spec[BuiltInPrefix.Length..], seed);
            return (split.Train, split.Test);
        }

        if (AreRecordings(spec))
        {
            return ReadRecordings(spec, csv);
        }

        if (Directory.Exists(spec))
        {
            return ReadFolder(spec, csv);
        }

        if (IdxDataset.IsImages(spec))
        {
            return (IdxDataset.Read(spec, IdxDataset.LabelsOf(spec), Path.GetFileName(spec).Split('-', '.')[0], part: null, csv.Review), null);
        }

        if (spec == TableFile.Piped || TableFile.IsTable(spec))
        {
            return (CsvDataset.Read(spec, csv with { GroupColumn = csv.GroupColumn ?? Split.By }), null);
        }

        throw new UserException(!File.Exists(spec) ? $"{spec}: no such file or folder (built-in data are named builtin:digits and so on; see \"edgenet datasets\")"
            : Path.GetExtension(spec).ToLowerInvariant() is ".xlsx" or ".xls" or ".ods" or ".numbers" ? $"{spec}: is a workbook; save the sheet as CSV (UTF-8) and give that file"
            : $"{spec}: not a kind of data this program reads (CSV, IDX, a folder of pictures)");
    }

    /// <summary>Whether data are recordings: sound and Edge Impulse's files always, tables if the user or the model says so.</summary>
    /// <param name="spec">A folder, a file, or - for a table that is piped in.</param>
    /// <returns>False for all other data.</returns>
    /// <exception cref="UserException">A folder cannot be read.</exception>
    public bool AreRecordings(string spec) => !IsBuiltIn(spec)
        && (TablesAreRecordings ? Path.Exists(spec) || spec == TableFile.Piped : Directory.Exists(spec) ? RecordingReader.IsSureFolder(spec) : RecordingReader.IsSure(spec) && File.Exists(spec));

    /// <summary>Whether data are a folder of pictures.</summary>
    /// <param name="spec">A folder, a file, or - for a table that is piped in.</param>
    /// <returns>False for all other data; true for an empty folder, which may become one.</returns>
    /// <exception cref="UserException">A folder cannot be read.</exception>
    public bool ArePictures(string spec) => Directory.Exists(spec) && !AreRecordings(spec) && !Array.Exists(Directory.GetFiles(spec), IdxDataset.IsImages) && TableFolder.Files(spec).Length == 0;

    private (Dataset Train, Dataset? Test) ReadRecordings(string spec, CsvOptions csv)
    {
        if (Features is null && Trained is null)
        {
            throw new UserException($"{spec}: these are recordings, but the model takes values as they are; it was not trained on recordings");
        }

        (RecordingSet all, RecordingSet? test) = RecordingsOf(spec, csv);
        IWindowFeatures features = Trained ?? Features!.Choose(all, Windows);
        all = Trained is null ? all with { Notes = [.. all.Notes, .. Windows.NotesOn(features)] } : all;
        return (WindowTable.Compute(all, features), test is null ? null : WindowTable.Compute(test, features));
    }

    private (RecordingSet All, RecordingSet? Test) RecordingsOf(string spec, CsvOptions csv)
    {
        FileNamePattern? names = FileNames;
        RecordingOptions options = new(csv)
        {
            FileNames = names,
            SplitBy = Split.By is not (null or SplitOptions.ByFile) && names?.Fields.Contains(Split.By) != true ? Split.By : null,
            NeedsLabels = csv.Task != TaskKind.Anomaly,
            Rate = Windows.Rate,
            FullScale = Windows.FullScale,
            Review = csv.Review,
        };
        return RecordingReader.Read(spec, Trained is null ? options : options.Like(Trained));
    }

    private (Dataset Train, Dataset? Test) ReadFolder(string folder, CsvOptions csv)
    {
        if (IdxDataset.ReadFolder(folder, csv.Review) is { } idx)
        {
            return idx;
        }

        FileNamePattern? names = FileNames;
        string[] tables = TableFolder.Files(folder);
        bool isColumn = Split.By is not (null or SplitOptions.ByFile) && names?.Fields.Contains(Split.By) != true;
        return tables.Length > 0 ? (TableFolder.Read(folder, tables, csv with { GroupColumn = isColumn ? Split.By : csv.GroupColumn, GroupFields = names?.Fields ?? [] }, names), null) : PictureFolder.Read(folder, PictureSize, Colour, names, csv.Review, NamesOnly);
    }

    // What the user says of groups or files is kept to, even if nothing is left to learn from.
    private static Dataset WithParts(Dataset data, SplitOptions options, List<string>? warnings) =>
        options.By is null && options.TestFiles is null ? LastParts.Of(data, options.Share, warnings) : data;

    // For each sample whether it is put aside: of data with anomalies all of these.
    private static bool[] Choose(Dataset data, SplitOptions options)
    {
        bool[] aside = ChooseAny(data, options);
        for (int i = 0; data.Task == TaskKind.Anomaly && i < aside.Length; i++)
        {
            // Only normal samples are learned from.
            aside[i] |= data.ClassOf(i) == AnomalyLabels.Anomaly;
        }

        return aside;
    }

    private static bool[] ChooseAny(Dataset data, SplitOptions options)
    {
        if (options.TestFiles is not string pattern)
        {
            return data.Task == TaskKind.Anomaly && data.Groups is not null ? ChooseNormal(data, options) : DatasetSplit.Choose(data, options.Share, options.Seed);
        }

        bool[] aside = Grouping.OfFiles(data, pattern);
        return aside.Contains(true) && aside.Contains(false) ? aside
            : throw new UserException($"{data.Name}: {(aside.Contains(true) ? "all files are" : "no file is")} like --test-files '{UserException.Quote(pattern)}', such as {UserException.Quote(data.Files![0])}");
    }

    // By whole groups, a share of all samples could be all normal ones, or none.
    private static bool[] ChooseNormal(Dataset data, SplitOptions options)
    {
        int[] normal = [.. Enumerable.Range(0, data.Count).Where(i => data.ClassOf(i) == AnomalyLabels.Normal)];
        bool[] chosen = DatasetSplit.Choose(data.Subset(normal), options.Share, options.Seed), aside = new bool[data.Count];
        for (int i = 0; i < normal.Length; i++)
        {
            aside[normal[i]] = chosen[i];
        }

        return aside;
    }

    private void FillMissing(Dataset train, params Dataset?[] parts)
    {
        if (Csv.Missing == MissingValues.Refuse || Array.TrueForAll(parts, p => p is null || !p.Features.AsSpan().Contains(float.NaN)))
        {
            return;
        }

        IReadOnlyList<float> medians = Csv.Expected?.Medians ?? ColumnMedians.Of(train);
        foreach (Dataset? part in parts)
        {
            ColumnMedians.Fill(part is null ? [] : part.Features, medians);
        }
    }

    private static void CheckLearnable(Dataset data, string spec)
    {
        if (data.Task == TaskKind.Classification && data.CountClasses() is int[] counts && counts.Count(c => c > 0) < 2)
        {
            throw new UserException($"{spec}: all {data.Count:N0} samples are \"{UserException.Quote(data.Labels[Math.Max(0, Array.FindIndex(counts, c => c > 0))])}\"; a network needs at least two classes");
        }

        if (data.Task == TaskKind.Regression && data.TargetsPerSample == 1 && !data.Targets.AsSpan().ContainsAnyExcept(data.Targets[0]))
        {
            throw new UserException($"{spec}: all values of \"{UserException.Quote(data.Labels[0])}\" are {data.Targets[0]}; there is nothing to learn");
        }

        if (data is not { Kind: FeatureKind.SharedRange, Shape.Rank: > 1 })
        {
            return;
        }

        (float low, float high) = data.CommonRange();
        if (!float.IsNormal((high - low) / byte.MaxValue))
        {
            throw new UserException($"{spec}: the pixels are from {low} to {high}; there is no range of brightness to learn from");
        }
    }
}
