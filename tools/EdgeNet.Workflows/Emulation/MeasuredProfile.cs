using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Computes a board profile from times measured on a real board. docs/boards.md says how.</summary>
public static class MeasuredProfile
{
    private const int Decimals = 4, MaxFileNameLength = 80;
    private const string Suffix = ", measured";

    /// <summary>Saves the measured times as a profile.</summary>
    /// <param name="target">The profile; an existing one keeps its figures for other methods.</param>
    /// <param name="board">The profile that the virtual board used.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="report">The results of both boards.</param>
    /// <param name="cancellation">Cancels; nothing is written.</param>
    /// <returns>The saved profile.</returns>
    /// <exception cref="UserException">The target's entries do not match this measurement, or it cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
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
    /// <param name="known">The profile to start from: its entries are kept, except for the method that takes the most time.</param>
    /// <param name="report">The results of the virtual board, with a profile that has no entries for methods.</param>
    /// <param name="profile">That profile.</param>
    /// <param name="measuredMicroseconds">Mean time of a classification on the real board.</param>
    /// <param name="source">The measurement: a sentence.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="UserException">The kept entries do not match this measurement.</exception>
    public static BoardProfile Fit(BoardProfile known, EmulationReport report, BoardProfile profile, double measuredMicroseconds, string source)
    {
        // In native instructions per classification.
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
            string cause = known.Methods.Count == 0 ? "no board is so fast or slow: does its app measure with a clock of microseconds?"
                : $"the methods that profile {known.Name} already has were measured on another board; save to another file";
            throw new UserException($"{measuredMicroseconds / 1000:F3} ms would mean {fitted:F4} cycles per native instruction: {cause}");
        }

        if (known.Methods.Count >= BoardProfileJson.MaxMethods && !known.Methods.ContainsKey(hot))
        {
            throw new UserException($"profile {known.Name} has entries for {known.Methods.Count} methods already, and there is no room for {hot}; save to another file");
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
        board.Title.EndsWith(Suffix, StringComparison.Ordinal) ? board.Title : board.Title[..Math.Min(board.Title.Length, BoardProfileJson.MaxTitleLength - Suffix.Length)] + Suffix;

    private static string NameOf(string path)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(path).Select(c => BoardProfileJson.IsNameCharacter(c) ? c : '-'));
        return name.Length > 0 ? name[..Math.Min(name.Length, BoardProfileJson.MaxNameLength)] : "measured";
    }

    private static string Visible(string text, int maxLength) => string.Concat(text[..Math.Min(text.Length, maxLength)].Select(c => c is >= ' ' and <= '~' ? c : '?'));

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> entries, string key, T value) => new(entries) { [key] = value };
}
