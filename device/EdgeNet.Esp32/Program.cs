using System;
using System.Device.Gpio;
using System.Device.I2c;
using System.IO;
using System.IO.Ports;
using System.Threading;
using EdgeNet.Core;
using EdgeNet.Device;
using nanoFramework.Hardware.Esp32;

namespace EdgeNet.Esp32;

/// <summary>
/// The ESP32 app: an AMG8833 thermal camera, an LED, and whatever model its store holds. New models come by nanoff, over the serial
/// line or from a server, and are started as soon as they have been verified.
/// </summary>
public static class Program
{
    private const int LinkPollMilliseconds = 5;

    private static GpioPin led;
    private static Amg8833Source source;
    private static ModelStore store;
    private static BoardLink link;
    private static HttpUpdates http;
    private static long nextHttpStep;
    private static bool modelChanged;

    /// <summary>Runs until the power goes. Whatever goes wrong is reported and tried again.</summary>
    public static void Main()
    {
        Log.Write("EdgeNet on ESP32");
        while (true)
        {
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

        if (source == null)
        {
            source = new Amg8833Source(I2cDevice.Create(new I2cConnectionSettings(Wiring.I2cBus, Wiring.SensorAddress, I2cBusSpeed.FastMode)));
        }

        if (store == null)
        {
            store = new ModelStore(Wiring.Storage);
            http = Wiring.ModelUrl.Length > 0 ? new HttpUpdates(Wiring.ModelUrl, store, Wiring.HttpPollMilliseconds) : null;
            OpenLink();
        }
    }

    // A board whose firmware has no such port goes on without it.
    private static void OpenLink()
    {
        try
        {
            link = new BoardLink(new SerialPort(Wiring.LinkPort, Wiring.LinkBaudRate), store, Wiring.BoardName, source.Count);
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
        modelChanged = false;
        ClassifierLoop loop = Load();
        long lookAgain = Now() + Wiring.RetryMilliseconds;
        while (!modelChanged && (loop != null || Now() < lookAgain))
        {
            if (loop != null)
            {
                Classify(loop);
            }
            else
            {
                Collect();
            }
        }
    }

    private static ClassifierLoop Load()
    {
        string refusal = !store.Install(Wiring.NewModelPath) && File.Exists(Wiring.NewModelPath) ? store.Problem : "";
        Network network = store.Start();
        Report(refusal);
        Report(store.Problem == refusal ? "" : store.Problem);
        if (network == null)
        {
            return null;
        }

        if (!ClassifierLoop.Fits(network, source))
        {
            Report("the model takes " + network.InputCount + " values, the sensor gives " + source.Count);
            return null;
        }

        Log.Write("model loaded from slot " + store.ActiveSlot + ", " + network.OutputCount + " labels");
        ClassifierLoop loop = new ClassifierLoop(network, source, new AnswerFilter(Wiring.FilterWindow, Wiring.EnterPercent, Wiring.LeavePercent));
        loop.AnswerChanged += OnAnswerChanged;
        return loop;
    }

    private static void Classify(ClassifierLoop loop)
    {
        int wait = loop.Step();
        if (wait == 0)
        {
            Offer(loop.Values);
        }

        if (store.OnProbation && loop.Classifications >= Wiring.ConfirmAfter)
        {
            store.Confirm();
            Log.Write("model confirmed");
        }

        Serve(Wiring.PauseMilliseconds + wait);
    }

    // Without a model the board can still collect the readings that one is trained with.
    private static void Collect()
    {
        float[] values = new float[source.Count];
        if (source.TryRead(values))
        {
            Offer(values);
        }

        Serve(Wiring.PauseMilliseconds);
    }

    // Waits, and sees to the line and the network meanwhile.
    private static void Serve(int milliseconds)
    {
        long end = Now() + milliseconds;
        if (http != null && Now() >= nextHttpStep)
        {
            nextHttpStep = http.Step() + Now();
            Report(http.Problem);
            modelChanged |= http.ModelChanged;
            http.ModelChanged = false;
        }

        while (Now() < end && !modelChanged)
        {
            if (link != null)
            {
                link.Poll();
                modelChanged |= link.ModelChanged;
                link.ModelChanged = false;
            }

            Thread.Sleep(LinkPollMilliseconds);
        }
    }

    private static void Offer(float[] values)
    {
        if (link != null)
        {
            link.Offer(values);
        }
    }

    // Milliseconds since power on: the clock of the day may be set at any time.
    private static long Now()
    {
        return (long)(HighResTimer.GetCurrent() / 1000);
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
