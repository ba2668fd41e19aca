namespace System.Device.Adc
{
    public abstract class AdcChannelBase
    {
        public abstract int ReadValue();
    }

    public class AdcChannel : AdcChannelBase, IDisposable
    {
        internal AdcChannel(AdcController controller, int channelNumber) => throw null;
        public override int ReadValue() => throw null;
        public void Dispose() => throw null;
    }

    public abstract class AdcControllerBase
    {
        public abstract AdcChannel OpenChannel(int channelNumber);
    }

    public class AdcController : AdcControllerBase
    {
        public AdcController() => throw null;
        public override AdcChannel OpenChannel(int channelNumber) => throw null;
    }
}
