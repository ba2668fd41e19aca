using EdgeNet.Emulator;

namespace EdgeNet.Workflows;

/// <summary>Measures on a virtual board how long the layers of a network take: the time of the board at which the methods that compute them return.</summary>
internal sealed class LayerStopwatch
{
    private const string Core = "EdgeNet.Core.";

    private static readonly string[] Inputs = ["InputQuantizer.Set", "RangedInputQuantizer.Set"];
    internal static readonly string[] Layers =
    [
        "DenseRunner.Run", "SmallDenseRunner.Run", "WindowRunner.Run", "HeldConvolutionRunner.Run", "HeldDepthwiseRunner.Run", "SquareMaxPoolRunner.Run", "AddRunner.Run", "AddTwiceRunner.Run",
        "TableRunner.Run", "ConcatenationRunner.Run", "PadRunner.Run", "ReshapeRunner.Run", "AnswerRunner.Run",
        "SweepStage.Run", "HeldStage.Run", "DotStage.Run", "DenseStage.Run",
    ];

    // What belongs to the layer before them.
    private static readonly string[] Endings = ["UnpackStage.Run", "PictureChain.Run"];

    private readonly Board _board;
    private readonly double[] _layers;
    private double _last, _input, _rest;
    private int _layer, _runs;
    private bool _isRunning;

    /// <summary>Begins to watch the app of a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="layers">Layers of its network.</param>
    public LayerStopwatch(Board board, int layers)
    {
        _board = board;
        _layers = new double[layers];
        Array.ForEach(Inputs, method => board.Watch(Core + method, (_, _) => Add(ref _input)));
        Array.ForEach(Layers, method => board.Watch(Core + method, (_, _) => AddLayer()));
        Array.ForEach(Endings, method => board.Watch(Core + method, (_, _) => AddEnding()));
    }

    /// <summary>A classification begins. What the network computes at other times, such as its golden vectors, does not count.</summary>
    public void Begin()
    {
        _isRunning = true;
        _layer = 0;
        _last = _board.BusyMicroseconds;
    }

    /// <summary>A classification has ended.</summary>
    public void End()
    {
        Add(ref _rest);
        _isRunning = false;
        _runs++;
    }

    /// <summary>The mean over the classifications so far.</summary>
    /// <returns>The times; null if there was no classification.</returns>
    public LayerTimes? MeanTimes() => _runs == 0 ? null : new LayerTimes(_input / _runs, Array.ConvertAll(_layers, l => l / _runs), _rest / _runs);

    private void AddLayer()
    {
        if (_isRunning)
        {
            Add(ref _layers[_layer]);
            _layer++;
        }
    }

    private void AddEnding()
    {
        if (_isRunning)
        {
            Add(ref _layers[_layer - 1]);
        }
    }

    private void Add(ref double time)
    {
        if (_isRunning)
        {
            double now = _board.BusyMicroseconds;
            time += now - _last;
            _last = now;
        }
    }
}
