using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Receives a board's labels.</summary>
public static class LabelWatch
{
    // The number of labels requested at a time, so that the board stops when nobody listens any more.
    private const int Lease = 20;
    private const int MaxSilentWaits = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Receives labels.</summary>
    /// <param name="client">The board.</param>
    /// <param name="count">How many labels; null for no limit.</param>
    /// <param name="seen">Called with each.</param>
    /// <param name="cancellation">Ends early.</param>
    /// <returns>How many were received.</returns>
    /// <exception cref="UserException">The board does not answer, has no model, sends no labels, or its app is too old.</exception>
    public static int Run(BoardClient client, int? count, Action<LabelMessage> seen, CancellationToken cancellation)
    {
        int got = 0, leased = 0, silent = 0, last = -1;
        client.LabelReceived = message =>
        {
            int number = MessageParts.Number(message);
            if (number == last || got == count || cancellation.IsCancellationRequested
                || LabelMessage.Read(message, Frames.PrefixBytes, message.Length - Frames.PrefixBytes) is not LabelMessage label)
            {
                return;
            }

            (last, silent, leased) = (number, 0, Math.Max(0, leased - 1));
            got++;
            seen(label);
        };
        try
        {
            if (client.HelloFor(LinkProtocol.Watch, cancellation).Slot == HelloMessage.NoSlot)
            {
                throw new UserException("the board has no model; send one with edgenet deploy");
            }

            while (got != count)
            {
                cancellation.ThrowIfCancellationRequested();
                if (leased <= Lease / 4 || silent > 0)
                {
                    leased = Lease;
                    Ask(client, Lease, cancellation);
                }

                if (++silent > MaxSilentWaits)
                {
                    string words = client.Hello(cancellation).LastEvent;
                    throw new UserException($"the board answers but sends no labels{(words.Length > 0 ? $": {words}" : "; is its sensor connected?")}");
                }

                client.Listen(Patience, () => silent == 0 || got == count);
            }

            Ask(client, 0, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The board stops by itself when its lease runs out.
        }
        finally
        {
            client.LabelReceived = null;
        }

        return got;
    }

    private static void Ask(BoardClient client, int labels, CancellationToken cancellation)
    {
        StatusMessage status = client.Order(LinkProtocol.Watch, WatchMessage.Create(labels), cancellation);
        if (!status.Succeeded)
        {
            throw new UserException($"the board cannot be watched: {status.Problem}");
        }
    }
}
