using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Workflows;

/// <summary>All that there is to see of a model and its test data: which samples it takes for what, how sure it is, and what its layers take and lose.</summary>
public sealed class ModelLook
{
    /// <summary>As many of the worst mistakes as are shown.</summary>
    public const int MostMistakes = 50;

    private readonly Lock _lock = new();
    private readonly Network _network;
    private readonly TrainedTable? _table;

    private ModelLook(LoadedModel file, TestData test, BoardLook board, IReadOnlyList<LayerLoss>? losses)
    {
        Dataset samples = test.Samples;
        _network = new Network(file.Model);
        _table = TrainedTable.Of(file.Model);
        File = file;
        Samples = samples;
        Board = board;
        Evaluation = ModelEvaluation.Of(file.Model, test);
        Classes = ClassScore.Of(samples.Task, Score.Confusion);
        Answers = AnswerAll(file.Model, samples);
        Confusion = CellsOf(samples, Answers, file.Model);
        Mistakes = [.. Enumerable.Range(0, samples.Count).Where(s => !Answers[s].IsRight && Answers[s].Severity > 0).OrderByDescending(s => Answers[s].Severity).ThenBy(s => s)];
        Layers = LayerLook.Of(file.Model, board.Emulation?.LayerTimes, losses);
        if (samples.Task == TaskKind.Classification)
        {
            CalibrationError calibration = new(samples.Count);
            for (int s = 0; s < Answers.Count; s++)
            {
                calibration.Add(s, Answers[s].Confidence, Answers[s].IsRight);
            }

            Reliability = calibration.InBins();
        }
    }

    /// <summary>The model file.</summary>
    public LoadedModel File { get; }

    /// <summary>What it is judged by, its classes in the order of the model's labels.</summary>
    public Dataset Samples { get; }

    /// <summary>How good it is, and whether it may have learned from these samples.</summary>
    public ModelEvaluation Evaluation { get; }

    /// <summary>The score, computed by the code that runs on a board.</summary>
    public Score Score => Evaluation.Score;

    /// <summary>Precision and recall, one per label; empty for a regression.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>The answer for each sample.</summary>
    public IReadOnlyList<SampleAnswer> Answers { get; }

    /// <summary>The cells of the confusion matrix that are not empty, row by row; none for a regression.</summary>
    public IReadOnlyList<ConfusionCell> Confusion { get; }

    /// <summary>Indices of the samples with wrong answers, the worst first; of a regression, of all whose error is not zero.</summary>
    public IReadOnlyList<int> Mistakes { get; }

    /// <summary>Answers by confidence; null if they are no classes.</summary>
    public IReadOnlyList<ConfidenceBin>? Reliability { get; }

    /// <summary>What the model needs on the board.</summary>
    public BoardLook Board { get; }

    /// <summary>The layers.</summary>
    public IReadOnlyList<LayerLook> Layers { get; }

    /// <summary>Looks at a model.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="test">What to judge it by.</param>
    /// <param name="board">The board whose memory and time are predicted.</param>
    /// <returns>The look.</returns>
    /// <exception cref="UserException">The data do not fit the model, or the app on the virtual board does not accept it.</exception>
    public static ModelLook Of(LoadedModel file, TestData test, BoardProfile board)
    {
        Evaluator.CheckFit(file.Model, test.Samples);
        return Of(file, test, BoardLook.Of(file.Bytes, test.Samples, board));
    }

    /// <summary>Looks at a model of which it is known what it needs on a board.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="test">What to judge it by.</param>
    /// <param name="board">What it needs.</param>
    /// <param name="losses">What quantisation cost each layer; null if the network in floating point is not known.</param>
    /// <returns>The look.</returns>
    /// <exception cref="UserException">The data do not fit the model.</exception>
    public static ModelLook Of(LoadedModel file, TestData test, BoardLook board, IReadOnlyList<LayerLoss>? losses = null)
    {
        Evaluator.CheckFit(file.Model, test.Samples);
        return new ModelLook(file, test with { Samples = LabelMap.Apply(test.Samples, file.Model.Labels) }, board, losses);
    }

    /// <summary>Looks at a model that has just been trained.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="data">What it was trained and is tested with.</param>
    /// <param name="board">What it needs on a board.</param>
    /// <returns>The look, with what quantisation cost each layer.</returns>
    public static ModelLook Of(TrainedModel trained, DatasetSplit data, BoardLook board) =>
        Of(new LoadedModel(trained.Path, trained.Model.File, trained.Model.Model), TestDataOf(data), board, trained.Model.Quantization.Layers);

    /// <summary>The test part of the data of a training.</summary>
    /// <param name="data">The data.</param>
    /// <returns>The samples, which the model does not know.</returns>
    public static TestData TestDataOf(DatasetSplit data) => new(data.Test, data.Options is null ? TestOrigin.TestPart : TestOrigin.RepeatedSplit);

    /// <summary>What the model says of a sample, in full.</summary>
    /// <param name="sample">Index in the test data.</param>
    /// <returns>The answer.</returns>
    public ClassifiedSample Answer(int sample)
    {
        float[] raw = Samples.Sample(sample).ToArray();
        lock (_lock)
        {
            _network.Classify(raw);
            return ClassifiedSample.Of(SampleView.NameOf(Samples, sample), _network, _table?.FirstOutside(raw));
        }
    }

    private static SampleAnswer[] AnswerAll(ModelFile model, Dataset data)
    {
        SampleAnswer[] answers = new SampleAnswer[data.Count];
        Parallel.For(0, data.Count, () => new Network(model), (s, _, network) =>
        {
            network.Classify(data.Sample(s).ToArray());
            answers[s] = data.Task switch
            {
                TaskKind.Classification => OfClass(network, data.ClassOf(s)),
                TaskKind.Anomaly => OfAnomaly(network, data.ClassOf(s)),
                TaskKind.MultiLabel => OfOutputs(network, data, s),
                _ => OfNumbers(network, data, s),
            };
            return network;
        }, _ => { });
        return answers;
    }

    private static SampleAnswer OfClass(Network network, int actual)
    {
        float confidence = network.Value(network.Best);
        return new SampleAnswer(network.Best, confidence, network.Best == actual, network.Best == actual ? 0 : confidence);
    }

    private static SampleAnswer OfAnomaly(Network network, int actual) =>
        new(network.Best, 1, network.Best == actual, network.Best == actual ? 0 : network.AnomalyLevel >= 1 ? network.AnomalyLevel : 1 / network.AnomalyLevel);

    private static SampleAnswer OfOutputs(Network network, Dataset data, int sample)
    {
        double worst = 0;
        for (int o = 0; o < network.OutputCount; o++)
        {
            float target = data.Target(sample, o);
            worst = network.IsOn(o) == target > 0.5f ? worst : Math.Max(worst, Math.Abs(network.Value(o) - target));
        }

        return new SampleAnswer(network.Best, network.ConfidencePercent() / 100f, worst == 0, worst);
    }

    private static SampleAnswer OfNumbers(Network network, Dataset data, int sample)
    {
        double worst = 0;
        for (int o = 0; o < network.OutputCount; o++)
        {
            worst = Math.Max(worst, Math.Abs((double)network.Value(o) - data.Target(sample, o)));
        }

        return new SampleAnswer(network.Best, 1, false, worst);
    }

    // As AnswerJudge counts them.
    private static ConfusionCell[] CellsOf(Dataset data, IReadOnlyList<SampleAnswer> answers, ModelFile model)
    {
        SortedDictionary<(int Row, int Column), List<int>> cells = [];
        Network network = new(model);
        for (int s = 0; s < data.Count && data.Task != TaskKind.Regression; s++)
        {
            if (data.HasClasses)
            {
                Add(data.ClassOf(s), answers[s].Best, s);
                continue;
            }

            network.Classify(data.Sample(s).ToArray());
            for (int o = 0; o < network.OutputCount; o++)
            {
                Add(o, (data.Target(s, o) > 0.5f ? 2 : 0) + (network.IsOn(o) ? 1 : 0), s);
            }
        }

        return [.. cells.Select(c => new ConfusionCell(c.Key.Row, c.Key.Column, data.HasClasses ? c.Key.Row == c.Key.Column : c.Key.Column is 0 or 3, c.Value))];

        void Add(int row, int column, int sample)
        {
            if (!cells.TryGetValue((row, column), out List<int>? samples))
            {
                cells[(row, column)] = samples = [];
            }

            samples.Add(sample);
        }
    }
}
