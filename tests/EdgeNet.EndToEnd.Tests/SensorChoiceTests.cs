using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Link;
using EdgeNet.Pictures;
using EdgeNet.Trainer;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The app reads the sensor that its model was trained for, whichever of those in Wiring.cs that is.</summary>
public class SensorChoiceTests
{
    private const int LedPin = 2, Bus = Esp32App.Bus;

    [Fact]
    public void A_gesture_model_reads_the_motion_sensor_and_a_thermal_model_that_is_deployed_then_reads_the_camera()
    {
        using Board board = Esp32App.Create();
        int pictures = 0, motions = 0;
        board.I2c.Attach(Bus, Esp32App.CameraAddress, new Amg8833(seconds => Picture(ref pictures, seconds)));
        board.I2c.Attach(Bus, Esp32App.MotionAddress, new Mpu6886(seconds => Count(ref motions, Gestures.Motion(seconds is >= 5 and < 10, seconds))));
        board.Storage.Put(StoreBoard.Mailbox, Gestures.Model);
        board.Run(TimeSpan.FromSeconds(20));
        Assert.Contains("model loaded from slot 0, 2 labels, reads MPU-6886", board.Output);
        Assert.Equal(["answer: still", "answer: waving", "answer: still"], board.Output.Where(l => l.StartsWith("answer: ", StringComparison.Ordinal) && l != "answer: unsure"));
        (double Microseconds, bool Level)[] led = [.. board.Gpio.Line(LedPin).Changes];
        Assert.Equal([true, false], led.Select(c => c.Level));
        Assert.InRange(led[0].Microseconds / 1e6, 5.5, 8.5);
        Assert.InRange(led[1].Microseconds / 1e6, 10.5, 13.5);
        Assert.Contains("model confirmed", board.Output);
        Assert.Equal(0, pictures);

        // 25 readings in half a second, and a pause of a tenth.
        Assert.InRange(motions / 20.0, 25 / 0.75, 25 / 0.55);

        board.Storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        board.PowerCycle();
        int before = motions;
        board.Run(TimeSpan.FromSeconds(5));
        Assert.Contains("model loaded from slot 1, 2 labels, reads AMG8833", board.Output);
        Assert.Contains("answer: person", board.Output);
        Assert.Equal(before, motions);
        Assert.InRange(pictures, 30, 50);

        float[] Picture(ref int count, double seconds) => Count(ref count, ThermalScene.Picture(true, new SeededRandom(1, "choice", (long)(seconds * 10))));
    }

    /// <summary>From the fifth second on the sensor is shaken three times as hard as in any training. Without --unsure-outside, that is "waving" with all confidence.</summary>
    [Fact]
    public void With_a_model_that_says_so_the_app_drops_its_answer_while_readings_are_far_outside_of_the_trained_range()
    {
        foreach (bool unsureOutside in new[] { true, false })
        {
            using Board board = Esp32App.Create();
            board.I2c.Attach(Bus, Esp32App.MotionAddress, new Mpu6886(seconds => Array.ConvertAll(Gestures.Motion(true, seconds), v => (short)(seconds is >= 5 and < 10 ? 3 * v : v))));
            board.Storage.Put(StoreBoard.Mailbox, Gestures.Build(new ModelNotes { UnsureOutside = unsureOutside }));
            board.Run(TimeSpan.FromSeconds(15));
            Assert.Equal(unsureOutside ? ["answer: waving", "answer: unsure", "answer: waving"] : ["answer: waving"],
                board.Output.Where(l => l.StartsWith("answer: ", StringComparison.Ordinal)).SkipWhile(l => l == "answer: unsure"));
            if (unsureOutside)
            {
                (double Microseconds, bool Level)[] led = [.. board.Gpio.Line(LedPin).Changes];
                Assert.Equal([true, false, true], led.Select(c => c.Level));
                Assert.InRange(led[1].Microseconds / 1e6, 6, 9);
                Assert.InRange(led[2].Microseconds / 1e6, 10.5, 14);
            }
        }
    }

    [Fact]
    public void A_sensor_that_the_model_needs_and_that_is_not_there_is_reported_and_asked_again_until_it_is()
    {
        using Board board = Esp32App.Create();
        board.I2c.Attach(Bus, Esp32App.CameraAddress, new Amg8833(_ => ThermalScene.Picture(true, new SeededRandom(1, "choice"))));
        board.Storage.Put(StoreBoard.Mailbox, Gestures.Model);
        bool there = false;
        board.OutputWritten = (microseconds, _) =>
        {
            if (microseconds > 4e6 && !there)
            {
                there = true;
                board.I2c.Attach(Bus, Esp32App.MotionAddress, new Mpu6886(seconds => Gestures.Motion(true, seconds)));
            }
        };
        board.Run(TimeSpan.FromSeconds(20));
        Assert.Contains("sensor does not answer: MPU-6886: register 117 failed with I2C status 4", board.Output);
        Assert.Contains(board.Output, l => l.StartsWith("sensor is back", StringComparison.Ordinal));
        Assert.Equal(["answer: waving"], board.Output.Where(l => l.StartsWith("answer: ", StringComparison.Ordinal) && l != "answer: unsure"));
    }

    [Fact]
    public void Without_a_model_the_sensor_that_answers_is_recorded()
    {
        using Board board = Esp32App.Create();
        board.I2c.Attach(Bus, Esp32App.MotionAddress, new Mpu6886(seconds => Gestures.Motion(false, seconds)));
        Host host = new(board);
        host.Ask(3e6, LinkProtocol.Hello, 1);
        host.Ask(3.1e6, LinkProtocol.Capture, 3, 0);
        board.Run(TimeSpan.FromSeconds(8));
        Assert.Equal(150, host.Hello.ValueCount);
        Assert.Equal(3, host.Readings(150).Count);
        Assert.All(host.Readings(150), r => Assert.InRange(r[2], 3800f, 4400f)); // gravity
        Assert.Contains(board.Output, l => l.StartsWith("error: AMG8833: transfer", StringComparison.Ordinal));
    }

    [Fact]
    public void Readings_of_another_sensor_than_the_models_can_be_asked_for_and_then_the_model_goes_on()
    {
        using Board board = Esp32App.Create();
        board.I2c.Attach(Bus, Esp32App.CameraAddress, new Amg8833(seconds => ThermalScene.Picture(seconds is < 3 or > 8, new SeededRandom(1, "choice", (long)(seconds * 10)))));
        board.I2c.Attach(Bus, Esp32App.MotionAddress, new Mpu6886(seconds => Gestures.Motion(false, seconds)));
        board.Storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        Host host = new(board);
        host.Ask(5e6, LinkProtocol.Capture, [2, 0, .. "MPU-6886"u8]);
        host.Ask(5.1e6, LinkProtocol.Hello, 1);
        host.Ask(9e6, LinkProtocol.Capture, [2, 0, .. "OV2640"u8]);
        board.Run(TimeSpan.FromSeconds(12));
        Assert.Equal(150, host.Hello.ValueCount);
        Assert.Equal(2, host.Readings(150).Count);
        Assert.Equal(["", "no sensor of this name; AMG8833 gives 64, MPU-6886 gives 150"], host.CaptureProblems);
        Assert.Equal(["answer: person", "answer: empty", "answer: person"], board.Output.Where(l => l.StartsWith("answer: ", StringComparison.Ordinal) && l != "answer: unsure"));
    }

    private static T Count<T>(ref int count, T value)
    {
        count++;
        return value;
    }

    /// <summary>A PC at the other end of the serial line, in the board's own time.</summary>
    private sealed class Host
    {
        private readonly FrameDecoder _decoder = new();
        private readonly List<byte[]> _messages = [];
        private readonly PriorityQueue<byte[], double> _questions = new();

        public Host(Board board)
        {
            UartPort port = board.Uart.Port("COM2");
            port.Sent = Take;
            port.Polled = () =>
            {
                while (_questions.TryPeek(out byte[]? frame, out double due) && due <= board.NowMicroseconds)
                {
                    _questions.Dequeue();
                    port.Send(frame);
                }
            };
        }

        public HelloMessage Hello => _messages.Where(m => m[0] == (LinkProtocol.Hello | LinkProtocol.Answer)).Select(m => HelloMessage.Read(m, Frames.PrefixBytes, m.Length - Frames.PrefixBytes)).Last();

        public IEnumerable<string> CaptureProblems => _messages.Where(m => m[0] == (LinkProtocol.Capture | LinkProtocol.Answer))
            .Select(m => StatusMessage.Read(m, Frames.PrefixBytes, m.Length - Frames.PrefixBytes).Problem);

        public void Ask(double microseconds, int type, params byte[] body)
        {
            FrameEncoder encoder = new();
            byte[] message = Frames.NewMessage();
            MessageParts.WritePrefix(message, type, _questions.Count + 1);
            body.CopyTo(message, Frames.PrefixBytes);
            int length = encoder.Pack(message, Frames.PrefixBytes + body.Length);
            _questions.Enqueue(encoder.Frame[..length], microseconds);
        }

        public List<float[]> Readings(int count)
        {
            ReadingAssembler assembler = new(count);
            return [.. _messages.Where(m => m[0] == LinkProtocol.Reading).Select(assembler.Add).OfType<float[]>().Select(r => (float[])r.Clone())];
        }

        private void Take(byte[] bytes)
        {
            foreach (byte b in bytes)
            {
                if (_decoder.Add(b))
                {
                    _messages.Add(_decoder.Message[.._decoder.Length]);
                }
            }
        }
    }
}
