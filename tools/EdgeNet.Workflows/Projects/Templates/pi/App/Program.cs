using System.Device.Gpio;
using EdgeNet.Core;
using EdgeNet.Device;
using $Name$;

const int LedPin = 17;

Network network = Network.Load(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "model.edgenet")));
using GpioController pins = new();
pins.OpenPin(LedPin, PinMode.Output);

// The last five answers are averaged: a label is shown from 60 % and dropped below 40 %.
ClassifierLoop loop = new(new TimedNetwork(network, () => 1000 * Environment.TickCount64), new $SensorClass$(), new AnswerFilter(5, 60, 40));
loop.AnswerChanged += (_, text) => pins.Write(LedPin, text == $LitLabel$ ? PinValue.High : PinValue.Low);
loop.RunForever(100);
