using System.Buffers.Binary;
using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>I2S, as a receiver: the driver of nanoFramework's firmware, which waits in a read until all of it has arrived.</summary>
internal static unsafe class SoundFunctions
{
    private const string Settings = "System.Device.I2s.I2sConnectionSettings", Device = "System.Device.I2s.I2sDevice";

    // Of a reading in the driver: left and right, 32 bits each.
    private const int DriverBytes = 8;

    // Native instructions that a reading takes to be copied.
    private const int CopyCost = 60;

    // Numbers of nanoFramework's enumerations.
    private const int MasterReceiver = 1 | 8, Pdm = 64, Stereo = 0;

    private enum Field
    {
        Bus,
        Rate,
        Mode,
        Bits,
        Channels,
        Format,
        BufferBytes,
    }

    public static void Add(HostTable f, I2s buses)
    {
        // The defaults of the package.
        f.Add(Settings + "::.ctor(System.Int32)", (_, p, r) => new long[] { p[1], 44_100, Pdm, 16, Stereo, 1, 10_000 }.CopyTo(((Instance)r[0]!).Numbers, 0));
        AddProperty(f, "BusId", "System.Int32", Field.Bus);
        AddProperty(f, "SampleRate", "System.Int32", Field.Rate);
        AddProperty(f, "Mode", "System.Device.I2s.I2sMode", Field.Mode);
        AddProperty(f, "BitsPerSample", "System.Device.I2s.I2sBitsPerSample", Field.Bits);
        AddProperty(f, "ChannelFormat", "System.Device.I2s.I2sChannelFormat", Field.Channels);
        AddProperty(f, "CommunicationFormat", "System.Device.I2s.I2sCommunicationFormat", Field.Format);
        AddProperty(f, "BufferSize", "System.Int32", Field.BufferBytes);

        f.Add(Device + $"::.ctor({Settings})", (m, _, r) => Open(m, buses, (Instance)r[0]!, r[1]));
        f.Add(Device + $"::Create({Settings})", (m, _, r) =>
        {
            Instance device = m.Heap.Instance(m.World.Type(Device));
            Open(m, buses, device, r[0]);
            r[0] = device;
        });
        f.Add(Device + "::get_ConnectionSettings()", (_, _, r) => r[0] = HostValues.Native<Instance>(r[0]));
        f.Add(Device + "::Read(System.SpanByte)", (m, _, r) => Read(m, buses, HostValues.Native<Instance>(r[0]), ArrayFunctions.SpanOf(r[1])));
        f.Add(Device + "::Dispose()", (_, _, r) =>
        {
            if (((Instance)r[0]!).Native is Instance settings)
            {
                buses.Bus(Of(settings, Field.Bus)).Close();
                ((Instance)r[0]!).Native = null;
            }
        });
    }

    private static void AddProperty(HostTable f, string name, string type, Field field)
    {
        f.Add($"{Settings}::get_{name}()", (_, p, r) => p[0] = Of((Instance)r[0]!, field));
        f.Add($"{Settings}::set_{name}({type})", (_, p, r) => ((Instance)r[0]!).Numbers[(int)field] = p[1]);
    }

    private static int Of(Instance settings, Field field) => (int)settings.Numbers[(int)field];

    private static void Open(Machine m, I2s buses, Instance device, object? given)
    {
        Instance settings = given as Instance ?? throw new HostException("System.ArgumentNullException", null);
        if (Of(settings, Field.Mode) != MasterReceiver || Of(settings, Field.Channels) != Stereo)
        {
            throw m.Halt.Refuse("I2S is imitated with the mode Master | Rx and the channels RightLeft only: in other modes the firmware's driver receives nothing, or every second reading");
        }

        int buffers = Of(settings, Field.BufferBytes) / (DriverBytes * I2sReceiver.BufferReadings), bus = Of(settings, Field.Bus), rate = Of(settings, Field.Rate);
        bool fits = bus is 1 or 2 && !buses.Bus(bus).IsMissing && rate > 0 && buffers is >= 2 and <= 128 && Of(settings, Field.Bits) is 8 or 16 or 24 or 32;
        if (!fits)
        {
            throw new HostException("System.ArgumentException", null);
        }

        buses.Bus(bus).Open(m.NowMicroseconds, rate, buffers);
        device.Native = settings;
    }

    private static void Read(Machine m, I2s buses, Instance settings, Span<byte> into)
    {
        I2sBus bus = buses.Bus(Of(settings, Field.Bus));
        I2sReceiver receiver = bus.Receiver ?? throw new HostException("System.ObjectDisposedException", null);
        int sampleBytes = Of(settings, Field.Bits) / 8, readingBytes = 2 * sampleBytes;

        // In whole numbers, as the driver computes it: with 24 bits it reads less than was asked for.
        int readings = into.Length * (DriverBytes / readingBytes) / DriverBytes;
        Span<byte> sound = stackalloc byte[4];
        for (int reading = 0; reading < readings; reading++)
        {
            if (receiver.NextAt > m.NowMicroseconds)
            {
                m.SleepUntil(receiver.NextAt);
            }

            short heard = bus.Sound(receiver.Take(m.NowMicroseconds) / 1e6);
            Span<byte> both = into.Slice(reading * readingBytes, readingBytes);
            both.Clear();

            // The upper bytes of 32 bits, of which the microphone fills the upper half.
            BinaryPrimitives.WriteInt32LittleEndian(sound, heard << 16);
            sound[^sampleBytes..].CopyTo(both[(bus.IsRight ? sampleBytes : 0)..]);
        }

        m.Charge(readings * CopyCost);
    }
}
