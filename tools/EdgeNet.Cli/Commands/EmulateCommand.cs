using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet emulate: runs a model on a virtual board, and on a real one beside it.</summary>
internal static class EmulateCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        DataOptions data = new DataOptions(forTraining: false).Optional();
        Option<IReadOnlyList<BoardProfile>> board = CommonOptions.Boards();
        Option<int?> samples = CommonOptions.Whole("--samples", $"Number of samples to classify, spread evenly over the data [{EmulatedModel.DefaultSamples}].", 1, 10_000_000);
        Option<int> seed = CommonOptions.Seed();
        Option<string?> serial = new("--serial") { Description = "Serial port of a real board that runs this model, to compare: it classifies the same samples.", HelpName = "/dev/ttyUSB0|COM4" };
        Option<int?> baud = CommonOptions.Baud();
        Option<string?> saveBoard = new("--save-board") { Description = "With --serial: save the measured times as a board profile. An existing profile keeps its figures for other methods.", HelpName = "my-board.json" };
        Option<string?> recording = new("--recording") { Description = "For a model that listens to a stream: recording to play into the virtual sensor of the app [generated tones].", HelpName = "words.wav|motion.csv" };
        Option<bool> live = new("--live") { Description = "Run the app in real time: print what it does, and read from stdin what happens to the board; --data are then samples for the command \"sample\"." };
        Option<bool> learns = new("--learns") { Description = "With --live: run the app that learns by its button." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new("emulate", $"""
            Run a model on a virtual board, with the same assemblies as on a real one. Compare its answers with the desktop's, and report time and memory.
            With --serial, a real board classifies the same samples; the exit code is 1 if one of its logits differs.
            Without --data, a recording is played into the sensor of a model that listens to a stream: the answers of the app, the share of its time that
            the board needs, and lost readings. It begins when the app begins to listen, and only windows wholly within it count, as in "classify"; but the
            app averages them before it answers. The exit code is 1 if the board cannot keep up.
            With --live the board runs in real time until the input ends. A model that none of the app's sensors serves is given samples on a test bench. Each
            line of the input is a command; the exit code is 1 if one was refused:

              {Indented(LiveCommands.Help)}

            Examples:
              edgenet emulate digits.edgenet --data builtin:digits
              edgenet emulate mnist.edgenet --data mnist/ --board esp32 --samples 1000
              edgenet emulate digits.edgenet --data builtin:digits --board all
              edgenet emulate words.edgenet --recording words.wav
              edgenet emulate person.edgenet --live
              edgenet emulate digits.edgenet --data builtin:digits --serial /dev/ttyUSB1 --save-board my-board.json
            """)
        {
            model,
        };
        data.AddTo(command);
        Array.ForEach<Option>([recording, live, learns, board, samples, seed, serial, baud, saveBoard, force, json], command.Add);
        command.Validators.Add(result =>
        {
            if (result.GetValue(saveBoard) is not null && result.GetValue(serial) is null)
            {
                result.AddError("--save-board needs a real board: --serial PORT");
            }

            if (result.GetValue(serial) is not null && result.GetValue(board) is { Count: > 1 })
            {
                result.AddError("--serial compares one board, not all");
            }

            if (result.GetValue(live) && (result.GetValue(recording) is not null || result.GetValue(serial) is not null || result.GetValue(samples) is not null || result.GetValue(json) || result.GetValue(board) is { Count: > 1 }))
            {
                result.AddError("--live runs one virtual board and prints lines: omit --recording, --serial, --samples, --json and --board all");
            }

            if (result.GetValue(learns) && !result.GetValue(live))
            {
                result.AddError("--learns needs --live, where there is a button to press");
            }

            if (data.AreGivenIn(result) && result.GetValue(recording) is not null)
            {
                result.AddError("--recording is played into the app's sensor, and --data are given to the network: choose one");
            }
        });
        command.SetAction(parsed =>
        {
            LoadedModel file = LoadedModel.Read(parsed.GetRequiredValue(model));
            if (parsed.GetValue(live))
            {
                Dataset? rows = data.AreGiven(parsed) ? file.ReadData(data.Of(parsed), data.NameOf(parsed), parsed.GetValue(seed)).Samples : null;
                return LiveEmulation.Run(file, parsed.GetRequiredValue(board)[0], rows, parsed.GetValue(learns));
            }

            if (!data.AreGiven(parsed))
            {
                return Listen(file, parsed.GetValue(recording), parsed.GetRequiredValue(board), parsed.GetValue(json));
            }

            TestData test = file.ReadData(data.Of(parsed), data.NameOf(parsed), parsed.GetValue(seed));
            Dataset all = test.Samples;
            int wanted = Math.Min(parsed.GetValue(samples) ?? EmulatedModel.DefaultSamples, all.Count);
            IReadOnlyList<BoardProfile> boards = parsed.GetRequiredValue(board);
            bool asJson = parsed.GetValue(json);
            using Interruption interruption = new();
            if (boards.Count > 1)
            {
                return Compare(file, all, wanted, asJson, interruption);
            }

            OutputFile? target = parsed.GetValue(saveBoard) is string path ? OutputFile.Create(path, BoardCatalog.Kind, parsed.GetValue(force), file.Path, data.NameOf(parsed)) : null;
            using RealBoard? real = parsed.GetValue(serial) is string port ? RealBoard.Open(file, port, parsed.GetValue(baud) ?? SerialPortLine.DefaultBaudRate, interruption.Token) : null;
            EmulationReport report = EmulatedModel.Run(file.Bytes, all, wanted, boards[0], Progress(), interruption.Token, real);
            Print(report, file, boards[0], test, wanted, asJson, interruption);
            if (interruption.Requested)
            {
                return Interruption.ExitCode;
            }

            ModelReport.Warn(report.Signal);

            if (report.Real?.FirstDifference is string difference)
            {
                ErrorReport.Say($"{report.Real.Samples - report.Real.Equal:N0} of {report.Real.Samples:N0} samples have different logits on the real board and on the desktop; the first is {difference}{(target is null ? "" : $"; {target.Name} was not written")}");
                return 1;
            }

            if (target is not null)
            {
                BoardProfile saved = MeasuredProfile.Save(target, boards[0], file, all, report, interruption.Token);
                Console.Error.WriteLine($"{target.Name}: {saved.CyclesPerInstruction} cycles per native instruction, in general and in {report.HotMethods[0].Method}; use it with --board {target.Name}");
            }

            return 0;
        });
        return command;
    }

    private static string Indented(string lines) => lines.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal);

    private static int Listen(LoadedModel file, string? recording, IReadOnlyList<BoardProfile> boards, bool asJson)
    {
        if (SignalInfo.Of(file.Model) is not SignalInfo info)
        {
            throw new UserException($"{file.Path}: takes values as they are: samples are needed, --data");
        }

        if (boards.Count > 1)
        {
            throw new UserException("a recording is played on one board, not on all: --board NAME");
        }

        using Interruption interruption = new();
        LiveRecording played = recording is null ? LiveRecording.Generate(info) : LiveRecording.Read(recording, info);
        using AppBoard app = new(boards[0], file.Bytes);
        LiveReport report = app.Listen(played, interruption.Token);
        if (asJson)
        {
            Json.Print(JsonReports.Of(report));
        }
        else
        {
            LiveTable.Print(report);
        }

        if (interruption.Requested)
        {
            return Interruption.ExitCode;
        }

        if (!report.KeepsUp)
        {
            ErrorReport.Say(report.Problem);
            return 1;
        }

        return 0;
    }

    private static int Compare(LoadedModel file, Dataset data, int samples, bool asJson, Interruption interruption)
    {
        IReadOnlyList<BoardRow> rows = BoardRow.Compare(file.Bytes, data, samples, Progress(), interruption.Token);
        if (asJson)
        {
            Json.Print(rows.Select(JsonReports.Of));
        }
        else
        {
            BoardsTable.Print(rows);
        }

        if (interruption.Requested)
        {
            Console.Error.WriteLine($"edgenet: interrupted after {rows.Count} of {BoardProfile.All.Count} boards");
            return Interruption.ExitCode;
        }

        return 0;
    }

    private static void Print(EmulationReport report, LoadedModel file, BoardProfile board, TestData test, int wanted, bool asJson, Interruption interruption)
    {
        if (interruption.Requested)
        {
            InterruptionReport.Say(report, wanted);
        }

        if (asJson)
        {
            Json.Print(JsonReports.Of(report, (TaskKind)file.Model.Output.Task, test.Origin));
        }
        else if (report.Samples > 0)
        {
            EmulationTable.Print(report, file.Model, board);
            OriginText.Print(test.Origin);
        }
    }

    private static Action<int, int> Progress()
    {
        DateTime last = DateTime.UtcNow;
        return (done, count) =>
        {
            if (DateTime.UtcNow - last > TimeSpan.FromSeconds(2))
            {
                Console.Error.WriteLine($"{done} of {count} samples");
                last = DateTime.UtcNow;
            }
        };
    }
}
