using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>I2C, GPIO, ADC and the ESP32's own functions.</summary>
internal sealed unsafe class HardwareFunctions(Hardware hardware)
{
    public void Add(HostTable f)
    {
        AddI2c(f);
        AddPins(f);
        f.Add("nanoFramework.Hardware.Esp32.Configuration::SetPinFunction(System.Int32,nanoFramework.Hardware.Esp32.DeviceFunction)",
            (m, p, _) => hardware.Gpio.SetFunction((int)p[0], (int)p[1]));
        f.Add("nanoFramework.Hardware.Esp32.NativeMemory::GetMemoryInfo(nanoFramework.Hardware.Esp32.NativeMemory/MemoryType,System.UInt32&,System.UInt32&,System.UInt32&)",
            (m, _, r) =>
            {
                long free = m.Heap.Free;
                ((ManagedPointer)r[1]!).Number = m.Heap.Capacity;
                ((ManagedPointer)r[2]!).Number = free;
                ((ManagedPointer)r[3]!).Number = free;
            });
        f.Add("nanoFramework.Hardware.Esp32.HighResTimer::.ctor()", (_, _, _) => { });
        f.Add("nanoFramework.Hardware.Esp32.HighResTimer::GetCurrent()", (m, p, _) => p[0] = (long)m.NowMicroseconds);
        f.Add("nanoFramework.Hardware.Esp32.HighResTimer::Dispose()", (_, _, _) => { });
        f.Add("nanoFramework.Runtime.Native.Power::RebootDevice(nanoFramework.Runtime.Native.RebootOption)", (m, _, _) => throw m.Halt.Restart());
        f.Add("nanoFramework.Runtime.Native.GC::Run(System.Boolean)", (m, p, _) =>
        {
            m.Heap.Collect();
            p[0] = m.Heap.Free;
        });
        f.Add("nanoFramework.Runtime.Native.GC::EnableGCMessages(System.Boolean)", (_, _, _) => { });
    }

    private void AddI2c(HostTable f)
    {
        const string Settings = "System.Device.I2c.I2cConnectionSettings";
        f.Add(Settings + "::.ctor(System.Int32,System.Int32)", (_, p, r) => (((Instance)r[0]!).Numbers[0], ((Instance)r[0]!).Numbers[1]) = (p[1], p[2]));
        f.Add(Settings + "::.ctor(System.Int32,System.Int32,System.Device.I2c.I2cBusSpeed)", (_, p, r) =>
            (((Instance)r[0]!).Numbers[0], ((Instance)r[0]!).Numbers[1], ((Instance)r[0]!).Numbers[2]) = (p[1], p[2], p[3]));
        f.Add(Settings + "::get_BusId()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[0]);
        f.Add(Settings + "::get_DeviceAddress()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[1]);
        f.Add(Settings + "::get_BusSpeed()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[2]);

        const string Device = "System.Device.I2c.I2cDevice";
        f.Add(Device + $"::.ctor({Settings})", (_, _, r) => ((Instance)r[0]!).Native = r[1] ?? throw new HostException("System.ArgumentNullException", null));
        f.Add(Device + $"::Create({Settings})", (m, _, r) =>
        {
            Instance device = m.Heap.Instance(m.World.Type(Device));
            device.Native = r[0] ?? throw new HostException("System.ArgumentNullException", null);
            r[0] = device;
        });
        f.Add(Device + "::get_ConnectionSettings()", (_, _, r) => r[0] = HostValues.Native<Instance>(r[0]));
        f.Add(Device + "::Write(System.SpanByte)", (m, _, r) => r[0] = Transfer(m, r[0], ArrayFunctions.SpanOf(r[1]), default));
        f.Add(Device + "::WriteByte(System.Byte)", (m, p, r) => r[0] = Transfer(m, r[0], [(byte)p[1]], default));
        f.Add(Device + "::Read(System.SpanByte)", (m, _, r) => r[0] = Transfer(m, r[0], default, ArrayFunctions.SpanOf(r[1])));
        f.Add(Device + "::WriteRead(System.SpanByte,System.SpanByte)", (m, _, r) => r[0] = Transfer(m, r[0], ArrayFunctions.SpanOf(r[1]), ArrayFunctions.SpanOf(r[2])));
        f.Add(Device + "::ReadByte()", (m, p, r) =>
        {
            Span<byte> one = stackalloc byte[1];
            Transfer(m, r[0], default, one);
            p[0] = one[0];
        });
        f.Add(Device + "::Dispose()", (_, _, r) => ((Instance)r[0]!).Native = null);
        f.Add("System.Device.I2c.I2cTransferResult::get_BytesTransferred()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[0]);
        f.Add("System.Device.I2c.I2cTransferResult::get_Status()", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[1]);
    }

    private Instance Transfer(Machine m, object? device, ReadOnlySpan<byte> write, Span<byte> read)
    {
        Instance settings = HostValues.Native<Instance>(device);
        int bytes = write.Length + read.Length;

        // Nine clock cycles a byte at 400 kHz (or 100 kHz), and the address.
        double clock = settings.Numbers[2] == 0 ? 100_000 : 400_000;
        bool hangs = hardware.I2c.Hangs?.Invoke((int)settings.Numbers[1], m.NowMicroseconds) == true;
        m.SleepUntil(hangs ? double.MaxValue : m.NowMicroseconds + ((bytes + 1) * 9 * 1e6 / clock));
        I2cOutcome outcome = hardware.I2c.Transfer((int)settings.Numbers[0], (int)settings.Numbers[1], m.NowMicroseconds, write, read);
        return HostValues.Struct(m, "System.Device.I2c.I2cTransferResult", outcome == I2cOutcome.FullTransfer ? bytes : 0, (int)outcome);
    }

    private void AddPins(HostTable f)
    {
        const string Value = "System.Device.Gpio.PinValue", Pin = "System.Device.Gpio.GpioPin", Controller = "System.Device.Gpio.GpioController";
        f.Add(Value + "::get_High()", (m, _, r) => r[0] = HostValues.Struct(m, Value, 1));
        f.Add(Value + "::get_Low()", (m, _, r) => r[0] = HostValues.Struct(m, Value, 0));
        f.Add(Value + "::op_Implicit(System.Int32)", (m, p, r) => r[0] = HostValues.Struct(m, Value, p[0] == 0 ? 0 : 1));
        f.Add(Value + "::op_Implicit(System.Boolean)", (m, p, r) => r[0] = HostValues.Struct(m, Value, p[0]));
        f.Add(Value + $"::op_Explicit({Value})", (_, p, r) => p[0] = ((Instance)r[0]!).Numbers[0]);

        f.Add(Controller + "::.ctor()", (_, _, _) => { });
        f.Add(Controller + "::Dispose()", (_, _, _) => { });
        f.Add(Controller + "::OpenPin(System.Int32)", (m, p, r) => r[0] = OpenPin(m, (int)p[1]));
        f.Add(Controller + "::OpenPin(System.Int32,System.Device.Gpio.PinMode)", (m, p, r) => r[0] = OpenPin(m, (int)p[1]));
        f.Add(Pin + "::get_PinNumber()", (_, p, r) => p[0] = HostValues.Native<GpioLine>(r[0]).Number);
        f.Add(Pin + "::Read()", (m, _, r) => r[0] = HostValues.Struct(m, Value, HostValues.Native<GpioLine>(r[0]).Read(m.NowMicroseconds) ? 1 : 0));
        f.Add(Pin + $"::Write({Value})", (m, _, r) => HostValues.Native<GpioLine>(r[0]).Set(((Instance)r[1]!).Numbers[0] != 0, m.NowMicroseconds));
        f.Add(Pin + "::Toggle()", (m, _, r) => HostValues.Native<GpioLine>(r[0]).Set(!HostValues.Native<GpioLine>(r[0]).Level, m.NowMicroseconds));
        f.Add(Pin + "::Dispose()", (_, _, r) => ((Instance)r[0]!).Native = null);

        f.Add("System.Device.Adc.AdcController::.ctor()", (_, _, _) => { });
        f.Add("System.Device.Adc.AdcControllerBase::.ctor()", (_, _, _) => { });
        f.Add("System.Device.Adc.AdcController::OpenChannel(System.Int32)", (m, p, r) =>
        {
            Instance channel = m.Heap.Instance(m.World.Type("System.Device.Adc.AdcChannel"));
            channel.Native = hardware.Adc.Channel((int)p[1]);
            r[0] = channel;
        });
        f.Add("System.Device.Adc.AdcChannel::ReadValue()", (m, p, r) => p[0] = HostValues.Native<AdcInput>(r[0]).Read(m.NowMicroseconds));
        f.Add("System.Device.Adc.AdcChannel::Dispose()", (_, _, r) => ((Instance)r[0]!).Native = null);
    }

    private Instance OpenPin(Machine m, int number)
    {
        Instance pin = m.Heap.Instance(m.World.Type("System.Device.Gpio.GpioPin"));
        pin.Native = hardware.Gpio.Line(number);
        return pin;
    }
}
