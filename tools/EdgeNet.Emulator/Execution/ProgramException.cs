namespace EdgeNet.Emulator.Execution;

/// <summary>An exception of the program on the board, on its way through the interpreter.</summary>
internal sealed class ProgramException(Instance thrown) : Exception
{
    public Instance Thrown => thrown;
}

/// <summary>The board stops: its power goes, or its time is up. No handler of the program sees it.</summary>
internal sealed class BoardStopException(string reason) : Exception(reason);
