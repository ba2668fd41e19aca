using EdgeNet.Core;

namespace EdgeNet.Workflows;

/// <summary>Where the app on a live board gets its readings.</summary>
public enum BoardInput
{
    /// <summary>The thermal camera AMG8833, 64 values.</summary>
    Camera,

    /// <summary>The motion sensor MPU-6886 in windows of 25 readings, 150 values.</summary>
    Motion,

    /// <summary>The motion sensor as a stream.</summary>
    MotionStream,

    /// <summary>The microphone, a stream.</summary>
    Sound,

    /// <summary>A feeder of the test bench, which gives the board any samples: drawn pictures, rows of a table.</summary>
    Feeder,
}

/// <summary>Which sensor of the app a model takes.</summary>
internal static class BoardInputs
{
    private const int CameraValues = 64, MotionValues = 150, SoundChannels = 1;

    /// <summary>The input that the app would choose for a model; the feeder if it has no sensor for it.</summary>
    public static BoardInput Of(ModelFile model)
    {
        if (model.HasSignal)
        {
            bool isSound = model.Sensor is { } sensor ? sensor.Kind == ModelFormat.Microphone : SignalInfo.Of(model).Channels == SoundChannels;
            return isSound ? BoardInput.Sound : BoardInput.MotionStream;
        }

        return model.Input.Count switch
        {
            CameraValues => BoardInput.Camera,
            MotionValues => BoardInput.Motion,
            _ => BoardInput.Feeder,
        };
    }
}
