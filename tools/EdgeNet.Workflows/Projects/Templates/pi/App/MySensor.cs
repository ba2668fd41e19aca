using EdgeNet.Device;

namespace $Name$;

/// <summary>Your sensor: fill in TryRead, which reads it. Until then the values go up and down every two seconds, so that there is something to see.</summary>
internal sealed class MySensor : IInputSource
{
    public string Name => "MySensor";

    public int Count => $Values$;

    // What went wrong when TryRead returned false.
    public string Problem => "";

    public bool TryRead(float[] values)
    {
        Array.Fill(values, Environment.TickCount64 % 4000 >= 2000 ? 1f : 0f);
        return true;
    }
}
