using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Random histories of all that a person can do to a virtual board that has confirmed a model, also while another is on its way: it always starts again, with one of them.</summary>
public class VirtualBoardHistoryTests(ITestOutputHelper output)
{
    private static readonly byte[][] Models =
    [
        ThermalScene.Model,
        ModelBuilder.Build(new DatasetSplit(ThermalScene.Create(500, 5), ThermalScene.Create(100, 6)), new TrainingOptions { Hidden = [6], Seed = 3 }, "second", false, null, default).File,
    ];

    private static readonly int Histories = int.TryParse(Environment.GetEnvironmentVariable("EDGENET_HISTORIES"), out int histories) ? histories : 25;

    [Fact]
    [Trait("speed", "slow")]
    public void Whatever_is_done_to_a_board_it_starts_again_with_a_model_that_it_was_given()
    {
        int delivered = 0, failed = 0, cuts = 0;
        for (int seed = 0; seed < Histories; seed++)
        {
            Random random = new(seed);
            using VirtualBoard board = new(BoardProfile.Esp32, Models[0], learns: seed % 2 == 1);
            SteppedBoard bench = new(board);

            // A first model that is started three times and never confirmed is given up, as docs/updates.md says.
            Assert.Contains(bench.Run(5).Log, l => l.Text == "model confirmed");
            bench.Stepping = () =>
            {
                // Ten milliseconds each: something is done every second or two while a model is sent.
                if (random.Next(150) == 0)
                {
                    Act();
                }
            };
            for (int step = 0; step < 12; step++)
            {
                if (random.Next(3) > 0)
                {
                    Act();
                    Check(bench.Run(random.NextDouble() * 4));
                    continue;
                }

                Exception? problem = Record.Exception(() => SerialDeployment.Send(bench.Client(maxTries: 3), Models[random.Next(2)], null, null, default));
                Assert.True(problem is null or UserException, $"history {seed}: {problem}");
                (delivered, failed) = problem is null ? (delivered + 1, failed) : (delivered, failed + 1);
                Check(board.State());
            }

            bench.Stepping = null;
            board.HasSensor = true;
            board.PlugIn();
            BoardState last = bench.Run(10);
            StoredModel? running = last.Stored.SingleOrDefault(s => s.IsRunning);
            Assert.True(running is { Name: "person" or "second", IsWhole: true } && last.Last is not null, $"history {seed}: {string.Join('|', last.Log.TakeLast(8).Select(l => l.Text))}");
            byte[] other = Models[running.Name == "person" ? 1 : 0];
            SerialDeployment.Send(bench.Client(), other, null, null, default);
            Assert.Equal(running.Name == "person" ? "second" : "person", bench.Run(6).Stored.Single(s => s.IsRunning).Name);

            void Act()
            {
                switch (random.Next(9))
                {
                    case 0:
                        board.Unplug();
                        cuts++;
                        break;
                    case 1 or 2:
                        board.PlugIn();
                        break;
                    case 3:
                        board.UnplugAtNextWrite(random.Next(2) == 0 ? null : random.NextDouble());
                        break;
                    case 4:
                        board.HasSensor = !board.HasSensor;
                        break;
                    case 5:
                        board.Press(TimeSpan.FromSeconds(random.NextDouble() * 3));
                        break;
                    case 6:
                        board.Hand = new HandMotion(random.Next(-180, 180), random.Next(-180, 180), random.Next(3));
                        break;
                    default:
                        board.Paint(random.Next(8), random.Next(8), random.Next(60));
                        break;
                }
            }

            void Check(BoardState state)
            {
                Assert.True(state.Fault is null, $"history {seed}: {state.Fault}");
                Assert.InRange(state.Log.Count, 0, BoardLog.MostLines);
                Assert.InRange(state.Stored.Count(s => s.IsRunning), 0, 1);
                Assert.All(state.Stored.Where(s => s.IsWhole), s => Assert.Contains(s.Name, new[] { "person", "second" }));
                Assert.True(state.IsOn || (state.IsLit == false && state.Answer is null && state.UptimeSeconds == 0), $"history {seed}: shows something without power");
            }
        }

        output.WriteLine($"{Histories} histories: {delivered} models delivered, {failed} deliveries broken off, {cuts} plugs pulled");
        Assert.True(delivered > 0 && failed > 0 && cuts > 0);
    }
}
