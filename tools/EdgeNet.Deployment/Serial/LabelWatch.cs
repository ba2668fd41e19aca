using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Receives a board's labels.</summary>
public static class LabelWatch
{
    /// <summary>Receives labels.</summary>
    /// <param name="client">The board.</param>
    /// <param name="count">How many labels; null for no limit.</param>
    /// <param name="seen">Called with each.</param>
    /// <param name="cancellation">Ends early.</param>
    /// <param name="pace">Called before a label by a board that listens to a stream: how it keeps up.</param>
    /// <returns>How many were received.</returns>
    /// <exception cref="UserException">The board does not answer, has no model, sends no labels, or its app is too old.</exception>
    public static int Run(BoardClient client, int? count, Action<LabelMessage> seen, CancellationToken cancellation, Action<PaceMessage>? pace = null)
    {
        Lease lease = new(client, () => Ask(client, Lease.Messages, cancellation));
        int got = 0, last = -1;
        client.LabelReceived = message =>
        {
            int number = MessageParts.Number(message);
            if (number == last || got == count || cancellation.IsCancellationRequested
                || LabelMessage.Read(message, Frames.PrefixBytes, message.Length - Frames.PrefixBytes) is not LabelMessage label)
            {
                return;
            }

            last = number;
            lease.Count(isUseful: true);
            got++;
            seen(label);
        };
        client.PaceReceived = message =>
        {
            if (PaceMessage.Read(message, Frames.PrefixBytes, message.Length - Frames.PrefixBytes) is PaceMessage read)
            {
                pace?.Invoke(read);
            }
        };
        try
        {
            if (client.HelloFor(LinkProtocol.Watch, cancellation).Slot == HelloMessage.NoSlot)
            {
                throw new UserException("the board has no model; send one with edgenet deploy");
            }

            lease.Run(() => got == count, hint => $"the board answers but sends no labels{hint}", cancellation);
            Ask(client, 0, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The board stops by itself when its lease runs out.
        }
        finally
        {
            client.LabelReceived = null;
            client.PaceReceived = null;
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
