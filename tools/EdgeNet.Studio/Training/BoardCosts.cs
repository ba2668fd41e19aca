using System.Collections.Concurrent;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Training;

/// <summary>What networks take on boards: found out once for each, one after the other.</summary>
internal sealed class BoardCosts
{
    private const int Most = 200;

    private readonly Lock _oneAtATime = new();
    private readonly ConcurrentDictionary<string, BoardCost> _known = new(StringComparer.Ordinal);

    /// <summary>Finds out what a network takes on a board.</summary>
    /// <param name="data">The data.</param>
    /// <param name="request">The training.</param>
    /// <param name="board">The board.</param>
    /// <returns>The cost.</returns>
    /// <exception cref="EdgeNet.Files.UserException">The layers do not fit the data, or the app does not accept the model.</exception>
    public BoardCost Of(DatasetSplit data, TrainingRequest request, BoardProfile board)
    {
        TrainingOptions options = TrainingPlan.OptionsOf(data, request);
        ModelBudget budget = ModelBudget.Of(data.Train, options);
        string key = $"{board.Name} {data.Train.Name} {data.Train.Shape} {data.Train.Kind} {budget.Model} {budget.Bytes} {budget.RamBytes}";
        lock (_oneAtATime)
        {
            if (_known.Count > Most)
            {
                _known.Clear();
            }

            return _known.GetOrAdd(key, _ => BoardCost.Of(budget.On(data, board)));
        }
    }
}

/// <summary>What a network takes on a board.</summary>
/// <param name="Board">The board.</param>
/// <param name="Heap">Bytes of heap that the whole app needs.</param>
/// <param name="HeapOfBoard">Bytes of heap that the board has.</param>
/// <param name="Fits">Whether that is enough.</param>
/// <param name="Microseconds">Predicted time of a classification; null if it does not fit.</param>
internal sealed record BoardCost(string Board, long Heap, long HeapOfBoard, bool Fits, double? Microseconds)
{
    /// <summary>The cost that a budget says.</summary>
    public static BoardCost Of(BoardBudget budget) => new(budget.Heap.Board.Name, budget.Heap.NeededBytes, budget.Heap.Board.HeapBytes, budget.Heap.Fits, budget.Microseconds);
}
