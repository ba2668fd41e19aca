using EdgeNet.Core;

namespace EdgeNet.Workflows;

/// <summary>The stream that a project's app listens to.</summary>
/// <param name="Kind">The sensor that the model was trained on, of <see cref="ModelFormat"/>; 0 if unknown.</param>
/// <param name="Channels">Values per reading.</param>
/// <param name="Rate">Readings per second.</param>
/// <param name="FullScale">The largest value that the sensor is set to measure; 0 if the model does not say.</param>
/// <param name="Fft">Points of the transforms that need straight-line code.</param>
internal sealed record ProjectStream(int Kind, int Channels, float Rate, float FullScale, IReadOnlyList<int> Fft)
{
    // What an ESP32 has time for.
    private const float SoundRate = 8000;

    // The windows of the project's test: short, so that it takes little time.
    private const float TestWindowSeconds = 0.2f;

    /// <summary>Its sensor; None for one that the user adds.</summary>
    public ProjectSensor Sensor => Kind switch
    {
        ModelFormat.MotionSensor => ProjectSensor.Mpu6886,
        ModelFormat.AnalogInput => ProjectSensor.Analog,
        ModelFormat.Microphone => ProjectSensor.Microphone,
        _ => ProjectSensor.None,
    };

    /// <summary>Readings of a window of the project's test.</summary>
    public int TestWindow => (int)MathF.Ceiling(Rate * TestWindowSeconds);

    /// <summary>Readings from one such window to the next.</summary>
    public int TestStride => (TestWindow + 1) / 2;

    /// <summary>The stream of a model; without one, sound if the sensor is a microphone.</summary>
    /// <param name="model">The model; null if models arrive later.</param>
    /// <param name="sensor">The sensor that was asked for; null for that of the model.</param>
    /// <returns>The stream; null for an app that takes single readings.</returns>
    public static ProjectStream? Of(LoadedModel? model, ProjectSensor? sensor)
    {
        if (model is null || !model.Model.HasSignal)
        {
            return sensor == ProjectSensor.Microphone ? new ProjectStream(ModelFormat.Microphone, 1, SoundRate, 0, ProjectParts.FftSizes) : null;
        }

        SignalInfo info = SignalInfo.Of(model.Model);
        SensorInfo? trained = model.Model.Sensor;
        return new ProjectStream(trained?.Kind ?? 0, info.Channels, info.Rate, trained?.FullScale ?? 0, TransformsOf(info));
    }

    /// <summary>Points of the transforms that a pipeline computes.</summary>
    /// <param name="info">The pipeline.</param>
    /// <returns>Each size once; none where there is no transform.</returns>
    public static IReadOnlyList<int> TransformsOf(SignalInfo info) => [.. info.Stages.Select(stage => stage switch
    {
        SpectralStage spectral => spectral.Points,
        EiStage front => front.Points,
        _ => 0,
    }).Where(points => points > 0).Distinct().Order()];
}
