using System;
using System.Device.Gpio;
using System.IO.Ports;
using System.Threading;
using EdgeNet.Core;
using EdgeNet.Device;
using nanoFramework.Hardware.Esp32;

namespace EdgeNet.Esp32;

/// <summary>
/// The ESP32 app: an LED, the sensors of Wiring.cs, and whatever model its store holds, which decides the sensor that is read. New
/// models come by nanoff or over the serial line, with Http/Network.cs from a server too, and are started as soon as they have been
/// verified.
/// </summary>
public static partial class Program
{
    private const int LinkPollMilliseconds = 5;

    private static Watchdog watchdog;
    private static GpioPin led;
    private static SensorList sensors;
    private static ModelStore store;
    private static Mailbox mailbox;
    private static BoardLink link;
    private static float[] values;
    private static int silentSensors;
    private static bool modelChanged;

    /// <summary>Runs until the power goes. Whatever goes wrong is reported and tried again.</summary>
    public static void Main()
    {
        Log.Write("EdgeNet on ESP32");
        watchdog = new Watchdog("the app", Wiring.WatchdogSeconds);
        while (true)
        {
            watchdog.Beat();
            try
            {
                Setup();
                Run();
            }
            catch (OutOfMemoryException)
            {
                Pause("not enough memory");
            }
            catch (Exception e)
            {
                Pause(ErrorText.Of(e));
            }
        }
    }

    // Where EdgeNetHttp is true, Http/Network.cs has these two; else they are left out, and nothing of a network is loaded.
    static partial void OpenNetwork();

    static partial void LookAtNetwork();

    // What has been set up stays so.
    private static void Setup()
    {
        if (led == null)
        {
            Configuration.SetPinFunction(Wiring.DataPin, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(Wiring.ClockPin, DeviceFunction.I2C1_CLOCK);
            Configuration.SetPinFunction(Wiring.LinkReceivePin, DeviceFunction.COM2_RX);
            Configuration.SetPinFunction(Wiring.LinkTransmitPin, DeviceFunction.COM2_TX);
            led = new GpioController().OpenPin(Wiring.LedPin, PinMode.Output);
        }

        if (sensors == null)
        {
            sensors = new SensorList(Wiring.Sensors(Serve));
        }

        if (store == null)
        {
            store = new ModelStore(Wiring.Storage);
            mailbox = new Mailbox(store, Wiring.NewModelPath);
            OpenLink();
            OpenNetwork();
        }
    }

    // A board whose firmware has no such port goes on without it.
    private static void OpenLink()
    {
        try
        {
            link = new BoardLink(new SerialPort(Wiring.LinkPort, Wiring.LinkBaudRate), store, Wiring.BoardName, sensors.Found.Count);
            link.Sensors = sensors;
        }
        catch (Exception e)
        {
            Report(Wiring.LinkPort + " cannot be opened: " + ErrorText.Of(e));
        }
    }

    // Runs the model that the store starts; returns when there is another one, or, without a model, when it is time to look again.
    private static void Run()
    {
        led.Write(PinValue.Low);
        ClassifierLoop loop;
        lock (store)
        {
            LookAtNetwork();
            modelChanged = false;
            loop = Load();
        }

        silentSensors = 0;
        long lookAgain = Now() + Wiring.RetryMilliseconds;
        while (!modelChanged && (loop != null || Now() < lookAgain))
        {
            IInputSource asked = link == null ? null : link.SensorWanted;
            if (loop != null && (asked == null || asked == loop.Source))
            {
                Classify(loop);
            }
            else
            {
                Collect(asked);
            }
        }
    }

    private static ClassifierLoop Load()
    {
        mailbox.Install();
        watchdog.Beat();
        Network network = store.Start();
        Report(mailbox.Problem);
        Report(store.Problem);
        if (network == null)
        {
            return null;
        }

        IInputSource source = sensors.For(network);
        if (source == null)
        {
            string misfit = "the model expects " + network.InputCount + " values, but " + sensors;
            Report(misfit);
            return store.Reject(misfit) ? Load() : null;
        }

        Log.Write("model loaded from slot " + store.ActiveSlot + ", " + network.OutputCount + " labels, reads " + source.Name);
        ClassifierLoop loop = new ClassifierLoop(network, source, new AnswerFilter(Wiring.FilterWindow, Wiring.EnterPercent, Wiring.LeavePercent));
        loop.AnswerChanged += OnAnswerChanged;
        return loop;
    }

    private static void Classify(ClassifierLoop loop)
    {
        Announce(loop.Source);
        int wait = loop.Step();
        if (wait == 0)
        {
            Offer(loop.Values);
        }

        if (store.OnProbation && loop.Classifications >= Wiring.ConfirmAfter)
        {
            Confirm();
        }

        Serve(Wiring.PauseMilliseconds + wait);
    }

    // A model that came while this one was on probation has waited in the mailbox.
    private static void Confirm()
    {
        lock (store)
        {
            if (store.Confirm())
            {
                Log.Write("model confirmed");
                modelChanged |= mailbox.IsFull;
            }

            Report(store.Problem);
        }
    }

    // Without a model the board can still collect the readings that one is trained with, and with one those of another sensor.
    private static void Collect(IInputSource asked)
    {
        IInputSource source = asked == null ? sensors.Found : asked;
        Announce(source);
        if (values == null || values.Length != source.Count)
        {
            values = new float[source.Count];
        }

        if (source.TryRead(values))
        {
            Offer(values);
        }
        else
        {
            Report(silentSensors++ < sensors.Count ? source.Problem : "");
            sensors.TryNext();
        }

        Serve(Wiring.PauseMilliseconds);
    }

    // Waits, and sees to the line and the network meanwhile.
    private static void Serve(int milliseconds)
    {
        LookAtNetwork();
        for (long end = Now() + milliseconds; Now() < end; Thread.Sleep(LinkPollMilliseconds))
        {
            watchdog.Beat();
            if (link != null)
            {
                link.Poll();
                modelChanged |= link.ModelChanged;
                link.ModelChanged = false;
            }
        }
    }

    private static void Announce(IInputSource source)
    {
        if (link != null)
        {
            link.ValueCount = source.Count;
        }
    }

    private static void Offer(float[] reading)
    {
        if (link != null)
        {
            link.Offer(reading);
        }
    }

    // Milliseconds since power on: the clock of the day may be set at any time.
    private static long Now()
    {
        return Environment.TickCount64;
    }

    private static void Report(string problem)
    {
        if (problem.Length > 0)
        {
            Log.Write("error: " + problem);
            Log.LastEvent = problem;
        }
    }

    private static void Pause(string problem)
    {
        Report(problem);
        Thread.Sleep(Wiring.RetryMilliseconds);
    }

    private static void OnAnswerChanged(int label, string text)
    {
        led.Write(label == Wiring.LitLabel ? PinValue.High : PinValue.Low);
    }
}
