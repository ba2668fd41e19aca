using System.Net;
using System.Net.Sockets;
using EdgeNet.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeNet.Deployment.Serving;

/// <summary>What the HTTP servers of a command have in common: they print nothing, leave Ctrl-C to the command, and say in one line why they cannot start.</summary>
public static class QuietServer
{
    // For what is being sent when a server is ended.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>Begins a server.</summary>
    /// <returns>Its builder.</returns>
    public static WebApplicationBuilder CreateBuilder()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();

        // Ctrl-C is the command's, which ends the server in its own time.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LastWords);
        return builder;
    }

    /// <summary>Checks an address to listen on.</summary>
    /// <param name="address">An address of this machine.</param>
    /// <exception cref="UserException">It may be in any network.</exception>
    public static void CheckAddress(IPAddress address)
    {
        if (address is { IsIPv6LinkLocal: true, ScopeId: 0 })
        {
            throw new UserException($"{address} may be in any network: add the name of the network, as in {address}%{LocalAddresses.Networks().FirstOrDefault("eth0")}");
        }
    }

    /// <summary>Starts a server, which is disposed of if it cannot start.</summary>
    /// <param name="app">The server.</param>
    /// <param name="address">Address that it listens on.</param>
    /// <param name="port">Port that it listens on, 0 for any that is free.</param>
    /// <exception cref="UserException">The address is not one of this machine, or the port is in use.</exception>
    public static async Task StartAsync(WebApplication app, IPAddress address, int port)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new UserException(e is SocketException { SocketErrorCode: SocketError.AddressNotAvailable }
                ? $"{address} is not an address of this machine; --address must be one of {string.Join(", ", LocalAddresses.All().Select(a => a.ToString()))}"
                : $"port {port} of {address} cannot be used ({e.Message}); choose another port with --port", e);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
