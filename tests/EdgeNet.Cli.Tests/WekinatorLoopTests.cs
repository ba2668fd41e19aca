using EdgeNet.Deployment.Osc;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Wekinator's loop without sockets: messages in, messages and lines out.</summary>
public sealed class WekinatorLoopTests : IDisposable
{
    private const string Control = "/wekinator/control/";

    private readonly TemporaryFolder _folder = new();
    private readonly List<OscMessage> _sent = [];
    private readonly List<string> _said = [];
    private WekinatorLoop _loop;

    public WekinatorLoopTests() => _loop = Open("classes 3, slider 0:100");

    public void Dispose()
    {
        _loop.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("classes 3", "classes 3")]
    [InlineData(" slider ,classes  12,slider 0:1, slider -1.5:2e2", "slider, classes 12, slider, slider -1.5:200")]
    public void Outputs_are_written_as_words(string text, string normal)
    {
        Assert.Equal(normal, WekinatorOutput.Text(WekinatorOutput.Parse(text)));
        Assert.Equal(normal, WekinatorOutput.Text(WekinatorOutput.Parse(normal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("classes")]
    [InlineData("classes 1")]
    [InlineData("classes 101")]
    [InlineData("classes 3 4")]
    [InlineData("slider,")]
    [InlineData("slider 1:0")]
    [InlineData("slider 0:NaN")]
    [InlineData("slider 0:1e99")]
    [InlineData("knob")]
    public void Other_words_are_refused(string text) => Assert.Throws<UserException>(() => WekinatorOutput.Parse(text));

    [Fact]
    public void There_are_at_most_32_outputs()
    {
        Assert.Equal(32, WekinatorOutput.Parse(string.Join(',', Enumerable.Repeat("slider", 32))).Count);
        Assert.Equal("there are more than 32 outputs", Assert.Throws<UserException>(() => WekinatorOutput.Parse(string.Join(',', Enumerable.Repeat("slider", 33)))).Message);
    }

    /// <summary>As a sketch does it: three places of a mouse for three classes, and a slider that follows the first input.</summary>
    [Fact]
    public void Examples_are_recorded_trained_and_answered()
    {
        Teach();
        Assert.Equal(["/wekinator/status/done-training"], _sent.Select(m => m.Address));
        Send(Control + "startRunning");
        _sent.Clear();
        foreach ((float x, float y, float @class) in new[] { (20f, 20f, 1f), (80f, 20f, 2f), (50f, 90f, 3f) })
        {
            Send("/wek/inputs", x, y);
            Assert.Equal("/wek/outputs", _sent[^1].Address);
            Assert.Equal(@class, _sent[^1].Arguments[0]);

            // Eight bits have steps.
            Assert.Equal(x, Assert.IsType<float>(_sent[^1].Arguments[1]), 4f);
        }

        Assert.Equal(3, _sent.Count);
    }

    [Fact]
    public void Examples_are_a_table_at_once_and_a_killed_program_keeps_them()
    {
        Send(Control + "outputs", 2f, 12.5f);
        Send(Control + "startRecording");
        Send("/wek/inputs", 0.1f, -3f);
        Send("/wek/inputs", 1f / 3, 4e9f);
        Assert.Equal("v1,v2,label\n0.1,-3,2\n0.33333334,4E+09,2\n", File.ReadAllText(_folder.File("output-1.csv")));
        Assert.Equal("v1,v2,label\n0.1,-3,12.5\n0.33333334,4E+09,12.5\n", File.ReadAllText(_folder.File("output-2.csv")));

        // Nothing is closed or ended.
        using WekinatorLoop again = Open(null);
        Assert.Equal([2, 2], again.State.Outputs.Select(o => o.Examples));
        Assert.Equal([0, 2, 0], again.State.Outputs[0].ByClass);
    }

    /// <summary>The one truth about the project's outputs is a file that people can read.</summary>
    [Fact]
    public void The_outputs_are_kept_with_the_project()
    {
        Assert.Equal("{\"outputs\":\"classes 3, slider 0:100\"}\n", File.ReadAllText(_folder.File("wekinator.json")));
        using WekinatorLoop again = Open(null);
        Assert.Equal(["classes 3", "slider 0:100"], again.State.Outputs.Select(o => o.Output.ToString()));
    }

    [Theory]
    [InlineData("{\"outputs\":\"knob\"}")]
    [InlineData("{\"outputs\":3}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"outputs\":\"\\ud800\"}")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"outputs\":\"slider\",\"name\":\"mine\"}")]
    public void A_damaged_project_file_is_named(string json)
    {
        _folder.Write("wekinator.json", json);
        Assert.StartsWith(_folder.File("wekinator.json") + ": ", Assert.Throws<UserException>(() => Open(null)).Message);
    }

    [Theory]
    [InlineData("v1,v2,label\n1,2,3\n4,5,", "v1,v2,label\n1,2,3\n", 1)]
    [InlineData("v1,v2,label\n1,2,3\n4,5", "v1,v2,label\n1,2,3\n", 1)]
    [InlineData("v1,v2,label\n1,2,3\n4,5,2", "v1,v2,label\n1,2,3\n", 1)]
    [InlineData("v1,v2,label\n4", "v1,v2,label\n", 0)]
    public void A_row_that_was_not_written_to_its_end_is_taken_away_and_said_once(string file, string whole, int kept)
    {
        _folder.Write("output-1.csv", file);
        using WekinatorLoop again = Open(null);
        Assert.Equal(kept, again.State.Outputs[0].Examples);
        Assert.Equal(whole, File.ReadAllText(_folder.File("output-1.csv")));
        again.Receive(new OscMessage(Control + "startRecording"));
        again.Receive(new OscMessage("/wek/inputs", 7f, 8f));
        Assert.Equal(whole + "7,8,1\n", File.ReadAllText(_folder.File("output-1.csv")));
        using WekinatorLoop third = Open(null);
        Assert.Equal(kept + 1, third.State.Outputs[0].Examples);
        Assert.Equal([$"{_folder.File("output-1.csv")}: the last row was not written to its end and is taken away"], _said);
    }

    [Theory]
    [InlineData("v1,v2,label\n1,2,3\n", 1)]
    [InlineData("v1,v2,label\r\n1,2,3\r\n0.5,-2E-05,1\r\n", 2)]
    [InlineData("v1,v2,label\n", 0)]
    [InlineData("", 0)]
    public void Whole_tables_are_opened_and_go_on(string file, int kept)
    {
        _folder.Write("output-1.csv", file);
        using WekinatorLoop again = Open(null);
        Assert.Equal(kept, again.State.Outputs[0].Examples);
        Assert.Equal(file, File.ReadAllText(_folder.File("output-1.csv")));
        again.Receive(new OscMessage(Control + "startRecording"));
        again.Receive(new OscMessage("/wek/inputs", 7f, 8f));
        Assert.Equal((file.Length == 0 ? "v1,v2,label\n" : file) + "7,8,1\n", File.ReadAllText(_folder.File("output-1.csv")));
        Assert.Empty(_said);
    }

    [Theory]
    [InlineData("precious")]
    [InlineData("only line\n")]
    [InlineData("my,notes\n1,2\n3")]
    [InlineData("v1,v2,lab")]
    [InlineData("v1,v2,label")]
    [InlineData("v1,v3,label\n1,2,3\n4")]
    [InlineData("label\n1\n2")]
    [InlineData("v1,v2,label\n1,2,3\nmine")]
    [InlineData("v1,v2,label\n1,2\n3")]
    [InlineData("v1,v2,label\n1,x,3\n4")]
    [InlineData("v1,v2,label\n1,NaN,3\n4")]
    [InlineData("v1,v2,label\n1,2,3\n\n4")]
    [InlineData("v1,v2,label\n1,2,9\n4")]
    public void A_file_that_is_no_table_of_examples_is_left_byte_for_byte(string file)
    {
        _folder.Write("output-1.csv", file);
        string message = Assert.Throws<UserException>(() => Open("classes 2")).Message;
        Assert.StartsWith(_folder.File("output-1.csv") + ": ", message);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(file, File.ReadAllText(_folder.File("output-1.csv")));

        // What the examples were recorded for is not forgotten either.
        Assert.Equal("{\"outputs\":\"classes 3, slider 0:100\"}\n", File.ReadAllText(_folder.File("wekinator.json")));
    }

    /// <summary>Bytes of all kinds in place of and behind a table: what is opened has lost at most an unfinished last row, what is refused has lost nothing.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_damage_costs_at_most_an_unfinished_row(int seed)
    {
        Random random = new(seed);
        byte[] table = "v1,v2,label\n1,2,3\n-4.5,6E+07,1\n7,8,2\n"u8.ToArray();
        int opened = 0, refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] file = table[..random.Next(table.Length + 1)];
            for (int changes = random.Next(3); changes > 0 && file.Length > 0; changes--)
            {
                file[random.Next(file.Length)] = "\0\n\r,.-E019vlx\xff"u8[random.Next(14)];
            }

            File.WriteAllBytes(_folder.File("output-1.csv"), file);
            try
            {
                Open(null).Dispose();
                Assert.Equal(file[..(Array.LastIndexOf(file, (byte)'\n') + 1)], File.ReadAllBytes(_folder.File("output-1.csv")));
                opened++;
            }
            catch (UserException)
            {
                Assert.Equal(file, File.ReadAllBytes(_folder.File("output-1.csv")));
                refused++;
            }
        }

        Assert.True(opened > 20 && refused > 20, $"{opened} opened, {refused} refused");
    }

    [Theory]
    [InlineData("output-1.csv", "v1,label\n1,2\n3", false)]
    [InlineData("output-2.csv", "", false)]
    [InlineData("output-1.edgenet", "", false)]
    [InlineData("wekinator.json", "{\"outputs\":\"slider\"}", false)]
    [InlineData("output-1.csv", null, true)]
    [InlineData("output-1.edgenet", null, true)]
    [InlineData("wekinator.json", null, true)]
    public void A_link_is_refused_and_not_followed(string name, string? content, bool asNew)
    {
        string target = _folder.File("elsewhere.txt"), link = _folder.File(name);
        if (content is not null)
        {
            File.WriteAllText(target, content);
        }

        File.Delete(link);
        File.CreateSymbolicLink(link, target);
        Assert.Equal($"{link}: is a link, and Wekinator's files are not written through links; put the file itself there", Assert.Throws<UserException>(() => Open(asNew ? "classes 3, slider" : null)).Message);
        Assert.Equal(content, File.Exists(target) ? File.ReadAllText(target) : null);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
    }

    /// <summary>A link or another file that takes the place of the examples after the project was opened.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_takes_the_place_of_the_examples_is_neither_written_nor_deleted(bool linked)
    {
        string examples = _folder.File("output-1.csv"), other = linked ? _folder.Write("elsewhere.txt", "precious") : examples;
        Send(Control + "startRecording");
        Send("/wek/inputs", 1f, 2f);
        File.Delete(examples);
        File.WriteAllText(other, "precious");
        if (linked)
        {
            File.CreateSymbolicLink(examples, other);
        }

        Send("/wek/inputs", 3f, 4f);
        Send(Control + "deleteAllExamples");
        Assert.Equal("precious", File.ReadAllText(other));
        Assert.True(File.Exists(examples));
        Assert.Contains(linked ? "is a link" : "has been changed by another program", Assert.Single(_said, s => s.StartsWith("recording has stopped", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{\"name\":\"precious\"}")]
    [InlineData("{\"outputs\":\"slider\",\"name\":\"precious\"}")]
    [InlineData("{\"outputs\":3}")]
    [InlineData("{")]
    [InlineData("precious")]
    public void Another_programs_wekinator_json_is_left_as_it_is(string json)
    {
        _folder.Write("wekinator.json", json);
        Assert.Equal($"{_folder.File("wekinator.json")}: is no project of Wekinator's, which has one text \"outputs\" and nothing else; it is left as it is: move it elsewhere",
            Assert.Throws<UserException>(() => Open("classes 2")).Message);
        Assert.Equal(json, File.ReadAllText(_folder.File("wekinator.json")));
    }

    /// <summary>Whoever mistyped the outputs by hand can give them anew; an empty file holds nothing that could be lost.</summary>
    [Theory]
    [InlineData("{ \"outputs\": \"knob\" }")]
    [InlineData("")]
    public void A_project_file_with_wrong_outputs_is_replaced_by_right_ones(string json)
    {
        _folder.Write("wekinator.json", json);
        Open("classes 2").Dispose();
        Assert.Equal("{\"outputs\":\"classes 2\"}\n", File.ReadAllText(_folder.File("wekinator.json")));
    }

    [Fact]
    public void Examples_that_do_not_fit_the_outputs_are_named()
    {
        _folder.Write("output-1.csv", "v1,label\n1,4\n");
        Assert.Equal($"{_folder.File("output-1.csv")}: has an example of 4, but the output \"classes 3\" takes whole numbers from 1 to 3; give the outputs that it was recorded for, or delete the file",
            Assert.Throws<UserException>(() => Open(null)).Message);
    }

    [Fact]
    public void Recording_ends_running_and_running_ends_recording()
    {
        Teach();
        Send(Control + "startRunning");
        Assert.Equal((false, true), (_loop.State.IsRecording, _loop.State.IsRunning));
        Send(Control + "startRecording");
        Assert.Equal((true, false), (_loop.State.IsRecording, _loop.State.IsRunning));
        _sent.Clear();
        Send("/wek/inputs", 1f, 2f);
        Assert.Empty(_sent);
        Send(Control + "startRunning");
        Assert.Equal((false, true), (_loop.State.IsRecording, _loop.State.IsRunning));
        Send(Control + "stopRunning");
        Send("/wek/inputs", 1f, 2f);
        Assert.Empty(_sent);
    }

    [Fact]
    public void Ints_longs_and_doubles_are_inputs_too()
    {
        Send(Control + "startRecording");
        Send("/wek/inputs", 1, 2L);
        Send("/wek/inputs", 0.5, 1.5f);
        Assert.Equal("v1,v2,label\n1,2,1\n0.5,1.5,1\n", File.ReadAllText(_folder.File("output-1.csv")));
        Assert.Empty(_said);
    }

    [Fact]
    public void What_is_no_input_is_said_once_and_ignored()
    {
        Send(Control + "startRecording");
        Send("/wek/inputs", 1f, 2f);
        for (int i = 0; i < 3; i++)
        {
            Send("/wek/inputs", float.NaN, 1f);
            Send("/wek/inputs", 1f, double.MaxValue);
            Send("/wek/inputs", "1", 2f);
            Send("/wek/inputs", true, null);
            Send("/wek/inputs", 1f, 2f, 3f);
            Send("/wek/inputs");
            Send(Control + "enableModelRecording", 1);
            Send("/evil/\u001b[2J");
        }

        Assert.Equal(
        [
            "value 1 of /wek/inputs is NaN; the message is ignored",
            "value 2 of /wek/inputs is \u221e; the message is ignored",
            "value 1 of /wek/inputs is not a number; the message is ignored",
            "3 inputs have come, but the examples have 2; they are ignored",
            "0 inputs have come, but the examples have 2; they are ignored",
            "/wekinator/control/enableModelRecording is no message that EdgeNet knows; it is ignored",
            "/evil/?[2J is no message that EdgeNet knows; it is ignored",
        ], _said.Select(s => s.Replace("Infinity", "\u221e", StringComparison.Ordinal)));
        Assert.Equal([1, 1], _loop.State.Outputs.Select(o => o.Examples));
    }

    [Fact]
    public void Outputs_that_are_not_taken_leave_the_output_as_it_was()
    {
        Send(Control + "outputs", 2f, 50f);
        Send(Control + "outputs", 4f, 60f);
        Send(Control + "outputs", 3, 100.5);
        Send(Control + "outputs", 1f);
        Send(Control + "outputs", 1.5f, -1f);
        Send(Control + "outputs", "two", 1f);
        Assert.Equal([3f, 60f], _loop.State.Outputs.Select(o => o.Value));
        Assert.Equal(
        [
            "output 1 takes whole numbers from 1 to 3, not 4; it stays as it was",
            "output 2 takes values from 0 to 100, not 100.5; it stays as it was",
            "1 outputs are given, but the project has 2; they are ignored",
            "output 1 takes whole numbers from 1 to 3, not 1.5; it stays as it was",
            "value 1 of /wekinator/control/outputs is not a number; the message is ignored",
        ], _said);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1f)]
    [InlineData(1L)]
    [InlineData(1.0)]
    public void Examples_of_one_output_are_deleted_by_its_number(object number)
    {
        Send(Control + "startRecording");
        Send("/wek/inputs", 1f, 2f);
        Send(Control + "deleteExamplesForOutput", number);
        Assert.Equal([0, 1], _loop.State.Outputs.Select(o => o.Examples));
        Assert.False(File.Exists(_folder.File("output-1.csv")));
        Send("/wek/inputs", 3f, 4f);
        Assert.Equal("v1,v2,label\n3,4,1\n", File.ReadAllText(_folder.File("output-1.csv")));
        Send(Control + "deleteAllExamples");
        Assert.Equal([0, 0], _loop.State.Outputs.Select(o => o.Examples));

        // The next examples may have other inputs.
        Send("/wek/inputs", 1f, 2f, 3f);
        Assert.Equal([1, 1], _loop.State.Outputs.Select(o => o.Examples));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(1.5f)]
    [InlineData(1e30f)]
    [InlineData("1")]
    [InlineData(null)]
    public void An_output_that_there_is_not_is_refused(object? number)
    {
        Send(Control + "startRecording");
        Send("/wek/inputs", 1f, 2f);
        Send(Control + "deleteExamplesForOutput", number);
        Assert.Single(_said);
        Assert.Equal([1, 1], _loop.State.Outputs.Select(o => o.Examples));
    }

    [Fact]
    public void What_there_is_nothing_to_do_for_is_said_each_time()
    {
        Send(Control + "train");
        Send(Control + "train");
        Send(Control + "startRunning");
        Assert.Equal(["there is nothing to learn from: record examples of different outputs first", "there is nothing to learn from: record examples of different outputs first", "nothing has been trained yet"], _said);
        Assert.False(_loop.State.IsRunning);
    }

    /// <summary>The slider has one value only: the class is trained alone, and the slider stays as it is set.</summary>
    [Fact]
    public void An_output_whose_examples_are_all_the_same_stays_as_it_is()
    {
        Record(1, 40, 10, 10);
        Record(2, 40, 90, 10);
        Train();
        Assert.Contains(_said, s => s.StartsWith("output 2 is not trained: ", StringComparison.Ordinal));
        Assert.Contains("training is done: 1 of 1 output trained", _said);
        Assert.Equal([true, false], _loop.State.Outputs.Select(o => o.IsTrained));
        Send(Control + "startRunning");
        _sent.Clear();
        Send("/wek/inputs", 10f, 10f);
        Assert.Equal([1f, 40f], Assert.Single(_sent).Arguments);
    }

    [Fact]
    public void A_model_of_other_inputs_or_of_another_kind_does_not_answer()
    {
        Teach();
        Send(Control + "deleteAllExamples");
        Send(Control + "startRunning");
        _said.Clear();
        Send("/wek/inputs", 1f, 2f, 3f);
        Send("/wek/inputs", 1f, 2f, 3f);
        Assert.Equal(["output 1 was trained with 2 inputs, but 3 come; train again", "output 2 was trained with 2 inputs, but 3 come; train again"], _said);
        using WekinatorLoop other = Open("slider, slider 0:100");
        Assert.Equal([false, true], other.State.Outputs.Select(o => o.IsTrained));
    }

    [Fact]
    public async Task A_cancelled_training_leaves_the_models_as_they_were()
    {
        Send(Control + "startRecording");
        for (int i = 0; i < 3000; i++)
        {
            Send(Control + "outputs", (float)((i % 3) + 1), (i % 7) + 0.5f);
            Send("/wek/inputs", i % 50f, i % 70f);
        }

        Send(Control + "train");
        Send(Control + "train");
        Send(Control + "cancelTrain");
        await _loop.Training;
        Assert.Contains("a training is under way already", _said);
        Assert.Contains("training was cancelled: 0 of 2 outputs trained", _said);
        Assert.Empty(_sent);
        Assert.False(_loop.State.IsTraining);
        Assert.Equal([false, false], _loop.State.Outputs.Select(o => o.IsTrained));
        Assert.Equal(["output-1.csv", "output-2.csv", "wekinator.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_flood_of_addresses_names_a_hundred_and_says_that_it_goes_on()
    {
        for (int i = 0; i < 100_000; i++)
        {
            Send($"/flood/{i}");
        }

        Assert.Equal(100, _said.Count);
        Assert.EndsWith("(what else is ignored is no longer named)", _said[^1]);
    }

    [Fact]
    public void A_flood_of_examples_ends_at_the_most_that_a_project_has()
    {
        _loop = Open("slider");
        StringWriter rows = new();
        rows.Write("v1,label\n");
        for (int i = 0; i < 99_999; i++)
        {
            rows.Write("1,0.5\n");
        }

        _folder.Write("output-1.csv", rows.ToString());
        using WekinatorLoop full = Open(null);
        full.Receive(new OscMessage(Control + "startRecording"));
        for (int i = 0; i < 5; i++)
        {
            full.Receive(new OscMessage("/wek/inputs", 2f));
        }

        Assert.Equal(100_000, full.State.Outputs[0].Examples);
        Assert.False(full.State.IsRecording);
        Assert.Single(_said, s => s.StartsWith("recording has stopped: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_of_a_bundle_are_obeyed_in_their_order()
    {
        _loop.Receive(new OscBundle(OscTimeTag.Immediately,
        [
            new OscMessage(Control + "outputs", 3f, 1f),
            new OscMessage(Control + "startRecording"),
            new OscBundle(default, [new OscMessage("/wek/inputs", 5f, 6f)]),
            new OscMessage(Control + "stopRecording"),
            new OscMessage("/wek/inputs", 7f, 8f),
        ]));
        Assert.Equal("v1,v2,label\n5,6,3\n", File.ReadAllText(_folder.File("output-1.csv")));
    }

    [Fact]
    public void The_page_sets_outputs_one_by_one_and_they_are_sent()
    {
        _loop.SetOutput(2, 25);
        Assert.Equal([1f, 25f], Assert.Single(_sent).Arguments);
        Assert.Throws<UserException>(() => _loop.SetOutput(3, 1));
        Assert.Throws<UserException>(() => _loop.SetOutput(1, 0));
        Assert.Single(_sent);
    }

    [Fact]
    public void Examples_of_different_numbers_of_inputs_are_named()
    {
        _folder.Write("output-1.csv", "v1,label\n1,2\n");
        _folder.Write("output-2.csv", "v1,v2,label\n1,2,50\n");
        Assert.Equal($"{_folder.File("output-2.csv")}: has examples of 2 inputs, but those of other outputs have 1; delete one of the files", Assert.Throws<UserException>(() => Open(null)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Random_histories_of_orders_and_inputs_agree_with_a_simple_model(int seed) => RunHistories(new Random(seed), 20, trains: false);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("speed", "slow")]
    public Task Random_histories_with_trainings_agree_with_a_simple_model(int seed) => RunHistories(new Random(seed), 10, trains: true);

    /// <summary>Inputs, deletions and orders go on while it trains: nothing is lost or blocked, every training ends, and the last model answers.</summary>
    [Fact]
    [Trait("speed", "slow")]
    public async Task Training_goes_on_while_everything_else_does()
    {
        Record(1, 10, 10, 10);
        Record(2, 90, 90, 10);
        for (int round = 0; round < 3; round++)
        {
            Send(Control + "train");
            Send(Control + "startRunning");
            for (int i = 0; i < 200; i++)
            {
                Send("/wek/inputs", i % 100f, 10f);
            }

            Record(2, 90, 91, 11 + round);
            Send(Control + "deleteExamplesForOutput", 1);
            Record(1, 10, 10, 10);
            Record(2, 90, 90, 10);
            await _loop.Training;
        }

        Assert.Equal(3, _sent.Count(m => m.Address == "/wekinator/status/done-training"));
        Assert.Equal(3, _said.Count(s => s == "training is done: 2 of 2 outputs trained"));
        _sent.Clear();
        Send(Control + "startRunning");
        Send("/wek/inputs", 90f, 10f);
        Assert.Equal(2f, Assert.Single(_sent).Arguments[0]);
    }

    // What the loop should be doing, as a few lines say it; after each message they must agree, and so must a loop that is opened anew.
    private async Task RunHistories(Random random, int histories, bool trains)
    {
        bool[] trained = [false, false];
        for (int history = 0; history < histories; history++)
        {
            Send(Control + "deleteAllExamples");
            Send(Control + "stopRecording");
            Send(Control + "stopRunning");
            List<float>[] examples = [[], []];
            bool recording = false, running = false;
            float[] values = [.. _loop.State.Outputs.Select(o => o.Value)];
            int inputs = 0;
            for (int step = 0; step < 100; step++)
            {
                _sent.Clear();
                switch (random.Next(trains ? 12 : 11))
                {
                    case 0:
                        Send(Control + "startRecording");
                        (recording, running) = (true, false);
                        break;
                    case 1:
                        Send(Control + "stopRecording");
                        recording = false;
                        break;
                    case 2 or 3:
                        float wanted = random.Next(0, 6), slider = random.Next(-20, 120);
                        Send(Control + "outputs", wanted, slider);
                        values = [wanted is >= 1 and <= 3 ? wanted : values[0], slider is >= 0 and <= 100 ? slider : values[1]];
                        break;
                    case 4:
                        int output = random.Next(-3, 5);
                        Send(Control + "deleteExamplesForOutput", output);
                        if (output is 1 or 2)
                        {
                            examples[output - 1].Clear();
                        }

                        break;
                    case 5:
                        Send("/wek/inputs", random.Next(2) == 0 ? float.NaN : "x", 1f);
                        break;
                    case 6:
                        string order = new[] { "stopRunning", "cancelTrain", "loadModelFromFile" }[random.Next(3)];
                        Send(Control + order);
                        running = running && order != "stopRunning";
                        break;
                    case 7:
                        Send(Control + "startRunning");
                        (recording, running) = trained.Contains(true) ? (false, true) : (recording, running);
                        break;
                    case 11:
                        Send(Control + "train");
                        await _loop.Training;
                        bool[] learnable = [.. examples.Select(e => e.Distinct().Count() > 1)];
                        Assert.Equal(learnable.Contains(true) ? 1 : 0, _sent.Count(m => m.Address == "/wekinator/status/done-training"));
                        trained = [.. trained.Zip(learnable, (a, b) => a || b)];
                        break;
                    default:
                        int count = random.Next(5) == 0 && !trained.Contains(true) ? 3 : 2;
                        Send("/wek/inputs", [.. Enumerable.Range(0, count).Select(_ => (object)random.NextSingle())]);
                        bool fits = !examples.Any(e => e.Count > 0) || count == inputs;
                        Assert.Equal(running && fits ? 1 : 0, _sent.Count);
                        if (recording && fits)
                        {
                            inputs = count;
                            examples[0].Add(values[0]);
                            examples[1].Add(values[1]);
                        }
                        else if (running && fits)
                        {
                            // What a model answers is what its output takes; an output without one stays.
                            float[] answer = [.. _sent[0].Arguments.Select(v => (float)v!)];
                            Assert.All(Enumerable.Range(0, 2), i => Assert.True(trained[i] ? _loop.State.Outputs[i].Output.Refuse(answer[i]) is null : answer[i] == values[i]));
                            values = answer;
                        }

                        break;
                }

                Assert.Equal(examples.Select(e => e.Count), _loop.State.Outputs.Select(o => o.Examples));
                Assert.Equal(values, _loop.State.Outputs.Select(o => o.Value));
                Assert.Equal(trained, _loop.State.Outputs.Select(o => o.IsTrained));
                Assert.Equal((recording, false, running), (_loop.State.IsRecording, _loop.State.IsTraining, _loop.State.IsRunning));
            }

            using WekinatorLoop again = Open(null);
            Assert.Equal(examples.Select(e => e.Count), again.State.Outputs.Select(o => o.Examples));
            Assert.Equal(trained, again.State.Outputs.Select(o => o.IsTrained));
        }

        Assert.Equal(trains, trained.Contains(true));
    }

    private WekinatorLoop Open(string? outputs) => WekinatorLoop.Open(_folder.Path, outputs, Locked<OscMessage>(_sent.Add), Locked<string>(_said.Add));

    // Several threads call it.
    private Action<T> Locked<T>(Action<T> action) => value =>
    {
        lock (_said)
        {
            action(value);
        }
    };

    private void Send(string address, params object?[] arguments) => _loop.Receive(new OscMessage(address, arguments));

    private void Record(float @class, float slider, float x, float y)
    {
        Send(Control + "outputs", @class, slider);
        Send(Control + "startRecording");
        for (int i = 0; i < 8; i++)
        {
            Send("/wek/inputs", x + (i % 3) - 1, y + (i / 3) - 1);
        }

        Send(Control + "stopRecording");
    }

    private void Train()
    {
        Send(Control + "train");
        _loop.Training.Wait();
    }

    private void Teach()
    {
        Record(1, 20, 20, 20);
        Record(2, 80, 80, 20);
        Record(3, 50, 50, 90);
        Train();
        Assert.Contains("training is done: 2 of 2 outputs trained", _said);
    }
}
