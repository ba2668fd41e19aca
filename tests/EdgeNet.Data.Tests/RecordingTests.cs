using System.Text;
using EdgeNet.Files;
using EdgeNet.TestSupport;

namespace EdgeNet.Data.Tests;

/// <summary>Recordings of sensors as programs and boards write them.</summary>
public sealed class RecordingTests : IDisposable
{
    private static readonly RecordingOptions AtHundred = new(new CsvOptions()) { NeedsLabels = true, Rate = 100 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_per_label_has_a_recording_per_file()
    {
        _folder.Write("wave/1.csv", "x,y\n1,-2\n3,4\n");
        _folder.Write("idle/2.csv", "x,y\n-32768,32767\n");
        _folder.Write("idle/notes.md", "");
        RecordingSet set = Read();
        Assert.Equal([("idle/2.csv", "idle", 1), ("wave/1.csv", "wave", 2)], set.Recordings.Select(r => (r.Name, r.Label!, r.Count)));
        Assert.Equal([-32768, 32767], set.Recordings[0].Samples);
        Assert.Equal([1, -2, 3, 4], set.Recordings[1].Samples);
        Assert.Equal(["x", "y"], set.Channels);
        Assert.Equal((1f, 100f), (set.SampleScale, set.Rate));
        Assert.Equal(["idle", "wave"], set.Labels);
        Assert.Equal("idle/notes.md", Assert.Single(set.Skipped).Path);
    }

    [Fact]
    public void Without_a_header_the_channels_are_numbered() =>
        Assert.Equal(["channel 1", "channel 2"], ReadOne("a/1.csv", "1,2\n3,4\n").Channels);

    /// <summary>50 readings a second by the clock of the board, although the files do not say so anywhere else.</summary>
    [Theory]
    [InlineData("time_ms", 20.0, 50)]
    [InlineData("timestamp", 20.0, 50)] // steps of 20 are milliseconds
    [InlineData("timestamp", 20000.0, 50)] // microseconds
    [InlineData("time", 0.02, 50)] // seconds
    [InlineData("time (s)", 2.0, 0.5)]
    [InlineData("Millis", 16.0, 62.5)]
    public void A_column_of_times_gives_the_true_rate(string name, double step, float rate)
    {
        string rows = string.Concat(Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"{1000 + (i * step)},{i}\n")));
        RecordingSet set = ReadOne("a/1.csv", $"{name},x\n{rows}", AtHundred with { Rate = null });
        Assert.Equal(rate, set.Rate, 1e-3f);
        Assert.Equal(["x"], set.Channels);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (short)i), Assert.Single(set.Recordings).Samples);
    }

    [Fact]
    public void Dates_with_times_of_day_are_times_too()
    {
        string rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"2024-12-01T16:05:{i / 4:00}.{i % 4 * 250:000}Z,{i}\n"));
        Assert.Equal(4f, ReadOne("a/1.csv", $"datetime,x\n{rows}", AtHundred with { Rate = null }).Rate);
    }

    /// <summary>A reading of 100 is lost, then 30, then the board begins anew: a single one is a matter of a clock, more are a gap.</summary>
    [Fact]
    public void Gaps_in_the_times_cut_a_recording()
    {
        int[] times = [.. Enumerable.Range(0, 100).Where(i => i != 20 && i is not (>= 50 and < 80)).Select(i => 10 * i), .. Enumerable.Range(0, 5).Select(i => 10 * i)];
        RecordingSet set = ReadOne("a/1.csv", "ms,x\n" + string.Concat(times.Select((t, i) => $"{t},{i}\n")), AtHundred with { Rate = null });
        Assert.Equal([(49, 0.0), (20, 0.5), (5, 0.7)], set.Recordings.Select(r => (r.Count, Math.Round(r.Start, 1))));
        Assert.Equal("a/1.csv", Assert.Single(set.Recordings.Select(r => r.Name).Distinct()));
        Assert.Equal(100f, set.Rate, 3f);
        Assert.Contains("cut where the times have gaps: a/1.csv (2)", set.Notes);
    }

    /// <summary>A clock of milliseconds at a thousand readings a second, which come in bursts of four over USB.</summary>
    [Fact]
    public void Bursts_are_no_gaps()
    {
        RecordingSet set = ReadOne("a/1.csv", "ms,x\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{i / 4 * 4},{i}\n")), AtHundred with { Rate = null });
        Assert.Single(set.Recordings);
        Assert.Equal(1000f, set.Rate, 15f);
    }

    [Theory]
    [InlineData("NaN", "NaN")]
    [InlineData("", "empty")]
    [InlineData("inf", "inf")]
    [InlineData("-", "-")]
    public void A_reading_without_a_number_cuts_the_recording_and_is_named_with_its_line(string text, string named)
    {
        RecordingSet set = ReadOne("a/1.csv", $"x,y\n1,2\n3,4\n5,{text}\n7,8\n");
        Assert.Equal([[1, 2, 3, 4], [7, 8]], set.Recordings.Select(r => r.Samples));
        Assert.Equal(0.03, set.Recordings[1].Start + 0.01, 1e-9);
        Assert.Contains($"cut at readings without a number: a/1.csv line 4, column y ({named})", set.Notes);
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,4\n5", "cut off")]
    [InlineData("x,y\n1,2\n3,4\n5,", "without a number")]
    public void Of_a_recording_that_is_cut_off_there_is_what_there_is(string text, string note)
    {
        RecordingSet set = ReadOne("a/1.csv", text);
        Assert.Equal([1, 2, 3, 4], Assert.Single(set.Recordings).Samples);
        Assert.Contains(set.Notes, n => n.Contains(note, StringComparison.Ordinal) && n.Contains("a/1.csv", StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_recordings_are_named_and_do_not_stop_the_run()
    {
        _folder.Write("a/1.csv", "x\n1\n2\n");
        _folder.Write("a/2.csv", "");
        _folder.Write("b/3.csv", "x\n");
        _folder.Write("b/4.csv", "x\n7\n8\n");
        RecordingSet set = Read();
        Assert.Equal(["a/1.csv", "b/4.csv"], set.Recordings.Select(r => r.Name));
        Assert.Contains("left out, being empty: a/2.csv, b/3.csv", set.Notes);
    }

    [Fact]
    public void A_table_with_a_label_column_is_a_recording_per_stretch_of_a_label_or_session()
    {
        string path = _folder.Write("log.csv", "x,session,what\n1,1,a\n2,1,a\n3,1,b\n4,2,b\n5,2,b\n6,2,a\n");
        RecordingSet set = RecordingReader.Read(path, AtHundred).Train;
        Assert.Equal([("a", 2), ("b", 1), ("b", 2), ("a", 1)], set.Recordings.Select(r => (r.Label!, r.Count)));
        Assert.Equal(["log.csv lines 2 to 3", "log.csv lines 4 to 4", "log.csv lines 5 to 6", "log.csv lines 7 to 7"], set.Recordings.Select(r => r.Name));
        Assert.Equal(["x"], set.Channels);
        Assert.Equal(4, set.Recordings.Select(r => r.Group).Distinct().Count());
    }

    [Fact]
    public void What_a_column_says_keeps_recordings_together()
    {
        string path = _folder.Write("log.csv", "x,who,what\n1,anna,a\n2,anna,b\n3,bert,b\n4,anna,a\n");
        RecordingSet set = RecordingReader.Read(path, AtHundred with { SplitBy = "who" }).Train;
        Assert.Equal([("a", "anna"), ("b", "anna"), ("b", "bert"), ("a", "anna")], set.Recordings.Select(r => (r.Label!, r.Group)));
    }

    [Theory]
    [InlineData("x,y\n0.5,-3.75\n", 4096f)] // 3.75 * 4096 = 15360, the most that leaves a bit of 16
    [InlineData("x,y\n0.5,-9.81\n", 1024f)]
    [InlineData("x,y\n100000,1\n", 0.125f)]
    [InlineData("x,y\n32768,1\n", 1f)]
    public void Numbers_that_are_no_16_bit_integers_get_a_scale(string text, float scale) => Assert.Equal(scale, ReadOne("a/1.csv", text).SampleScale);

    [Fact]
    public void The_full_scale_of_a_sensor_is_a_scale()
    {
        RecordingSet set = ReadOne("a/1.csv", "x\n-2\n0.5\n1.99999\n2\n", AtHundred with { FullScale = 2 });
        Assert.Equal(16384f, set.SampleScale);
        Assert.Equal([-32768, 8192, 32767, 32767], set.Recordings[0].Samples);
        AssertRefused("a/1.csv: has the value 2, more than --full-scale 1", AtHundred with { FullScale = 1 });
    }

    [Fact]
    public void Other_channels_are_refused_with_both_files()
    {
        _folder.Write("a/1.csv", "x,y\n1,2\n");
        _folder.Write("a/2.csv", "x,z\n1,2\n");
        AssertRefused("a/2.csv: its channels (x, z) are not those of a/1.csv (x, y)", AtHundred);
        AssertRefused("a/1.csv: has 2 channels (x, y), but the model was trained on 3", AtHundred with { Channels = 3 });
    }

    [Fact]
    public void Other_rates_are_refused_with_both_of_them_unless_the_slowest_is_asked_for()
    {
        _folder.Write("a/1.csv", "time_ms,x\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{20 * i},{i}\n")));
        _folder.Write("b/2.csv", "time_ms,x\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{10 * i},{i}\n")));
        AssertRefused("a/1.csv has 50 readings a second, but b/2.csv has 100; give --rate 50", AtHundred with { Rate = null });
        AssertRefused("a/1.csv: has 50 readings a second, but 100 are wanted (--rate)", AtHundred);
        AssertRefused("a/1.csv: has 50 readings a second, but 100 is what the model was trained on", AtHundred with { SampleScale = 1 });
        RecordingSet set = Read(AtHundred with { Rate = 50 });
        Assert.Equal([50, 50], set.Recordings.Select(r => r.Count));
        Assert.Contains("resampled from 100 to 50 readings a second: b/2.csv", set.Notes);

        // A straight line stays one: away from its ends, reading i of the second is twice that of the first.
        Assert.All(Enumerable.Range(20, 15), i => Assert.Equal(2 * set.Recordings[0].Samples[i], set.Recordings[1].Samples[i]));
        AssertRefused("do not say how many readings there are in a second; give --rate", AtHundred with { Rate = null }, ("a/1.csv", "x\n1\n"), ("b/2.csv", "x\n1\n"));
    }

    /// <summary>Of 1,000 a second: 40 Hz is kept, 80 Hz, which 100 a second cannot carry, is gone.</summary>
    [Theory]
    [InlineData(5.0, 1.0, 0.001)]
    [InlineData(30.0, 1.0, 0.01)]
    [InlineData(80.0, 0.0, 0.001)]
    [InlineData(130.0, 0.0, 0.001)]
    public void Resampling_keeps_what_the_lower_rate_carries_and_nothing_else(double hertz, double gain, double tolerance)
    {
        float[] wave = [.. Enumerable.Range(0, 4000).Select(i => (float)Math.Sin(2 * Math.PI * hertz * i / 1000))];
        float[] slow = RateConversion.Down(wave, 1, 1000, 100);
        Assert.Equal(400, slow.Length);
        Assert.All(Enumerable.Range(50, 300), i => Assert.Equal(gain * Math.Sin(2 * Math.PI * hertz * i / 100), slow[i], tolerance));
    }

    [Fact]
    public void Names_of_files_say_the_label()
    {
        _folder.Write("0_anna_1.csv", "x\n1\n");
        _folder.Write("1_bert_1.csv", "x\n1\n");
        Assert.Equal(["0", "1"], Read(AtHundred with { FileNames = FileNamePattern.Parse("{label}_{speaker}_{number}") }).Recordings.Select(r => r.Label));
        _folder.Write("0.wav", Wav(1, 8000, 16, [0, 0]));
        AssertRefused("0.wav: has no label; put the files of each label into a sub-folder, or say what their names are with --file-names", AtHundred);
    }

    /// <summary>All of these are what the formula in the documentation says, worked by hand.</summary>
    [Theory]
    [InlineData(1, 16, new byte[] { 0x34, 0x12, 0x00, 0x80, 0xFF, 0x7F }, new short[] { 0x1234, -32768, 32767 })]
    [InlineData(1, 8, new byte[] { 0, 128, 255 }, new short[] { -32768, 0, 127 * 256 })]
    [InlineData(1, 24, new byte[] { 0x80, 0x34, 0x12, 0x7F, 0x34, 0x12, 0xFF, 0xFF, 0x7F, 0x00, 0x00, 0x80, 0x80, 0xFF, 0xFF }, new short[] { 0x1235, 0x1234, 32767, -32768, 0 })]
    [InlineData(2, 16, new byte[] { 10, 0, 13, 0, 0xFF, 0x7F, 0xFF, 0x7F, 0, 0x80, 0, 0x80 }, new short[] { 12, 32767, -32768 })]
    [InlineData(2, 8, new byte[] { 129, 128 }, new short[] { 128 })]
    public void Sound_of_8_16_and_24_bits_becomes_16_bits_and_one_channel(int channels, int bits, byte[] data, short[] samples)
    {
        _folder.Write("a/1.wav", Wav(channels, 8000, bits, data));
        RecordingSet set = Read(AtHundred with { Rate = null });
        Assert.Equal(samples, set.Recordings[0].Samples);
        Assert.True(set.IsSound);
        Assert.Equal((channels, bits) == (1, 16) ? 0 : 1, set.Notes.Count);
    }

    [Fact]
    public void Sound_that_is_cut_off_or_whose_length_was_never_written_is_read_to_its_end()
    {
        byte[] whole = Wav(1, 8000, 16, [1, 0, 2, 0, 3, 0]);
        _folder.Write("a/cut.wav", whole[..^3]);
        byte[] streamed = [.. whole];
        BitConverter.GetBytes(uint.MaxValue).CopyTo(streamed, 4);
        BitConverter.GetBytes(uint.MaxValue).CopyTo(streamed, 40);
        _folder.Write("a/streamed.wav", streamed);
        byte[] unfinished = [.. whole];
        BitConverter.GetBytes(0).CopyTo(unfinished, 4);
        BitConverter.GetBytes(0).CopyTo(unfinished, 40);
        _folder.Write("a/unfinished.wav", unfinished);
        _folder.Write("b/empty.wav", whole[..44]);
        RecordingSet set = Read(AtHundred with { Rate = null });
        Assert.Equal([[1], [1, 2, 3], [1, 2, 3]], set.Recordings.Select(r => r.Samples));
        Assert.Equal(8000f, set.Rate);
        Assert.Contains("cut off, what is there is used: a/cut.wav, b/empty.wav", set.Notes);
        Assert.Contains("left out, being empty: b/empty.wav", set.Notes);
    }

    [Theory]
    [InlineData(1, 32, 1, "a/1.wav: has 32 bits; save it with 16 bits")]
    [InlineData(1, 12, 1, "has 12 bits")]
    [InlineData(1, 32, 3, "is WAV with floating point; save it as WAV of 16 bits (PCM)")]
    [InlineData(1, 4, 0x11, "is WAV with IMA ADPCM")]
    [InlineData(1, 16, 99, "is WAV with format 99")]
    [InlineData(6, 16, 1, "has 6 channels; save it with one")]
    [InlineData(0, 16, 1, "has 0 channels")]
    public void Other_kinds_of_sound_are_refused_by_name(int channels, int bits, int tag, string problem)
    {
        _folder.Write("a/1.wav", Wav(channels, 8000, bits, [0, 0, 0, 0], tag));
        AssertRefused(problem, AtHundred);
    }

    [Theory]
    [InlineData("RF64....WAVE", "is RF64")]
    [InlineData("RIFX....WAVE", "is RIFX")]
    [InlineData("OggS....WAVE", "is Ogg")]
    [InlineData("ID3\u0003....WAVE", "is MP3")]
    [InlineData("fLaC........", "is FLAC")]
    [InlineData("RIFF....AVI ", "is no WAV file")]
    [InlineData("RI", "is no WAV file")]
    public void What_is_no_WAV_file_is_refused_by_name(string start, string problem)
    {
        _folder.Write("a/1.wav", Encoding.Latin1.GetBytes(start));
        AssertRefused(problem, AtHundred);
    }

    /// <summary>The example of Edge Impulse's documentation, with a signature that nobody has made.</summary>
    [Fact]
    public void Edge_Impulses_acquisition_format_is_read_and_its_signature_is_not_looked_at()
    {
        _folder.Write("training/wave.3kf8.json", """
            {"protected":{"ver":"v1","alg":"HS256","iat":1564128599},"signature":"b0ee0572a1984b93b6bc56e6576e2cbbd6bccd65d0c356e26b31bbc9a48210c6",
             "payload":{"device_name":"ac:87:a3:0a:2d:1b","device_type":"DISCO-L475VG-IOT01A","interval_ms":10,
             "sensors":[{"name":"accX","units":"m/s2"},{"name":"accY","units":"m/s2"}],
             "values":[[-9.81,0.03],[-9.83,0.04],[-9.12,0.03]]}}
            """);
        _folder.Write("training/idle.9a.json", """{"payload":{"values":[[1,2],[3,4]],"sensors":[{"units":"g","name":"accX"},{"name":"accY"}],"interval_ms":10}}""");
        _folder.Write("testing/wave.77.json", """{"payload":{"interval_ms":10,"sensors":[{"name":"accX"},{"name":"accY"}],"values":[[1,null],[3,4]]}}""");
        (RecordingSet train, RecordingSet? test) = RecordingReader.Read(_folder.Path, AtHundred with { Rate = null });
        Assert.Equal([("idle", 2), ("wave", 3)], train.Recordings.Select(r => (r.Label!, r.Count)));
        Assert.Equal(["accX", "accY"], train.Channels);
        Assert.Equal((100f, 1024f), (train.Rate, train.SampleScale));
        Assert.Equal([-10045, 31], train.Recordings[1].Samples[..2]); // -9.81 * 1024, 0.03 * 1024
        Assert.Equal([3 * 1024, 4 * 1024], Assert.Single(test!.Recordings).Samples);
        Assert.Contains("cut at readings without a number: testing/wave.77.json reading 1", test.Notes);
    }

    [Theory]
    [InlineData("""{"payload":{"interval_ms":10,"sensors":[{"name":"a"}],"values":[1,2,3]}}""", null)]
    [InlineData("""{"payload":{"interval_ms":10,"sensors":[{"name":"a"}],"values":[[1],[2],[3],[""", null)]
    [InlineData("""{"payload":{"interval_ms":10,"sensors":[{"name":"a"}],"values":[[1],[2],[3],[12""", null)]
    [InlineData("""{"payload":{"interval_ms":0,"sensors":[{"name":"a"}],"values":[[1]]}}""", "payload.interval_ms is not a number above 0")]
    [InlineData("""{"payload":{"sensors":[{"name":"a"}],"values":[[1]]}}""", "payload.interval_ms is not a number above 0")]
    [InlineData("""{"payload":{"interval_ms":10,"sensors":[{"name":"a"}],"values":[[1,2]]}}""", "has 1 sensors, but 2 values in a reading")]
    [InlineData("""{"payload":{"interval_ms":10,"sensors":[{"name":"a"}],"values":[[1],[1,2]]}}""", "reading 2 has 2 values, but those before have 1")]
    [InlineData("""{"label":"a","version":1}""", "it has no payload")]
    [InlineData("[1,2]", "not in Edge Impulse's acquisition format")]
    [InlineData("{\"payload\":{\n\"interval_ms\":10,\n\"sensors\":oops,\"values\":[[1]]}}", "is not valid JSON (line 3)")]
    [InlineData("\u00a3ver", "is CBOR; export it as JSON or CSV")]
    public void Of_JSON_that_is_cut_off_there_is_what_there_is_and_other_JSON_is_refused(string json, string? problem)
    {
        _folder.Write("a/1.json", Encoding.Latin1.GetBytes(json));
        if (problem is null)
        {
            Assert.Equal([1, 2, 3], Read().Recordings[0].Samples);
        }
        else
        {
            AssertRefused(problem, AtHundred);
        }
    }

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1\t2\r\n3\t4\r\n")]
    [InlineData("1 2\n\n3   4")]
    [InlineData("2\n1, 2\n3 , 4\n5")] // joined in the middle of a line, and stopped there
    [InlineData("ERR no sensor\n1;2\nbooting...\nERR\n3;4\n")]
    [InlineData("1,2\n3,4\n5,,6\n7,nan\n8,1e99\n9,1,\n")]
    public void Lines_of_a_data_forwarder_are_readings(string text)
    {
        RecordingSet set = ReadOne("a/1.txt", text);
        Assert.Equal([1, 2, 3, 4], Assert.Single(set.Recordings).Samples);
    }

    [Fact]
    public void Lines_with_ERR_are_counted_and_a_first_value_that_rises_is_a_time()
    {
        string lines = string.Concat(Enumerable.Range(0, 60).Select(i => i % 20 == 7 ? "ERR timeout\n" : $"{5000 + (25 * i)} {i % 3} {-i}\n"));
        RecordingSet set = ReadOne("a/1.log", lines, AtHundred with { Rate = null });
        Assert.Equal(40f, set.Rate, 3f);
        Assert.Equal(2, set.Channels.Count);
        Assert.Equal([0, 0, 1, -1], set.Recordings[0].Samples[..4]);
        Assert.Contains("lines with ERR: a/1.log (3)", set.Notes);
    }

    [Fact]
    public void What_people_write_beside_their_recordings_is_skipped()
    {
        _folder.Write("a/1.csv", "x\n1\n");
        _folder.Write("a/readme.txt", "Recorded on Monday.\nThe left hand.\n");
        Assert.Equal(new SkippedFile("a/readme.txt", "no readings"), Assert.Single(Read().Skipped));
    }

    /// <summary>Worked by hand: windows of 8.</summary>
    [Fact]
    public void Short_recordings_are_put_into_silence_or_continued_backwards_or_left_out()
    {
        RecordingSet motion = Set(isSound: false, 10, 5, 2, 1).AtLeast(8);
        Assert.Equal([10, 8, 8], motion.Recordings.Select(r => r.Count));
        Assert.Equal([1, 2, 3, 4, 5, 5, 4, 3], motion.Recordings[1].Samples);
        Assert.Equal([1, 2, 2, 1, 1, 2, 2, 1], motion.Recordings[2].Samples);
        Assert.Contains("left out, being shorter than a quarter of a window: r1 (0.01 s)", motion.Notes);
        RecordingSet sound = Set(isSound: true, 10, 5, 1).AtLeast(8);
        Assert.Equal([0, 1, 2, 3, 4, 5, 0, 0], sound.Recordings[1].Samples);
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 0], sound.Recordings[2].Samples);
        UserException e = Assert.Throws<UserException>(() => Set(isSound: false, 10, 5).AtLeast(11));
        Assert.Equal("set: the window of 11 readings (0.11 s) is longer than every recording; the longest has 10 (0.1 s): choose a shorter --window", e.Message);
    }

    [Fact]
    public void A_short_sound_may_move_through_the_silence_around_it_where_words_are_to_be_found_in_a_stream()
    {
        RecordingSet words = Set(isSound: true, 10, 5, 1);
        Assert.All(words.AtLeast(8).Recordings, r => Assert.Equal(0, r.Room));
        words = words with { Recordings = [.. words.Recordings, words.Recordings[0] with { Label = RecordingSet.BackgroundLabel }] };
        Assert.Equal([0, 1, 3, 0], words.AtLeast(8).Recordings.Select(r => r.Room));
    }

    [Theory]
    [InlineData("2s", 2.0, true)]
    [InlineData("0.5s", 0.5, true)]
    [InlineData("500ms", 0.5, true)]
    [InlineData("200", 200.0, false)]
    public void Lengths_are_seconds_milliseconds_or_readings(string text, double value, bool seconds) => Assert.Equal(new TimeLength(value, seconds), TimeLength.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0")]
    [InlineData("-1s")]
    [InlineData("1.5")]
    [InlineData("2 min")]
    [InlineData("1e9s")]
    [InlineData("NaNs")]
    [InlineData("99999999")]
    public void What_is_no_length_is_none(string text) => Assert.Null(TimeLength.Parse(text));

    [SharedDataFact]
    public void The_real_recordings_are_read()
    {
        RecordingSet set = RecordingReader.Read(Path.Combine(SharedData.Folder, "imu", "gestures"), AtHundred).Train;
        Assert.Equal((24, 8500), (set.Recordings.Count, set.Recordings.Sum(r => r.Count)));
        Assert.Equal(["idle", "snake", "updown", "wave"], set.Labels);
        Assert.Equal([-712, -704, 16112, -936], set.Recordings.Single(r => r.Name == "snake/2025-06-15T192752.csv").Samples[..4]);
    }

    internal static byte[] Wav(int channels, int rate, int bits, byte[] data, int tag = 1)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)tag);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        return stream.ToArray();
    }

    private static RecordingSet Set(bool isSound, params int[] counts) =>
        new("set", [.. counts.Select(n => new Recording($"r{n}", "a", ["x"], 100, [.. Enumerable.Range(1, n).Select(i => (short)i)]))], 1) { IsSound = isSound };

    private RecordingSet Read(RecordingOptions? options = null) => RecordingReader.Read(_folder.Path, options ?? AtHundred).Train;

    private RecordingSet ReadOne(string file, string text, RecordingOptions? options = null)
    {
        _folder.Write(file, text);
        return Read(options);
    }

    private void AssertRefused(string problem, RecordingOptions options, params (string Name, string Text)[] files)
    {
        Array.ForEach(files, f => _folder.Write(f.Name, f.Text));
        UserException e = Assert.Throws<UserException>(() => Read(options));
        Assert.Contains(problem, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }
}
