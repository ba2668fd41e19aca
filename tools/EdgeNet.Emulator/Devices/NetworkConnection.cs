namespace EdgeNet.Emulator.Devices;

/// <summary>The board's way to the network.</summary>
internal sealed class NetworkConnection
{
    /// <summary>What carries HTTP requests; null if there is no network.</summary>
    public HttpMessageInvoker? Invoker { get; set; }

    /// <summary>Given the board time in microseconds, whether it is connected.</summary>
    public Func<double, bool>? Connected { get; set; }

    /// <summary>How long a connection takes to fail with a host that does not answer.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>What a read of a stream takes at least.</summary>
    public TimeSpan ReadTime { get; set; }

    public bool IsUp(double microseconds) => Invoker is not null && Connected?.Invoke(microseconds) != false;
}
