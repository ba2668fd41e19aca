using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EdgeNet.Deployment.Osc;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Tests;

/// <summary>A UDP port with Open Sound Control, and others that send to it.</summary>
public sealed class OscPortTests : IDisposable
{
    private readonly Socket _other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly OscPort _port;

    public OscPortTests()
    {
        _other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _other.ReceiveTimeout = 10_000;
        _port = OscPort.Open(IPAddress.Loopback, 0, "localhost", ((IPEndPoint)_other.LocalEndPoint!).Port);
    }

    public void Dispose()
    {
        _port.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Packets_arrive_and_what_is_none_is_said_and_survived()
    {
        BlockingCollection<string> heard = [];
        using CancellationTokenSource ended = new();
        Task run = _port.RunAsync(p => heard.Add(p.Messages.Single().Address), heard.Add, ended.Token);
        foreach (byte[] datagram in new byte[][] { [], [1, 2, 3], new byte[60_000], OscWriter.Write(new OscMessage("/after")) })
        {
            _other.SendTo(datagram, _port.Local);
        }

        Assert.Equal("a datagram from 127.0.0.1 is not Open Sound Control: byte 0: there is nothing", Next());
        Assert.Contains("byte 0: it begins neither with / as an address nor with #bundle", Next());
        Assert.Contains("byte 0", Next());
        Assert.Equal("/after", Next());
        await ended.CancelAsync();
        await run;

        string Next() => heard.TryTake(out string? text, TimeSpan.FromSeconds(10)) ? text : "nothing";
    }

    [Fact]
    public void Messages_go_to_the_host_and_nobody_there_does_not_matter()
    {
        OscMessage message = new("/wek/outputs", 1f, 2f);
        Assert.Null(_port.Send(message));
        byte[] got = new byte[100];
        Assert.Equal(OscWriter.Write(message), got[.._other.Receive(got)]);
        _other.Close();
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(_port.Send(message));
        }
    }

    [Fact]
    public void A_port_in_use_and_a_host_that_does_not_exist_are_refused()
    {
        int taken = ((IPEndPoint)_other.LocalEndPoint!).Port;
        Assert.Contains($"UDP port {taken} of 127.0.0.1 is in use", Assert.Throws<UserException>(() => OscPort.Open(IPAddress.Loopback, taken, "localhost", 12000)).Message);
        Assert.Contains("cannot listen on UDP port", Assert.Throws<UserException>(() => OscPort.Open(IPAddress.Parse("192.0.2.1"), 0, "localhost", 12000)).Message);
        Assert.StartsWith("no.such.invalid: no such host", Assert.Throws<UserException>(() => OscPort.Open(IPAddress.Loopback, 0, "no.such.invalid", 12000)).Message);
    }
}
