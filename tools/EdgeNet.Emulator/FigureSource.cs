namespace EdgeNet.Emulator;

/// <summary>What a figure of a board profile rests on.</summary>
/// <param name="Basis">Whether it was measured.</param>
/// <param name="Sentence">Where it comes from: a sentence.</param>
public sealed record FigureSource(FigureBasis Basis, string Sentence);

/// <summary>How sure a figure of a board profile is.</summary>
public enum FigureBasis
{
    /// <summary>Nobody has measured or stated it.</summary>
    Estimate,

    /// <summary>The maker of the board or of its firmware states it.</summary>
    Documented,

    /// <summary>A board has told or taken it.</summary>
    Measured,
}

/// <summary>What native instructions of a method take.</summary>
/// <param name="Cycles">Clock cycles of one on average.</param>
/// <param name="Source">Where that comes from.</param>
public sealed record MethodCycles(double Cycles, FigureSource Source);
