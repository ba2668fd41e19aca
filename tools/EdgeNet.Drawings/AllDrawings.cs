namespace EdgeNet.Drawings;

/// <summary>The pictures there are: a new one adds a line.</summary>
public static class AllDrawings
{
    /// <summary>The file name of each, and what draws it as SVG: the same text whenever it is called.</summary>
    public static IReadOnlyList<(string Name, Func<string> Draw)> ByName { get; } =
    [
        ("signals-windows.svg", WindowsDrawing.Draw),
        ("signals-statistics.svg", StatisticsDrawing.Draw),
        ("signals-bands.svg", BandsDrawing.Draw),
        ("signals-word.svg", WordDrawing.Draw),
        ("anomalies-score.svg", AnomalyDrawing.Draw),
        ("learning-presses.svg", PressesDrawing.Draw),
        ("mnist-experiments.svg", MnistDrawing.Draw),
    ];
}
