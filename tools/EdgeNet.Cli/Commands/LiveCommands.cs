using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>What a line of text does to a live board: "edgenet emulate --live" reads such lines.</summary>
/// <param name="board">The board.</param>
/// <param name="model">The model that it was made with.</param>
/// <param name="samples">Samples that can be fed by their number; null for none.</param>
/// <param name="say">Called with lines to print.</param>
internal sealed class LiveCommands(LiveBoard board, LoadedModel model, Dataset? samples, Action<string> say)
{
    /// <summary>All commands, for the help.</summary>
    public const string Help = """
        thermal COLUMN,ROW CELSIUS   paint one of the 8x8 pixels that the thermal camera sees
        room CELSIUS                 paint all of them
        tilt PITCH ROLL              hold the motion sensor at an angle, in degrees
        shake G [HERTZ]              shake it; 0 stops
        play FILE                    play a recording into the motion sensor or the microphone
        feed VALUE VALUE ...         give a model that no sensor serves a sample
        sample N                     the same with row N of --data, from 1
        compare [N]                  classify N rows of --data over the serial line, and compare all logits with the desktop's [100]
        press [SECONDS]              press the button, with --learns
        sensor off|on                take the sensor away, bring it back
        unplug [write]               pull the plug, now or in the middle of the next write to flash
        plug                         put it in again; the flash is as it was
        send FILE                    send a model over the board's serial line
        state                        print LED, answer, heap and models
        wait SECONDS                 read the next line later
        quit                         end, as the end of the input does
        """;

    private const float MostSeconds = 3600;

    private Dataset Samples => samples ?? throw new UserException("there are no samples to choose from: give --data as well");

    /// <summary>Does what a line says.</summary>
    /// <param name="line">The line; an empty one does nothing.</param>
    /// <param name="cancellation">Ends waiting and sending.</param>
    /// <returns>False if it is the end.</returns>
    /// <exception cref="UserException">There is no such command, its values are wrong, or the board refuses.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public bool Do(string line, CancellationToken cancellation)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        switch (words)
        {
            case []:
                break;
            case ["thermal", string pixel, string celsius]:
                int[] place = [.. pixel.Split(',').Select(p => int.TryParse(p, out int at) ? at : -1)];
                float warmth = Number(celsius);
                board.Do(b => b.Paint(place[0], place.Length == 2 ? place[1] : -1, warmth));
                break;
            case ["room", string celsius]:
                float[] room = [.. Enumerable.Repeat(Number(celsius), VirtualBoard.Pixels)];
                board.Do(b => b.Paint(room));
                break;
            case ["tilt", string pitch, string roll]:
                (float x, float y) = (Number(pitch), Number(roll));
                board.Do(b => b.Hand = b.Hand with { PitchDegrees = x, RollDegrees = y });
                break;
            case ["shake", string g, .. { Length: <= 1 } hertz]:
                (float force, float often) = (Number(g), hertz.Length == 0 ? 3 : Number(hertz[0]));
                board.Do(b => b.Hand = b.Hand with { ShakeG = force, ShakeHertz = often });
                break;
            case ["play", ..]:
                LiveRecording recording = Recording(line.Trim()["play".Length..].Trim());
                board.Do(b => b.Play(recording));
                break;
            case ["feed", .. { Length: > 0 } values]:
                float[] sample = Array.ConvertAll(values, Number);
                board.Do(b => b.Feed(sample));
                break;
            case ["sample", string number]:
                float[] row = Sample(number);
                board.Do(b => b.Feed(row));
                break;
            case ["compare", .. { Length: <= 1 } count]:
                Compare(count.Length == 0 ? EmulatedModel.DefaultSamples : (int)Math.Clamp(Number(count[0]), 1, int.MaxValue), cancellation);
                break;
            case ["press", .. { Length: <= 1 } seconds]:
                TimeSpan time = TimeSpan.FromSeconds(seconds.Length == 0 ? 0.2f : Seconds(seconds[0]));
                board.Do(b => b.Press(time));
                break;
            case ["sensor", "off" or "on"]:
                board.Do(b => b.HasSensor = words[1] == "on");
                break;
            case ["unplug"]:
                board.Do(b => b.Unplug());
                break;
            case ["unplug", "write"]:
                board.Do(b => b.UnplugAtNextWrite(0.5));
                break;
            case ["plug"]:
                board.Do(b => b.PlugIn());
                break;
            case ["send", ..]:
                Send(line.Trim()["send".Length..].Trim(), cancellation);
                break;
            case ["state"]:
                Tell(board.State);
                break;
            case ["wait", string seconds]:
                cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(Seconds(seconds)));
                cancellation.ThrowIfCancellationRequested();
                break;
            case ["quit"]:
                return false;
            default:
                throw new UserException($"\"{UserException.Quote(line)}\" is no command; \"edgenet emulate --help\" lists them: {string.Join(", ", Help.Split('\n').Select(l => l.Split(' ')[0]))}");
        }

        return true;
    }

    private static float Number(string word) => float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number
        : throw new UserException($"\"{UserException.Quote(word)}\" is no number");

    private static float Seconds(string word) => Number(word) is var seconds and >= 0 and <= MostSeconds ? seconds : throw new UserException($"a time is 0 to {MostSeconds:N0} seconds");

    private LiveRecording Recording(string path) => SignalInfo.Of(model.Model) is { } info ? LiveRecording.Read(path, info)
        : throw new UserException("a recording is played to a model that listens to a stream");

    private float[] Sample(string number) =>
        int.TryParse(number, out int row) && row >= 1 && row <= Samples.Count ? Samples.Sample(row - 1).ToArray()
        : throw new UserException($"a sample is a number from 1 to {Samples.Count:N0}");

    private void Compare(int count, CancellationToken cancellation)
    {
        BoardAgreement agreement = board.Compare(model, Samples, count, null, cancellation);
        say($"same logits as the desktop: {agreement.Equal:N0} of {agreement.Samples:N0} samples");
    }

    private void Send(string path, CancellationToken cancellation)
    {
        LoadedModel sent = LoadedModel.Read(path);
        DeliveryStage? last = null;
        board.Send(sent, (stage, bytes) =>
        {
            if (stage != last)
            {
                last = stage;
                say(stage switch
                {
                    DeliveryStage.WaitingForBoard => "waiting until the board has confirmed its model",
                    DeliveryStage.Sending => $"sending {sent.Bytes.Length:N0} bytes",
                    _ => "sent; waiting until the board has confirmed it",
                });
            }
        }, cancellation);
        say("the board runs the new model and has confirmed it");
    }

    private void Tell(BoardState state)
    {
        say(!state.IsOn ? $"off{(state.Fault is null ? "" : $": {state.Fault}")}"
            : $"on for {state.UptimeSeconds:F1} s; LED {(state.IsLit == true ? "lit" : "dark")}; answer {state.Answer ?? "unsure"}{(state.HasSensor ? "" : "; no sensor")}");
        if (state.Last is { } last)
        {
            say($"classification {last.Number:N0}: {last.Label}, {last.ConfidencePercent} %, {last.Microseconds / 1000.0:F2} ms predicted");
        }

        if (state is { IsOn: true, Heap: { } heap })
        {
            say($"heap: {heap.UsedBytes:N0} bytes in use, {heap.PeakBytes:N0} at most, of {heap.Bytes:N0}");
        }

        foreach (StoredModel stored in state.Stored)
        {
            say($"slot {stored.Slot}: {(stored.IsWhole ? stored.Name : "a part of a model")}, {stored.Bytes:N0} bytes{(stored.IsRunning ? ", running" : "")}");
        }

        if (state.BehindSeconds > 0)
        {
            say($"this computer was too slow: the board is {state.BehindSeconds:F1} s behind");
        }
    }
}
