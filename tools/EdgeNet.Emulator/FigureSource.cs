namespace EdgeNet.Emulator;

/// <summary>The source of a figure in a board profile.</summary>
/// <param name="Basis">How reliable the figure is.</param>
/// <param name="Sentence">Where the figure comes from: a sentence.</param>
public sealed record FigureSource(FigureBasis Basis, string Sentence);

/// <summary>How reliable a figure in a board profile is.</summary>
public enum FigureBasis
{
    /// <summary>Neither measured nor documented.</summary>
    Estimate,

    /// <summary>Stated by the manufacturer of the board or the authors of its firmware.</summary>
    Documented,

    /// <summary>Reported by a board, or measured on one.</summary>
    Measured,
}

/// <summary>The cost of a method's native instructions.</summary>
/// <param name="Cycles">Average clock cycles per instruction.</param>
/// <param name="Source">The source of the figure.</param>
public sealed record MethodCycles(double Cycles, FigureSource Source);
