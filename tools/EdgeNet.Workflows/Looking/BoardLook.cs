using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What a model needs on a board, by the virtual one.</summary>
/// <param name="Heap">The heap that the app needs with the model.</param>
/// <param name="Emulation">What the board did with some of the samples; null if it cannot hold the model, or there are no samples.</param>
public sealed record BoardLook(HeapForecast Heap, EmulationReport? Emulation)
{
    /// <summary>Asks the virtual board.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="samples">Samples that fit the model; may be none.</param>
    /// <param name="board">The board.</param>
    /// <returns>What it needs.</returns>
    /// <exception cref="UserException">The app does not accept the model, for a reason other than memory.</exception>
    public static BoardLook Of(byte[] file, Dataset samples, BoardProfile board)
    {
        if (samples.Count == 0)
        {
            return new BoardLook(AppBoard.Forecast(board, file), null);
        }

        (HeapForecast heap, EmulationReport? report) = EmulatedModel.Forecast(file, samples, board);
        return new BoardLook(heap, report);
    }
}
