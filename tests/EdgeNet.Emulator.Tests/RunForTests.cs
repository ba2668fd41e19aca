using EdgeNet.Emulator.Devices;
using EdgeNet.TestSupport;

namespace EdgeNet.Emulator.Tests;

/// <summary>A board runs for a time, stands still while a test looks at it and feeds it, and goes on.</summary>
public class RunForTests
{
    private const int Led = 2, Pot = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private const string Thermostat = """
        class P
        {
            static void Main()
            {
                var led = new GpioController().OpenPin(2, PinMode.Output);
                var pot = new AdcController().OpenChannel(3);
                while (true)
                {
                    led.Write(pot.ReadValue() > 2000 ? PinValue.High : PinValue.Low);
                    Thread.Sleep(100);
                }
            }
        }
        """;

    private const string ForEver = "class P { static int n; static int Count() { return n; } static void Main() { while (true) n++; } }";

    // Three threads that compute, sleep, share a lock, throw, wait for each other, talk to pins, a sensor and a file, and end and begin.
    private const string Busy = """
        class P
        {
            static object gate = new object();
            static int shared;

            static void Worker()
            {
                int seed = 7;
                for (int i = 0; i < 400; i++)
                {
                    lock (gate)
                    {
                        for (int j = 0; j < (seed & 255); j++) shared += j;
                        if ((i & 31) == 5) Console.WriteLine("worker " + i + " " + shared);
                    }
                    seed = seed * 1103515245 + 12345;
                    Thread.Sleep((seed >> 20) & 31);
                    for (int j = 0; j < ((seed >> 8) & 8191); j++) shared ^= j;
                }
            }

            static void Blink()
            {
                var led = new GpioController().OpenPin(2, PinMode.Output);
                for (int i = 0; i < 100; i++)
                {
                    led.Toggle();
                    Thread.Sleep(37);
                }
                Console.WriteLine("blinked");
            }

            static void Main()
            {
                var device = I2cDevice.Create(new I2cConnectionSettings(1, 0x69));
                var pot = new AdcController().OpenChannel(3);
                var buffer = new byte[16];
                new Thread(Worker).Start();
                for (int turn = 0; turn < 6; turn++)
                {
                    var blink = new Thread(Blink);
                    blink.Start();
                    for (int i = 0; i < 50; i++)
                    {
                        device.WriteRead(new SpanByte(new byte[] { 0x80 }), new SpanByte(buffer));
                        try { if (i % 7 == 3) throw new Exception("x"); }
                        catch (Exception e) { Console.WriteLine(e.Message + " " + DateTime.UtcNow.Ticks + " " + buffer[0] + " " + pot.ReadValue()); }
                        finally { shared++; }
                        Thread.Sleep(i % 3 == 0 ? 0 : 11);
                    }
                    using (var file = new FileStream("I:\\log", FileMode.Create, FileAccess.Write)) file.Write(buffer, 0, 16);
                    blink.Join();
                }
                Console.WriteLine("main is done " + shared);
            }
        }
        """;

    [Fact]
    public void What_a_test_feeds_a_board_between_two_runs_shows_in_the_second()
    {
        using Board board = DeviceProgram.Deployed(Thermostat);
        Assert.True(board.RunFor(2 * Second).IsRunning);
        Assert.False(board.Gpio.Line(Led).Level);
        board.Adc.Channel(Pot).Signal = _ => 0.8;
        Assert.True(board.RunFor(2 * Second).IsRunning);
        Assert.True(board.Gpio.Line(Led).Level);
        Assert.InRange(Assert.Single(board.Gpio.Line(Led).Changes).Microseconds / 1e6, 2, 2.11);
        Assert.InRange(board.NowMicroseconds / 1e6, 4, 4.001);
    }

    /// <summary>Everything that a program or its owner can see, of a run that is cut into pieces at any times.</summary>
    [Theory]
    [Trait("speed", "slow")]
    [InlineData(Busy, 8)]
    [InlineData(Thermostat, 5)]
    [InlineData(ForEver, 0.4)]
    public void Runs_of_any_lengths_one_after_another_are_one_run_of_their_sum(string program, double seconds)
    {
        long ticks = TimeSpan.FromSeconds(seconds).Ticks;
        string whole = History(program, [ticks]);
        Assert.True(whole.Length > 20);
        for (int seed = 0; seed < 8; seed++)
        {
            Random random = new(seed);
            List<long> pieces = [];
            for (long left = ticks; left > 0; left -= pieces[^1])
            {
                // Mostly short, sometimes nothing, a fraction of a microsecond or seconds.
                long longest = random.Next(5) switch { 0 => 1, 1 => 100, 2 => 50_000, 3 => 2_000_000, _ => 30_000_000 };
                pieces.Add(pieces.Count > 1000 ? left : Math.Min(left, random.NextInt64(longest + 1)));
            }

            Assert.Equal(whole, History(program, pieces));
        }
    }

    private static string History(string program, IReadOnlyList<long> ticks)
    {
        using Board board = DeviceProgram.Deployed(program);
        List<string> seen = [];
        board.OutputWritten = (microseconds, line) => seen.Add($"{microseconds:R} {line}");
        board.I2c.Attach(1, 0x69, new Amg8833(t => [.. Enumerable.Repeat((float)t, 64)]));
        board.Adc.Channel(Pot).Signal = t => Math.Abs(Math.Sin(t));
        BoardRun? last = null;
        foreach (long piece in ticks)
        {
            last = board.RunFor(TimeSpan.FromTicks(piece));
        }

        seen.AddRange(board.Gpio.Line(Led).Changes.Select(c => $"{c.Microseconds:R} {c.Level}"));
        return string.Join('\n', seen.Append($"{last} {board.Instructions} {board.NowMicroseconds:R} {board.BusyMicroseconds:R} {board.HeapPeakBytes} {board.Storage.Writes} {board.I2c.Transfers}"));
    }

    [Fact]
    public void No_time_executes_nothing_and_a_negative_one_is_refused()
    {
        using Board board = DeviceProgram.Deployed(Thermostat);
        Assert.True(board.RunFor(TimeSpan.Zero).IsRunning);
        Assert.Equal((0, 0.0), (board.Instructions, board.NowMicroseconds));
        board.RunFor(Second);
        (long, double) before = (board.Instructions, board.NowMicroseconds);
        Assert.True(board.RunFor(TimeSpan.Zero).IsRunning);
        Assert.Equal(before, (board.Instructions, board.NowMicroseconds));
        Assert.Throws<ArgumentOutOfRangeException>(() => board.RunFor(TimeSpan.FromTicks(-1)));
        Assert.Throws<EmulatorException>(() => { using Board empty = new(BoardProfile.Esp32); empty.RunFor(Second); });
    }

    [Fact]
    public void A_program_that_ends_by_itself_stays_as_it_ended()
    {
        using Board board = DeviceProgram.Deployed("class P { static void Main() { Thread.Sleep(1500); Console.WriteLine(\"bye\"); } }");
        Assert.True(board.RunFor(Second).IsRunning);
        BoardRun run = board.RunFor(Second);
        Assert.Equal(new BoardRun(true, null, null), run);
        Assert.InRange(board.NowMicroseconds, 1.5e6, 1.51e6);
        Assert.Same(run, board.RunFor(TimeSpan.MaxValue));
        Assert.Same(run, board.Run(TimeSpan.MaxValue));
        Assert.Equal(["bye"], board.Output);
    }

    [Fact]
    public void An_exception_that_ends_Main_ends_the_program_and_one_that_ends_a_thread_is_told()
    {
        using Board board = DeviceProgram.Deployed("""
            class P
            {
                static void Main()
                {
                    new Thread(() => { Thread.Sleep(500); throw new ArgumentException("thread"); }).Start();
                    Thread.Sleep(1500);
                    throw new InvalidOperationException("main");
                }
            }
            """);
        Assert.Equal(new BoardRun(false, null, "System.ArgumentException: thread") { IsRunning = true }, board.RunFor(Second));
        BoardRun run = board.RunFor(Second);
        Assert.Equal(new BoardRun(false, null, "System.InvalidOperationException: main"), run);
        Assert.Same(run, board.RunFor(Second));
    }

    [Fact]
    public void Time_goes_on_for_threads_that_wait_for_each_other_or_for_ever()
    {
        using Board board = DeviceProgram.Deployed("""
            class P
            {
                static object a = new object(), b = new object();
                static void Main()
                {
                    new Thread(() => Thread.Sleep(-1)).Start();
                    new Thread(() => { lock (b) { Thread.Sleep(10); lock (a) { Console.WriteLine("never"); } } }).Start();
                    lock (a) { Thread.Sleep(10); lock (b) { Console.WriteLine("never"); } }
                }
            }
            """);
        for (int second = 1; second < 4; second++)
        {
            Assert.True(board.RunFor(Second).IsRunning);
            Assert.InRange(board.NowMicroseconds, second * 1e6, (second * 1e6) + 1000);
        }

        Assert.Empty(board.Output);
        using Board asleep = DeviceProgram.Deployed("class P { static void Main() { Thread.Sleep(-1); } }");
        Assert.True(asleep.RunFor(TimeSpan.FromDays(1)).IsRunning);
        Assert.Equal(86400e6, asleep.NowMicroseconds, 1.0);
    }

    [Fact]
    public void A_power_cut_ends_the_run_and_with_the_power_back_the_program_begins_anew()
    {
        using Board board = DeviceProgram.Deployed("""
            class P
            {
                static void Main()
                {
                    Console.WriteLine("begin " + File.Exists("I:\\f"));
                    new Thread(() => { while (true) Thread.Sleep(7); }).Start();
                    for (byte n = 1; ; n++)
                    {
                        using (var file = new FileStream("I:\\f", FileMode.Create, FileAccess.Write)) file.Write(new byte[] { n }, 0, 1);
                        Thread.Sleep(100);
                    }
                }
            }
            """);
        Assert.True(board.RunFor(Second).IsRunning);
        int kept = board.Storage.Read("I:\\f")[0];
        board.Storage.CutPowerAtWrite = board.Storage.Writes + 2; // in the middle of a file
        BoardRun cut = board.RunFor(Second);
        Assert.Equal("the power was cut", cut.StopReason);
        Assert.False(cut.IsRunning);
        Assert.Same(cut, board.RunFor(Second));
        Assert.Equal(kept, board.Storage.Read("I:\\f")[0]);

        board.PowerCycle();
        Assert.True(board.RunFor(Second).IsRunning);
        Assert.InRange(board.NowMicroseconds, 1e6, 1.01e6);
        board.PowerCycle(); // while it pauses
        Assert.True(board.RunFor(Second).IsRunning);
        Assert.Equal(["begin False", "begin True", "begin True"], board.Output);
    }

    [Fact]
    public void A_board_that_pauses_can_be_asked_and_goes_on_as_if_nobody_had()
    {
        using Board board = DeviceProgram.Deployed("""
            class P
            {
                static object gate = new object();
                static int turns;
                static int Turns() { return turns; }
                static int Rest() { Thread.Sleep(250); return 1; }
                static int Locked() { lock (gate) { return 1; } }
                static void Wait() { Thread.Sleep(-1); }
                static void Main()
                {
                    new Thread(() => { lock (gate) Thread.Sleep(-1); }).Start();
                    while (true) { Thread.Sleep(100); turns++; }
                }
            }
            """);
        board.RunFor(Second);
        long turns = (long)board.Call("P.Turns")!;
        Assert.InRange(turns, 9, 10);

        // Its time is none of the run's.
        double before = board.NowMicroseconds;
        Assert.Equal(1L, board.Call("P.Rest"));
        Assert.InRange(board.NowMicroseconds - before, 250e3, 251e3);
        Assert.Equal(turns, board.Call("P.Turns"));
        before = board.NowMicroseconds;
        board.RunFor(Second);
        Assert.InRange(board.NowMicroseconds - before, 999e3, 1001e3);
        Assert.InRange((long)board.Call("P.Turns")!, turns + 9, turns + 11);

        // What would wait for a thread that stands still is refused, and does not hang this test.
        Assert.Contains("waits for another thread", Assert.Throws<EmulatorException>(() => board.Call("P.Locked")).Message);
        Assert.Contains("waits for another thread", Assert.Throws<EmulatorException>(() => board.Call("P.Wait")).Message);
        Assert.True(board.RunFor(Second).IsRunning);
        Assert.InRange((long)board.Call("P.Turns")!, turns + 18, turns + 22);
    }

    [Theory]
    [InlineData(Thermostat)]
    [InlineData(ForEver)]
    [InlineData(Busy)]
    public void A_board_can_be_given_up_while_it_pauses_and_leaves_no_threads_behind(string program)
    {
        for (int milliseconds = 0; milliseconds < 300; milliseconds += 23)
        {
            Board board = DeviceProgram.Deployed(program);
            Assert.True(board.RunFor(TimeSpan.FromMilliseconds(milliseconds)).IsRunning);
            board.Dispose();
            board.Dispose();
        }
    }

    [Fact]
    public void A_run_to_the_end_goes_on_from_where_the_board_pauses()
    {
        using Board board = DeviceProgram.Deployed(Thermostat);
        board.RunFor(Second);
        BoardRun run = board.Run(3 * Second);
        Assert.Equal("its time is up", run.StopReason);
        Assert.InRange(board.NowMicroseconds, 3e6, 3.001e6);
        Assert.Same(run, board.RunFor(Second));

        using Board stopped = DeviceProgram.Deployed(Thermostat);
        stopped.RunFor(Second);
        stopped.StopAfter(Second);
        Assert.Equal("its time is up", stopped.RunFor(5 * Second).StopReason);
        Assert.InRange(stopped.NowMicroseconds, 2e6, 2.001e6);
    }

    [Fact]
    public void A_thread_that_ends_while_Main_sleeps_beyond_the_limit_ends_nothing_but_itself()
    {
        using Board board = DeviceProgram.Deployed("class P { static void Main() { new Thread(() => Console.WriteLine(\"thread\")).Start(); Thread.Sleep(-1); } }");
        Assert.Equal("its time is up", board.Run(Second).StopReason);
        Assert.Equal(["thread"], board.Output);
    }

    /// <summary>What a test asserts inside a callback must reach the test, whichever thread of the program called.</summary>
    [Theory]
    [InlineData("Console.WriteLine(\"here\");")]
    [InlineData("new Thread(() => Console.WriteLine(\"here\")).Start(); Thread.Sleep(-1);")]
    public void An_exception_of_a_callback_reaches_whoever_runs_the_board(string body)
    {
        using Board board = DeviceProgram.Deployed($"class P {{ static void Main() {{ try {{ {body} }} catch (Exception) {{ }} }} }}");
        board.OutputWritten = (_, line) => throw new FormatException(line);
        Assert.Equal("here", Assert.Throws<FormatException>(() => board.RunFor(Second)).Message);
        Assert.Equal("here", Assert.Throws<FormatException>(() => board.RunFor(Second)).Message);
    }

    [Fact]
    public void A_callback_cannot_run_the_board_that_called_it()
    {
        using Board board = DeviceProgram.Deployed("class P { static void Main() { Console.WriteLine(\"1\"); Thread.Sleep(100); Console.WriteLine(\"2\"); } }");
        board.OutputWritten = (_, _) =>
        {
            Assert.Throws<InvalidOperationException>(() => board.RunFor(Second));
            Assert.Throws<InvalidOperationException>(() => board.Run(Second));
            Assert.Throws<InvalidOperationException>(board.PowerCycle);
        };
        Assert.True(board.RunFor(Second).Completed);
        Assert.Equal(["1", "2"], board.Output);
    }

    [Fact]
    public void A_program_is_deployed_by_its_file_or_its_folder()
    {
        using TemporaryFolder folder = new();
        string program = folder.File("Maker.dll");
        File.WriteAllBytes(program, DeviceProgram.Compile(Thermostat, "Maker"));
        Assert.Contains("refers to", Assert.Throws<EmulatorException>(() => Deploy(program)).Message);
        foreach (string contract in Programs.ContractPaths)
        {
            File.Copy(contract, folder.File(Path.GetFileName(contract)));
        }

        foreach (string[] paths in new[] { new[] { program }, [Path.GetDirectoryName(program)!], [program, program] })
        {
            using Board board = Deploy(paths);
            Assert.True(board.RunFor(Second).IsRunning);
        }

        // The libraries of an app may lie elsewhere than the app.
        using TemporaryFolder other = new();
        string elsewhere = other.File("Maker.exe");
        File.Copy(program, elsewhere);
        using Board apart = Deploy(elsewhere, Programs.Folder + "/mscorlib.dll");
        Assert.True(apart.RunFor(Second).IsRunning);
    }

    [Fact]
    public void What_is_no_program_for_a_board_is_refused_with_its_name()
    {
        using TemporaryFolder folder = new();
        void Refused(string path, params string[] words)
        {
            string message = Assert.Throws<EmulatorException>(() => Deploy(path)).Message;
            Assert.All(words, w => Assert.Contains(w, message));
            Assert.DoesNotContain('\n', message);
        }

        Refused(folder.Path, "no assemblies");
        Refused(folder.File("none.dll"), "none.dll", "cannot be read");
        File.WriteAllText(folder.File("text.dll"), "text");
        Refused(folder.File("text.dll"), "text.dll", "is not an assembly");
        Refused(typeof(RunForTests).Assembly.Location, "EdgeNet.Emulator.Tests.dll", "refers to", "compiled against nanoFramework's assemblies");
        Refused(Programs.Folder + "/mscorlib.dll", "nothing to run");
    }

    private static Board Deploy(params string[] paths)
    {
        Board board = new(BoardProfile.Esp32);
        board.Deploy(paths);
        return board;
    }
}
