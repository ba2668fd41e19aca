using System.Runtime.Intrinsics;
using EdgeNet.Data;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Benchmarks;

/// <summary>What share of the multiply-add peak the layers of a convolutional network reach in training, on one thread.</summary>
internal static unsafe class ConvolutionRoofline
{
    /// <summary>What tables call the network.</summary>
    public const string Name = "c8-c16-c16-f10";

    /// <summary>The network that is trained beside PyTorch.</summary>
    public const string Model = "conv 8 3x3 stride 2 pad 1, conv 16 3x3 stride 2 pad 1, conv 16 3x3 stride 2, dense 10";

    /// <summary>The same without batch normalisation.</summary>
    public const string ModelWithoutNorm = "conv 8 3x3 stride 2 pad 1 without norm, conv 16 3x3 stride 2 pad 1 without norm, conv 16 3x3 stride 2 without norm, dense 10";

    private const int Batch = 64, Repeats = 2, Rounds = 150;

    /// <summary>The products of each layer, and a whole step.</summary>
    /// <param name="model">The layers, for grey pictures of 28x28 and 10 classes.</param>
    /// <returns>What was measured, its microseconds for a batch of 64, and thousand millions of floating-point operations per second in products.</returns>
    public static IEnumerable<(string Layer, string Product, double Microseconds, double Gigaflops)> Products(string model) =>
        Vector512.IsHardwareAccelerated ? Products<FloatVector512>(model) : Products<FloatVector256>(model);

    private static List<(string, string, double, double)> Products<T>(string model)
        where T : struct, IFloatVector<T>
    {
        Random random = new(1);
        Dataset data = new("noise", TaskKind.Classification, Shape.Grey(28, 28), FeatureKind.Pixels, [.. Enumerable.Range(0, Batch * 784).Select(_ => (float)random.Next(256))],
            [.. Enumerable.Range(0, Batch).Select(i => (float)(i % 10))], [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        TrainingOptions options = new() { Model = Architecture.Parse(model), Batch = Batch };
        FloatNetwork network = NetworkFactory.Create(data, options);
        int[] samples = [.. Enumerable.Range(0, Batch)];
        List<(string, string, double, double)> results = [];
        double all = 0;
        using (NetworkParameters parameters = new(network, learns: true))
        using (FloatEngine<T> engine = new(network, parameters, data, Batch, oftenRead: true))
        {
            foreach (LayerRunner<T> layer in engine.Layers)
            {
                layer.BeginLearning();
            }

            engine.Load(samples, 0, Batch);
            engine.Run(0, Batch);
            for (int l = 0; l < network.Layers.Length; l++)
            {
                LayerRunner<T> runner = engine.Layers[l];
                FloatMatrix matrix = network.Layers[l].Matrix!;
                double flops = 2.0 * Batch * matrix.Weights.Length * (network.Layers[l].Output.Count / matrix.Outputs);
                Fill(engine.Tensors[l + 1]);
                Add("forward", () => runner.Sum(0, Batch));
                Add("gradient of the weights", () => runner.SumGradient(Batch, 0, matrix.Terms));
                if (engine.Tensors[l].PassesBack)
                {
                    Add("errors going back", () => runner.SumBack(0, Batch));
                }

                void Add(string product, Action work)
                {
                    double microseconds = Timing.BestMicroseconds(Rounds, Repeats, _ => work());
                    results.Add(($"{options.Model.Layers[l]}", product, microseconds, flops / microseconds / 1e3));
                    all += flops;
                }
            }
        }

        using Backpropagation<T> step = new(network, data, Loss.CrossEntropy, options);
        double whole = Timing.BestMicroseconds(Rounds, Repeats, i =>
        {
            step.ForwardAndBack(samples, i, 0, Batch);
            for (int l = 0; l < network.Layers.Length; l++)
            {
                step.Learn(l, Batch, 0, step.Parameters.ByLayer[l]!.Rows, 1e-6f, i);
            }
        });
        results.Add(("all", "a step of 64 samples", whole, all / whole / 1e3));
        return results;

        void Fill(Tensor tensor)
        {
            if (!tensor.PassesBack)
            {
                return;
            }

            for (int row = 0; row < Batch; row++)
            {
                for (int i = 0; i < tensor.Count; i++)
                {
                    float delta = random.NextSingle() - 0.5f;
                    if (tensor.IsWrittenInGroups)
                    {
                        tensor.GroupDeltas(row / Tensor.GroupSize)[(i * Tensor.GroupSize) + (row % Tensor.GroupSize)] = delta;
                    }
                    else
                    {
                        tensor.Deltas(row)[i] = delta;
                    }
                }
            }
        }
    }
}
