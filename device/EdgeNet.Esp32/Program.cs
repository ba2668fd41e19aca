using System;
using System.Device.Gpio;
using System.Device.I2c;
using System.Diagnostics;
using System.IO;
using System.Threading;
using EdgeNet.Core;
using EdgeNet.Device;
using nanoFramework.Hardware.Esp32;

namespace EdgeNet.Esp32;

/// <summary>The ESP32 app: an AMG8833 thermal camera, an LED, and whatever model lies on internal storage.</summary>
public static class Program
{
    private static GpioPin led;

    /// <summary>Runs until the power goes. Whatever goes wrong is reported and tried again.</summary>
    public static void Main()
    {
        Debug.WriteLine("EdgeNet on ESP32");
        while (true)
        {
            try
            {
                Run();
            }
            catch (OutOfMemoryException)
            {
                Debug.WriteLine("error: not enough memory");
            }
            catch (Exception e)
            {
                Debug.WriteLine("error: " + e.Message);
            }

            Thread.Sleep(Wiring.RetryMilliseconds);
        }
    }

    // Returns only if there is nothing to run.
    private static void Run()
    {
        if (led == null)
        {
            Configuration.SetPinFunction(Wiring.DataPin, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(Wiring.ClockPin, DeviceFunction.I2C1_CLOCK);
            led = new GpioController().OpenPin(Wiring.LedPin, PinMode.Output);
        }

        led.Write(PinValue.Low);
        ModelStore store = new ModelStore(Wiring.Storage);
        bool refused = !store.Install(Wiring.NewModelPath) && File.Exists(Wiring.NewModelPath);
        string refusal = refused ? store.Problem : "";
        Network network = store.Start();
        Report(refusal);
        if (store.Problem != refusal)
        {
            Report(store.Problem);
        }

        if (network == null)
        {
            return;
        }

        using (I2cDevice sensor = I2cDevice.Create(new I2cConnectionSettings(Wiring.I2cBus, Wiring.SensorAddress, I2cBusSpeed.FastMode)))
        {
            Amg8833Source source = new Amg8833Source(sensor);
            if (!ClassifierLoop.Fits(network, source))
            {
                Debug.WriteLine("error: the model takes " + network.InputCount + " values, the sensor gives " + source.Count);
                return;
            }

            Debug.WriteLine("model loaded from slot " + store.ActiveSlot + ", " + network.OutputCount + " labels");
            ClassifierLoop loop = new ClassifierLoop(network, source, new AnswerFilter(Wiring.FilterWindow, Wiring.EnterPercent, Wiring.LeavePercent));
            loop.AnswerChanged += OnAnswerChanged;
            while (store.OnProbation)
            {
                Thread.Sleep(Wiring.PauseMilliseconds + loop.Step());
                if (loop.Classifications >= Wiring.ConfirmAfter)
                {
                    store.Confirm();
                    Debug.WriteLine("model confirmed");
                }
            }

            loop.RunForever(Wiring.PauseMilliseconds);
        }
    }

    private static void Report(string problem)
    {
        if (problem.Length > 0)
        {
            Debug.WriteLine("error: " + problem);
        }
    }

    private static void OnAnswerChanged(int label, string text)
    {
        led.Write(label == Wiring.LitLabel ? PinValue.High : PinValue.Low);
    }
}
