using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Makes a board profile of what a real board was measured to take. docs/boards.md says how.</summary>
public static class MeasuredProfile
{
    private const int Decimals = 4, MaxNameLength = 40, MaxTitleLength = 120, MaxFileNameLength = 80;
    private const string Suffix = ", measured";

    /// <summary>Writes what a real board was measured to take.</summary>
    /// <param name="target">The profile; what an existing one knows of other methods stays.</param>
    /// <param name="board">The profile that the virtual board had.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="report">What both boards did with them.</param>
    /// <param name="cancellation">Ends it; then nothing is written.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="UserException">What the target knows does not go with this measurement, or it cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static BoardProfile Save(OutputFile target, BoardProfile board, LoadedModel model, Dataset data, EmulationReport report, CancellationToken cancellation)
    {
        BoardProfile known = BoardCatalog.TryRead(target.Name) ?? board with { Name = NameOf(target.Name), Title = TitleOf(board) };
        BoardProfile plain = board with { Methods = new Dictionary<string, MethodCycles>() };
        EmulationReport counted = board.Methods.Count == 0 ? report : EmulatedModel.Run(model.Bytes, data, report.Samples, plain, null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        string name = Visible(Path.GetFileName(model.Path), MaxFileNameLength);
        BoardProfile fitted = Fit(known, counted, plain, report.Real!.MeasuredMicroseconds,
            FormattableString.Invariant($"Measured over the serial line with {name} (CRC of its header {ModelHeader.Crc(model.Bytes):X8}) and {report.Samples:N0} samples."));
        target.Commit(BoardProfileJson.Write(fitted));
        return fitted;
    }

    /// <summary>Fits a profile, so that the predicted time of the samples equals the measured one.</summary>
    /// <param name="known">The profile to begin with: its entries for other methods than the one that takes most of the time stay as they are.</param>
    /// <param name="report">What the virtual board did, with a profile that has no entries for methods.</param>
    /// <param name="profile">That profile.</param>
    /// <param name="measuredMicroseconds">Mean time of a classification on the real board.</param>
    /// <param name="source">What was measured: a sentence.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="UserException">The entries that stay do not go with this measurement.</exception>
    public static BoardProfile Fit(BoardProfile known, EmulationReport report, BoardProfile profile, double measuredMicroseconds, string source)
    {
        // In native instructions per classification, of which the profile says how long one takes.
        double perMicrosecond = profile.ClockMegahertz / profile.CyclesPerInstruction;
        double all = report.PredictedMicroseconds * perMicrosecond;
        string hot = report.HotMethods[0].Method;
        double cycles = measuredMicroseconds * known.ClockMegahertz, rest = all;
        foreach (MethodCost method in report.Methods.Where(m => m.Method != hot && known.Methods.ContainsKey(m.Method)))
        {
            double own = method.Microseconds / report.Samples * perMicrosecond;
            cycles -= own * known.Methods[method.Method].Cycles;
            rest -= own;
        }

        double fitted = Math.Round(cycles / rest, Decimals);
        if (fitted is not (>= BoardProfileJson.MinCycles and <= BoardProfileJson.MaxCycles))
        {
            throw new UserException($"{measuredMicroseconds / 1000:F3} ms would be {fitted:F4} cycles per native instruction besides the methods that profile {known.Name} knows already: they were measured on another board; save to another file");
        }

        FigureSource measured = new(FigureBasis.Measured, source);
        return known with
        {
            CyclesPerInstruction = fitted,
            Sources = With(known.Sources, BoardProfileJson.Cycles, measured),
            Methods = With(known.Methods, hot, new MethodCycles(fitted, measured)),
        };
    }

    private static string TitleOf(BoardProfile board) =>
        board.Title.EndsWith(Suffix, StringComparison.Ordinal) ? board.Title : board.Title[..Math.Min(board.Title.Length, MaxTitleLength - Suffix.Length)] + Suffix;

    private static string NameOf(string path)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(path).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-'));
        return name.Length > 0 ? name[..Math.Min(name.Length, MaxNameLength)] : "measured";
    }

    private static string Visible(string text, int maxLength) => string.Concat(text[..Math.Min(text.Length, maxLength)].Select(c => c is >= ' ' and <= '~' ? c : '?'));

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> entries, string key, T value) => new(entries) { [key] = value };
}
