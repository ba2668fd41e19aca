using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>
/// Makes a board send messages until there are enough. It is asked for a few at a time, so that it stops when nobody listens any more,
/// and asked again when they run out or when nothing useful has come for a second.
/// </summary>
/// <param name="client">The board.</param>
/// <param name="ask">Asks for <see cref="Messages"/> messages.</param>
internal sealed class Lease(BoardClient client, Action ask)
{
    /// <summary>The number of messages requested at a time.</summary>
    public const int Messages = 20;

    private const int MaxSilentWaits = 10;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private int _left;
    private int _silentWaits;

    /// <summary>How long a board may send nothing useful, in seconds.</summary>
    public static double MaxSilentSeconds => MaxSilentWaits * Wait.TotalSeconds;

    /// <summary>To be called for each message.</summary>
    /// <param name="isUseful">Whether it was what the board was asked for.</param>
    public void Count(bool isUseful)
    {
        _left = Math.Max(0, _left - 1);
        if (isUseful)
        {
            _silentWaits = 0;
        }
    }

    /// <summary>Listens until there is enough.</summary>
    /// <param name="enough">Whether there is.</param>
    /// <param name="silence">What to say if nothing useful comes, given a hint at the cause to put behind it.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="UserException">Nothing useful has come for <see cref="MaxSilentSeconds"/>, or the board does not answer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(Func<bool> enough, Func<string, string> silence, CancellationToken cancellation)
    {
        while (!enough())
        {
            cancellation.ThrowIfCancellationRequested();
            if (_left <= Messages / 4 || _silentWaits > 0)
            {
                _left = Messages;
                ask();
            }

            if (++_silentWaits > MaxSilentWaits)
            {
                string words = client.Hello(cancellation).LastEvent;
                throw new UserException(silence(words.Length > 0 ? $": {words}" : "; is its sensor connected?"));
            }

            client.Listen(Wait, () => _silentWaits == 0 || enough());
        }
    }
}
