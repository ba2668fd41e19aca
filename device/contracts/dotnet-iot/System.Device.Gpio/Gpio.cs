namespace System.Device.Gpio;

public enum PinMode
{
    Input,
    Output,
    InputPullDown,
    InputPullUp,
}

public readonly struct PinValue
{
    public static PinValue High => throw null!;

    public static PinValue Low => throw null!;
}

public class GpioPin
{
}

public class GpioController : IDisposable
{
    public GpioController() => throw null!;

    public GpioPin OpenPin(int pinNumber, PinMode mode) => throw null!;

    public virtual void Write(int pinNumber, PinValue value) => throw null!;

    public void Dispose() => throw null!;

    protected virtual void Dispose(bool disposing) => throw null!;
}
