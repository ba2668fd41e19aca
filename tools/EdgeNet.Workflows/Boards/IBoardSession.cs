using EdgeNet.Deployment.Serial;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A board that runs while it is looked at, virtual or real. It may be used from any thread. What is done over its serial line is in <see cref="BoardWork"/>.</summary>
public interface IBoardSession : IDisposable
{
    /// <summary>What can be seen of it now.</summary>
    BoardState State { get; }

    /// <summary>Uses the board's serial line, alone.</summary>
    /// <param name="use">What to do; it must not dispose the line.</param>
    /// <exception cref="UserException">The line is in use, or cannot be opened, or it is gone; or what the action throws.</exception>
    void UseLine(Action<ISerialLine> use);
}
