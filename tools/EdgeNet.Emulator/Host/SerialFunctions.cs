using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>Serial ports.</summary>
internal static unsafe class SerialFunctions
{
    private const double BitsAByte = 10;

    public static void Add(HostTable f, Uart uart)
    {
        const string Port = "System.IO.Ports.SerialPort";
        f.Add(Port + "::.ctor(System.String,System.Int32,System.IO.Ports.Parity,System.Int32,System.IO.Ports.StopBits)", (m, p, r) =>
        {
            UartPort port = uart.Port(HostValues.Text(r[1]));
            port.BaudRate = p[2] > 0 ? (int)p[2] : throw new HostException("System.ArgumentOutOfRangeException", null);
            ((Instance)r[0]!).Native = port;
        });
        f.Add(Port + "::get_ReadBufferSize()", (_, p, r) => p[0] = Of(r[0]).BufferBytes);
        f.Add(Port + "::set_ReadBufferSize(System.Int32)", (_, p, r) =>
        {
            UartPort port = Of(r[0]);
            port.BufferBytes = port.IsOpen ? throw new HostException("System.InvalidOperationException", null)
                : p[1] > 0 ? (int)p[1] : throw new HostException("System.ArgumentOutOfRangeException", null);
        });
        f.Add(Port + "::set_ReadTimeout(System.Int32)", (_, _, r) => Of(r[0]));
        f.Add(Port + "::set_WriteTimeout(System.Int32)", (_, _, r) => Of(r[0]));
        f.Add(Port + "::Open()", (_, _, r) => Of(r[0]).IsOpen = Of(r[0]).IsMissing ? throw new HostException("System.IO.IOException", "no such port")
            : Of(r[0]).IsOpen ? throw new HostException("System.InvalidOperationException", null) : true);
        f.Add(Port + "::Close()", (_, _, r) => Of(r[0]).IsOpen = false);
        f.Add(Port + "::Dispose()", (_, _, r) => Of(r[0]).IsOpen = false);
        f.Add(Port + "::get_BytesToRead()", (_, p, r) => p[0] = Open(r[0]).Waiting);
        f.Add(Port + "::Read(System.Byte[],System.Int32,System.Int32)", (m, p, r) =>
        {
            p[0] = Open(r[0]).Read(ArrayFunctions.Part(r[1], p[2], p[3]));
            m.Charge(p[0] * 20);
        });
        f.Add(Port + "::Write(System.Byte[],System.Int32,System.Int32)", (m, p, r) =>
        {
            UartPort port = Open(r[0]);
            byte[] bytes = ArrayFunctions.Part(r[1], p[2], p[3]).ToArray();
            m.SleepUntil(m.NowMicroseconds + (bytes.Length * BitsAByte * 1e6 / port.BaudRate));
            port.Write(bytes);
        });
    }

    private static UartPort Of(object? reference) => HostValues.Native<UartPort>(reference);

    private static UartPort Open(object? reference) => Of(reference) is { IsOpen: true } port ? port : throw new HostException("System.InvalidOperationException", null);
}
