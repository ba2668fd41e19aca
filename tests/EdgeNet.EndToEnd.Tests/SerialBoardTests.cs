using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A board on a serial line, at whose other end there is a virtual one in real time.</summary>
[Trait("speed", "slow")]
public sealed class SerialBoardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LiveBoard _real = new(new VirtualBoard(BoardProfile.Esp32, ThermalScene.Model));
    private readonly Wire _wire;

    public SerialBoardTests()
    {
        _real.Do(b => b.Paint(ThermalScene.Picture(true, new Data.SeededRandom(1, "live"))));
        ISerialLine? line = null;
        _real.UseLine(l => line = l);
        _wire = new Wire(line!);
    }

    public void Dispose()
    {
        _real.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_is_watched_asked_recorded_and_given_a_model_and_watched_again()
    {
        using SerialBoard board = new("COM9", () => _wire);
        BoardState seen = WaitFor(board, s => s.Last is { Label: "person" });
        Assert.Equal(("EdgeNet on ESP32 on COM9", true, null, "person", null), (seen.Name, seen.IsOn, seen.Fault, seen.Answer, seen.IsLit));
        Assert.Equal((0, ThermalScene.Model.Length, true), seen.Stored.Select(s => (s.Slot, s.Bytes, s.IsRunning)).Single());
        WaitFor(_real, s => s.Log.Any(l => l.Text == "model confirmed"));

        LoadedModel model = LoadedModel.Read(_folder.Write("person.edgenet", ThermalScene.Model));
        Core.Network desktop = new(model.Model);
        float[] sample = ThermalScene.Create(1, 9).Sample(0).ToArray();
        desktop.Classify(sample);
        Assert.Equal(Enumerable.Range(0, 2).Select(desktop.Logit), board.Classify(model, sample, default).Logits);

        string table = _folder.File("recorded.csv");
        Assert.Equal(5, board.Record(table, "person", 5, null, default).Recorded);
        Assert.Equal(6, File.ReadAllLines(table).Length);

        UserException refused = Assert.Throws<UserException>(() => board.Send(LoadedModel.Read(_folder.Write("bugs.edgenet", StoreBoard.Model(7))), (_, _) => { }, default));
        Assert.Contains("previous model", refused.Message);
        int number = board.State.Last!.Number;
        WaitFor(board, s => s.Last!.Number > number + 3);
    }

    [Fact]
    public void A_cable_that_is_pulled_is_told_and_the_board_is_there_again_when_it_is_put_in()
    {
        using SerialBoard board = new("COM9", () => _wire.IsThere ? _wire : throw new UserException("COM9: cannot be opened"));
        WaitFor(board, s => s.Answer == "person");
        _wire.IsThere = false;
        BoardState gone = WaitFor(board, s => s.Fault is not null);
        Assert.Equal((false, null), (gone.IsOn, gone.Answer));
        Assert.Contains("the cable was pulled", gone.Fault);
        Assert.Contains("cannot be opened", Assert.Throws<UserException>(() => board.UseLine(_ => { })).Message);
        _wire.IsThere = true;
        WaitFor(board, s => s.Answer == "person" && s.Fault is null);
    }

    private static BoardState WaitFor(IBoardSession board, Func<BoardState, bool> isSo)
    {
        BoardState state = board.State;
        Assert.True(SpinWait.SpinUntil(() =>
        {
            Thread.Sleep(20);
            return isSo(state = board.State);
        }, TimeSpan.FromMinutes(1)), $"{state.Answer}, {state.Fault}, {string.Join('|', state.Log.TakeLast(5).Select(l => l.Text))}");
        return state;
    }

    /// <summary>A cable that can be pulled out.</summary>
    private sealed class Wire(ISerialLine line) : ISerialLine
    {
        public volatile bool IsThere = true;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            Check();
            line.Write(bytes);
        }

        public int Read(Span<byte> into, TimeSpan timeout)
        {
            Check();
            int read = line.Read(into, timeout < TimeSpan.FromMilliseconds(50) ? timeout : TimeSpan.FromMilliseconds(50));
            Check();
            return read;
        }

        public void Dispose()
        {
        }

        private void Check()
        {
            if (!IsThere)
            {
                throw new IOException("the cable was pulled");
            }
        }
    }
}
