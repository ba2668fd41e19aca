using EdgeNet.Device;

namespace $Name$;

/// <summary>Your sensor, to be filled in: TryRead takes a reading. Until then its values go up and down every two seconds, so that there is something to see.</summary>
internal sealed class MySensor : IInputSource
{
    public string Name => "MySensor";

    public int Count => $Values$;

    // Say here what went wrong where TryRead gives false.
    public string Problem => "";

    public bool TryRead(float[] values)
    {
        Array.Fill(values, Environment.TickCount64 % 4000 >= 2000 ? 1f : 0f);
        return true;
    }
}
