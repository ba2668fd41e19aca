using EdgeNet.Core;

namespace EdgeNet.Workflows;

/// <summary>What decides which of EdgeNet's sources a project needs.</summary>
/// <param name="Kind">What it runs on.</param>
/// <param name="Sensor">Its sensor.</param>
/// <param name="Link">How models reach it.</param>
/// <param name="Fft">If it listens to a stream, the points of the transforms that get straight-line code, none where its model has no FFT; null if it takes single readings.</param>
internal sealed record ProjectParts(ProjectKind Kind, ProjectSensor Sensor, ProjectLink Link, IReadOnlyList<int>? Fft)
{
    /// <summary>Points of all transforms that there are.</summary>
    public static IReadOnlyList<int> FftSizes { get; } = [.. Enumerable.Range(0, 30).Select(bit => 1 << bit).Where(RealFft.IsPoints)];

    /// <summary>Whether it listens to a stream.</summary>
    public bool Streams => Fft is not null;

    /// <summary>What it needs, by the words of <see cref="EdgeNetFolder"/> and of templates.</summary>
    public IReadOnlySet<string> Needs => new HashSet<string>(
    [
        Sensor.Word(), Sensor.Word() + (Streams ? " stream" : " readings"), Link.Word(),
        .. Link == ProjectLink.None ? Array.Empty<string>() : ["link"],
        .. Streams ? ["streams"] : Array.Empty<string>(),
        .. Fft is { Count: > 0 } ? ["fft"] : Array.Empty<string>(),
        .. (Fft ?? []).Select(Transform),
        .. (Fft ?? []).Any(p => p > FftKernel.MostPoints) ? ["pairs"] : Array.Empty<string>(),
    ]);

    /// <summary>The word for a transform.</summary>
    /// <param name="points">Its points.</param>
    public static string Transform(int points) => $"fft{points}";
}
