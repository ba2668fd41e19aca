using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>A model is judged by samples that it has not learned from where that can be known, and what cannot be known is said.</summary>
public sealed class HonestFiguresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("flowers.edgenet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_data_of_the_training_are_known_again_and_only_what_was_set_aside_counts()
    {
        string data = _folder.Write("flowers.csv", Table(["width", "length", "kind"]));
        Score trained = Train(data);
        ModelEvaluation again = Evaluate(data);
        Assert.Equal(TestOrigin.RepeatedSplit, again.Origin);
        Assert.Equal((10, trained.Accuracy), (again.Score.Samples, again.Score.Accuracy));
        Assert.Equal(trained.Confusion, again.Score.Confusion);
    }

    [Fact]
    public void Columns_are_found_by_name_in_whatever_order_and_the_split_is_the_same()
    {
        Score trained = Train(_folder.Write("flowers.csv", Table(["width", "length", "kind"])));
        ModelEvaluation again = Evaluate(_folder.Write("other-order.csv", Table(["kind", "note", "length", "width"])));
        Assert.Equal(TestOrigin.RepeatedSplit, again.Origin);
        Assert.Equal(trained.Confusion, again.Score.Confusion);

        ClassifiedSample[] classified = [.. ModelClassification.Run(LoadedModel.Read(Model), new CsvOptions(), [_folder.File("other-order.csv")], false)];
        Assert.Equal(50, classified.Length);
        Assert.Equal("short", LoadedModel.Read(Model).Model.Labels[classified[0].Best]);
    }

    /// <summary>A model file keeps 255 bytes of a name, and no characters beyond U+FFFF: surveys have longer questions, and people write emoji.</summary>
    [Fact]
    public void Names_and_texts_that_a_model_file_cannot_keep_as_they_are_find_their_columns_again()
    {
        string question = "How satisfied are you with " + string.Concat(Enumerable.Repeat("very ", 60)) + "long questions?";
        string[] rows = [.. Enumerable.Range(0, 50).Select(i => $"{i % 7}.{i},{(i % 2 == 0 ? "\U0001F600 good" : "\U0001F620 bad")},{(i % 2 * 5) + (i * 0.01):0.##},{(i % 2 == 0 ? "short" : "long")}")];
        Score trained = Train(_folder.Write("survey.csv", $"temperature \U0001F321,mood,{question},kind \U0001F33B\n{string.Join('\n', rows)}\n"));
        ModelEvaluation again = Evaluate(_folder.File("survey.csv"));
        Assert.Equal(TestOrigin.RepeatedSplit, again.Origin);
        Assert.Equal(trained.Confusion, again.Score.Confusion);
    }

    [Fact]
    public void Columns_whose_names_are_alike_when_stored_are_matched_by_position()
    {
        string question = string.Concat(Enumerable.Repeat("very ", 60));
        string[] rows = [.. Enumerable.Range(0, 50).Select(i => $"{i % 7}.{i},{(i % 2 * 5) + (i * 0.01):0.##},{(i % 2 == 0 ? "short" : "long")}")];
        Score trained = Train(_folder.Write("survey.csv", $"{question}1,{question}2,kind\n{string.Join('\n', rows)}\n"));
        Assert.Empty(LoadedModel.Read(Model).Model.ReadColumns());
        ModelEvaluation again = Evaluate(_folder.File("survey.csv"));
        Assert.Equal((TestOrigin.RepeatedSplit, trained.Accuracy), (again.Origin, again.Score.Accuracy));
    }

    [Fact]
    public void A_column_that_the_model_needs_and_the_table_lacks_is_named()
    {
        Train(_folder.Write("flowers.csv", Table(["width", "length", "kind"])));
        string narrow = _folder.Write("narrow.csv", Table(["width", "kind"]));
        Assert.Contains("narrow.csv: the model needs a column called length", Assert.Throws<UserException>(() => Evaluate(narrow)).Message);
        Assert.Contains("length", Assert.Throws<UserException>(() => ModelClassification.Run(LoadedModel.Read(Model), new CsvOptions(), [narrow], false).ToList()).Message);
    }

    [Fact]
    public void Of_other_data_all_samples_count_and_it_is_not_known_whether_they_are_new()
    {
        Train(_folder.Write("flowers.csv", Table(["width", "length", "kind"])));
        ModelEvaluation other = Evaluate(_folder.Write("more.csv", Table(["width", "length", "kind"]) + "3,1,short\n"));
        Assert.Equal((TestOrigin.Unknown, 51), (other.Origin, other.Score.Samples));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(0, false)]
    public void Flowers_that_stayed_together_are_known_again_only_with_what_kept_them_together(int plants, bool known)
    {
        Score trained = Train(_folder.Write("flowers.csv", WithPlants(1)), by: "plant");
        ModelEvaluation again = Evaluate(_folder.Write("again.csv", WithPlants(plants)));
        Assert.Equal(known ? (TestOrigin.RepeatedSplit, trained.Samples) : (TestOrigin.Unknown, 50), (again.Origin, again.Score.Samples));
    }

    [Fact]
    public void A_stripped_model_does_not_know_its_data()
    {
        string data = _folder.Write("flowers.csv", Table(["width", "length", "kind"]));
        Train(data, strip: true);
        ModelFile model = LoadedModel.Read(Model).Model;
        Assert.Empty(model.ReadColumns());
        Assert.Null(ColumnStatistics.Read(model));
        Assert.Equal(TestOrigin.Unknown, Evaluate(data).Origin);
    }

    [Fact]
    public void Data_with_test_data_of_their_own_were_learned_from_to_the_last_sample()
    {
        string data = _folder.Write("flowers.csv", Table(["width", "length", "kind"]));
        Train(data, test: _folder.Write("test.csv", "width,length,kind\n3,1,short\n1,5,long\n"));
        ModelEvaluation evaluation = Evaluate(data);
        Assert.Equal((TestOrigin.TrainingData, 50), (evaluation.Origin, evaluation.Score.Samples));
    }

    [Fact]
    public void Test_data_that_the_model_is_trained_with_are_noticed()
    {
        string data = _folder.Write("flowers.csv", Table(["width", "length", "kind"]));
        DataSource source = new(new CsvOptions());
        Assert.Contains("50 of 50 test samples are training samples, too: the figures flatter the model", source.LoadSplit(data, data, 1).Warnings);
        Assert.Empty(source.LoadSplit(data, _folder.Write("test.csv", "width,length,kind\n3,1.111,short\n1,5.111,long\n"), 1).Warnings);
        Assert.Empty(source.LoadSplit("builtin:xor", null, 1).Warnings);
    }

    /// <summary>Widths from 1 to 3.4: limits are 1.2 beyond.</summary>
    [Theory]
    [InlineData("4.5,3,short", 0)]
    [InlineData("4.7,3,short", 1)]
    [InlineData("-0.3,3,short", 1)]
    public void Samples_far_outside_of_the_trained_range_are_counted(string row, int outside)
    {
        Train(_folder.Write("flowers.csv", Table(["width", "length", "kind"])));
        ModelEvaluation other = Evaluate(_folder.Write("more.csv", Table(["width", "length", "kind"]) + row + "\n"));
        Assert.Equal(outside, other.Outside?.Samples ?? 0);
        if (outside > 0)
        {
            Assert.Equal(("width", 1f, 3.4f), (other.Outside!.Value.First.Column, other.Outside.Value.First.Low, other.Outside.Value.First.High));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reading_far_outside_is_marked_and_unsure_if_the_model_says_so(bool unsureOutside)
    {
        Train(_folder.Write("flowers.csv", Table(["width", "length", "kind"])), unsureOutside: unsureOutside);
        ClassifiedSample far = Classify("500", "1"), near = Classify("3", "1");
        Assert.Equal(new OutsideValue("width", 500, 1, 3.4f), far.Outside);
        Assert.Equal(unsureOutside, far.IsUnsure);
        Assert.Equal(unsureOutside, far.ConfidencePercent == 0);
        Assert.Null(near.Outside);
        Assert.False(near.IsUnsure);
    }

    [Fact]
    public void Notes_that_are_damaged_are_refused()
    {
        string data = _folder.Write("flowers.csv", Table(["width", "length", "kind"]));
        Train(data);
        byte[] file = File.ReadAllBytes(Model);
        foreach ((string key, string value) in new[] { ("split", "share=2;seed=1"), ("data", "not hex"), ("split", "share=0.2;seed=1;run=rm") })
        {
            File.WriteAllBytes(Model, WithMeta(file, key, value));
            Assert.Contains(UserException.Quote(value), Assert.Throws<UserException>(() => Evaluate(data)).Message);
        }
    }

    private Score Train(string data, bool strip = false, string? test = null, bool unsureOutside = false, string? by = null) => TrainingJob.Prepare(new TrainingRequest(data, Model)
    {
        Options = new TrainingOptions { Epochs = 20, Starts = 1, Hidden = [4] },
        AllowLoss = true,
        Strip = strip,
        Test = test,
        UnsureOutside = unsureOutside,
        Source = new DataSource(new CsvOptions()) { Split = new SplitOptions(DataSource.TestShare, By: by) },
    }).Run(null, default).Model.Score;

    private ModelEvaluation Evaluate(string data) => ModelEvaluation.Run(Model, new DataSource(new CsvOptions()), data, 7);

    private ClassifiedSample Classify(params string[] values) => Assert.Single(ModelClassification.Run(LoadedModel.Read(Model), new CsvOptions(), values, false));

    // 25 short flowers and 25 long ones; values that no other sample has.
    private static string Table(string[] columns)
    {
        IEnumerable<Dictionary<string, string>> rows = Enumerable.Range(0, 50).Select(i => new Dictionary<string, string>
        {
            ["width"] = (i % 2 == 0 ? 3.4 - (i * 0.01) : 1 + ((i - 1) * 0.01)).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture),
            ["length"] = (i % 2 == 0 ? 1 + (i * 0.02) : 5 - (i * 0.02)).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture),
            ["kind"] = i % 2 == 0 ? "short" : "long",
            ["note"] = $"flower {i}",
        });
        return string.Join('\n', rows.Select(r => string.Join(',', columns.Select(c => r[c]))).Prepend(string.Join(',', columns))) + "\n";
    }

    // Ten plants of five flowers each; 1: plant after plant, 2: flower after flower, 0: without the column.
    private static string WithPlants(int order) => string.Concat(Table(["width", "length", "kind"]).TrimEnd().Split('\n').Select((row, i) =>
        $"{(order == 0 ? "" : i == 0 ? "plant," : $"{(order == 1 ? (i - 1) / 5 : (i - 1) % 10)},")}{row}\n"));

    private static byte[] WithMeta(byte[] file, string key, string value)
    {
        List<(int, byte[])> sections = [];
        for (int at = ModelFormat.HeaderLength; at < file.Length;)
        {
            int type = BitConverter.ToInt32(file, at), length = BitConverter.ToInt32(file, at + 4);
            byte[] payload = file[(at + 8)..(at + 8 + length)];
            sections.Add((type, type == ModelFormat.MetaSection ? [1, (byte)key.Length, .. System.Text.Encoding.ASCII.GetBytes(key), (byte)value.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(value)] : payload));
            at += 8 + ((length + 3) & ~3);
        }

        return ModelWriter.Assemble(sections);
    }
}
