using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EdgeNet.Files;
using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>A training on its way as a safetensors file: weights, what the optimiser keeps, how far it is, and what it belongs to. docs/checkpoints.md lists the names.</summary>
internal static class Checkpoint
{
    private const string Kind = "edgenet checkpoint 1";
    private const string KindKey = "kind";
    private const string EpochsKey = "epochs";
    private const string CrcKey = "crc32c";
    private const string SettingPrefix = "--";
    private const string WeightsPrefix = "";
    private const string BestPrefix = "best.";
    private const string LayersPrefix = "layers.";
    private const string StepWord = "_step";
    private const string EarlierPrefix = "earlier.";

    // Steps are above 0; nothing is divided by less than this.
    private const float LeastStep = 1e-30f;

    // Three centuries: no training is that long, and sums of such times stay exact enough.
    private const double MaxSeconds = 1e10;

    /// <summary>Whether a file begins as those do that <see cref="Write"/> makes.</summary>
    public static bool IsOne(ReadOnlySpan<byte> head) => head.Length > Safetensors.PrefixBytes && head[Safetensors.PrefixBytes..].StartsWith("{\"__metadata__\":{\"kind\":\"edgenet checkpoint"u8);

    /// <summary>Refuses a file that is none of these, by its header and its length.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="UserException">The file is damaged, or no checkpoint of this version.</exception>
    public static void CheckHeader(Stream file, string name) => CheckKind(Safetensors.ReadMetadata(file, name), name);

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="state">How far the training is.</param>
    /// <param name="settings">What it belongs to.</param>
    /// <returns>The file.</returns>
    public static byte[] Write(TrainingState state, IReadOnlyDictionary<string, string> settings)
    {
        Dictionary<string, string> metadata = new()
        {
            [KindKey] = Kind,
            ["start"] = Text(state.Start),
            [EpochsKey] = Text(state.Epochs),
            ["samples"] = Text(state.Samples),
            ["seconds"] = Text(state.Seconds),
            ["loss"] = Text(state.Loss),
        };
        List<NamedTensor> tensors = [.. Tensors(WeightsPrefix, state.Weights)];
        for (int m = 0; m < state.Moments.Length; m++)
        {
            tensors.AddRange(Tensors(MomentPrefix(m), state.Moments[m]));
        }

        tensors.AddRange(Tensors(WeightsPrefix, state.Steps));
        for (int m = 0; m < state.StepMoments.Length; m++)
        {
            tensors.AddRange(Tensors(MomentPrefix(m), state.StepMoments[m]));
        }

        if (state.Best is not null)
        {
            metadata["best.loss"] = Text(state.BestLoss);
            metadata["best.since"] = Text(state.SinceBest);
            tensors.AddRange(Tensors(BestPrefix, state.Best.Weights));
            tensors.AddRange(Tensors(BestPrefix, state.Best.Steps));
        }

        if (state.Earlier is { } earlier)
        {
            metadata["earlier.judged"] = Text(earlier.JudgedLoss);
            metadata["earlier.epochs"] = Text(earlier.Epochs);
            metadata["earlier.samples"] = Text(earlier.Samples);
            metadata["earlier.seconds"] = Text(earlier.Seconds);
            metadata["earlier.loss"] = Text(earlier.Loss);
            tensors.AddRange(Tensors(EarlierPrefix, earlier.Numbers.Weights));
            tensors.AddRange(Tensors(EarlierPrefix, earlier.Numbers.Steps));
        }

        foreach ((string name, string value) in settings)
        {
            metadata[SettingPrefix + name] = value;
        }

        metadata[CrcKey] = Crc(metadata, tensors);
        return new Safetensors(metadata, tensors).ToBytes();
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="settingsAfter">What it must belong to, by the number of epochs that it has completed.</param>
    /// <param name="network">A network of the same layers.</param>
    /// <param name="moments">How many moments the optimiser keeps per weight.</param>
    /// <param name="samples">How many samples an epoch has.</param>
    /// <param name="epochs">How many epochs the training is to have.</param>
    /// <returns>How far the training was.</returns>
    /// <exception cref="UserException">The file is damaged, or belongs to another training.</exception>
    public static TrainingState Read(byte[] file, string name, Func<int, IReadOnlyDictionary<string, string>> settingsAfter, FloatNetwork network, int moments, int samples, int epochs)
    {
        Safetensors contents = Safetensors.Read(file, name);
        CheckKind(contents.Metadata, name);

        // Earlier versions did not write one.
        if (contents.Metadata.TryGetValue(CrcKey, out string? crc) && crc != Crc(contents.Metadata, contents.Tensors))
        {
            throw new UserException($"{name}: damaged, its contents do not match its CRC ({CrcKey})");
        }

        // A number that is none is found below.
        _ = int.TryParse(contents.Metadata.GetValueOrDefault(EpochsKey), NumberStyles.None, CultureInfo.InvariantCulture, out int completed);
        IReadOnlyDictionary<string, string> settings = settingsAfter(completed);
        string? unknown = contents.Metadata.Keys.FirstOrDefault(k => k.StartsWith(SettingPrefix, StringComparison.Ordinal) && !settings.ContainsKey(k[SettingPrefix.Length..]))?[SettingPrefix.Length..];
        if (unknown is not null && TrainingSettings.Optional.Contains(unknown))
        {
            throw new UserException($"{name}: belongs to a training with {unknown} \"{UserException.Quote(contents.Metadata[SettingPrefix + unknown])}\", and this one has none");
        }

        if (unknown is not null)
        {
            throw new UserException($"{name}: belongs to a training with {SettingPrefix}{UserException.Quote(unknown)}, an option that this version does not know");
        }

        foreach ((string setting, string wanted) in settings)
        {
            string found = contents.Metadata.GetValueOrDefault(SettingPrefix + setting, TrainingSettings.Optional.Contains(setting) ? "none" : "missing");
            if (found != wanted)
            {
                throw new UserException(setting == "data" ? $"{name}: belongs to a training with other data; give the same --data and --test"
                    : $"{name}: belongs to a training with {setting} \"{UserException.Quote(found)}\", and this one has \"{wanted}\"");
            }
        }

        Reader reader = new(contents, name, network, settings.ContainsKey(TrainingSettings.QuantiseFrom));
        int done = reader.Whole(EpochsKey, int.MaxValue);
        LayerSteps[]? steps = reader.Steps(WeightsPrefix, LeastStep);
        TrainingState state = new()
        {
            Start = reader.Whole("start", int.Parse(settings["starts"], CultureInfo.InvariantCulture) - 1),
            Epochs = done,
            Samples = reader.Long("samples", (long)done * samples),
            Seconds = reader.Seconds("seconds"),
            Loss = reader.Real("loss"),
            Weights = reader.Matrices(WeightsPrefix),
            Moments = [.. Enumerable.Range(0, moments).Select(m => m == Optimizer.SquaresMoment ? reader.Squares(MomentPrefix(m)) : reader.Matrices(MomentPrefix(m), hasStatistics: false))],
            Steps = steps,
            StepMoments = steps is null ? []
                : [reader.Steps(MomentPrefix(0), float.NegativeInfinity) ?? throw reader.Damaged(MomentPrefix(0)), reader.Steps(MomentPrefix(1), 0f) ?? throw reader.Damaged(MomentPrefix(1))],
            Best = reader.Has("best.loss") ? reader.Learned(BestPrefix) : null,
            BestLoss = reader.Has("best.loss") ? reader.Real("best.loss") : double.MaxValue,
            SinceBest = reader.Has("best.loss") ? reader.Whole("best.since", done) : 0,
            Earlier = reader.Has("earlier.judged") ? Earlier(reader, samples) : null,
        };
        reader.End();
        return state.Epochs <= epochs ? state
            : throw new UserException($"{name}: has completed {state.Epochs} epochs, more than the {epochs} of this training; continue with a larger --epochs");
    }

    private static void CheckKind(IReadOnlyDictionary<string, string> metadata, string name)
    {
        if (metadata.GetValueOrDefault(KindKey) != Kind)
        {
            throw new UserException($"{name}: not a checkpoint that this version can continue (a file written by train --checkpoint)");
        }
    }

    // Over everything that is read, in an order that does not depend on who wrote the file.
    private static string Crc(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        uint crc = 0;
        foreach ((string key, string text) in metadata.Where(m => m.Key != CrcKey).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            crc = Crc32C.Update(crc, Encoding.UTF8.GetBytes($"{key}={text}\n"));
        }

        foreach (NamedTensor tensor in tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            crc = Crc32C.Update(crc, Encoding.UTF8.GetBytes($"{tensor.Name}\n"));
            crc = Crc32C.Update(crc, MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }

        return crc.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static FinishedTraining Earlier(Reader reader, int samples)
    {
        int epochs = reader.Whole("earlier.epochs", int.MaxValue);
        return new FinishedTraining(reader.Learned(EarlierPrefix), reader.Real("earlier.judged"), epochs, reader.Long("earlier.samples", (long)epochs * samples),
            reader.Seconds("earlier.seconds"), reader.Real("earlier.loss"), false);
    }

    private static string MomentPrefix(int moment) => $"moment{moment + 1}.";

    private static string WeightName(int layer) => $"layers.{layer}.weight";

    private static string BiasName(int layer) => $"layers.{layer}.bias";

    private static string ScaleName(int layer) => $"layers.{layer}.norm.weight";

    private static string MeanName(int layer) => $"layers.{layer}.norm.running_mean";

    private static string VarianceName(int layer) => $"layers.{layer}.norm.running_var";

    private static string WeightStepsName(int layer) => $"{LayersPrefix}{layer}.weight{StepWord}s";

    private static string ActivationStepName(int layer) => $"{LayersPrefix}{layer}.activation{StepWord}";

    private static IEnumerable<NamedTensor> Tensors(string prefix, FloatMatrix?[] matrices)
    {
        for (int l = 0; l < matrices.Length; l++)
        {
            if (matrices[l] is { } matrix)
            {
                yield return new NamedTensor(prefix + WeightName(l), [matrix.Terms, matrix.Outputs], matrix.Weights);
                yield return new NamedTensor(prefix + BiasName(l), [matrix.Outputs], matrix.Bias);
                if (matrix.Norm is { } norm)
                {
                    yield return new NamedTensor(prefix + ScaleName(l), [matrix.Outputs], norm.Scale);
                    if (norm.Mean.Length > 0)
                    {
                        yield return new NamedTensor(prefix + MeanName(l), [matrix.Outputs], norm.Mean);
                        yield return new NamedTensor(prefix + VarianceName(l), [matrix.Outputs], norm.Variance);
                    }
                }
            }
        }
    }

    private static IEnumerable<NamedTensor> Tensors(string prefix, LayerSteps[]? steps)
    {
        for (int l = 0; l < steps?.Length; l++)
        {
            if (steps[l].Weights is { } weights)
            {
                yield return new NamedTensor(prefix + WeightStepsName(l), [weights.Length], weights);
            }

            if (steps[l].Activation is { } activation)
            {
                yield return new NamedTensor(prefix + ActivationStepName(l), [1], [activation]);
            }
        }
    }

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);

    // Takes what is expected out of a file, and knows what is left.
    private sealed class Reader(Safetensors contents, string name, FloatNetwork network, bool learnsSteps)
    {
        private readonly Dictionary<string, NamedTensor> _tensors = contents.Tensors.ToDictionary(t => t.Name);

        public bool Has(string key) => contents.Metadata.ContainsKey(key);

        public int Whole(string key, int most) => (int)Long(key, most);

        public long Long(string key, long most) => long.TryParse(contents.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most
            ? number : throw Damaged(key);

        public double Seconds(string key) => Real(key) is >= 0 and <= MaxSeconds and double seconds ? seconds : throw Damaged(key);

        public double Real(string key) => double.TryParse(contents.Metadata.GetValueOrDefault(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number : throw Damaged(key);

        public FloatMatrix?[] Matrices(string prefix, bool hasStatistics = true) => [.. network.Layers.Select((layer, l) => layer.Matrix is { } matrix
            ? new FloatMatrix(matrix.Terms, matrix.Outputs, Take(prefix + WeightName(l), matrix.Terms, matrix.Outputs), Take(prefix + BiasName(l), matrix.Outputs))
            {
                Norm = matrix.Norm is null ? null : Norm(prefix, l, matrix.Outputs, hasStatistics),
            }
            : null)];

        public FloatMatrix?[] Squares(string prefix)
        {
            FloatMatrix?[] matrices = Matrices(prefix, hasStatistics: false);
            NamedTensor? negative = Tensors(prefix, matrices).FirstOrDefault(t => Array.Exists(t.Values, v => v < 0f));
            return negative is null ? matrices : throw Damaged(negative.Name);
        }

        public LearnedNumbers Learned(string prefix) => new(Matrices(prefix), Steps(prefix, LeastStep));

        /// <summary>Takes the steps of all layers, or what belongs to them; null if they are not to be learned, or not learned yet.</summary>
        public LayerSteps[]? Steps(string prefix, float least)
        {
            if (!learnsSteps || !_tensors.Keys.Any(n => n.StartsWith(prefix + LayersPrefix, StringComparison.Ordinal) && n.Contains(StepWord, StringComparison.Ordinal)))
            {
                return null;
            }

            using FakeQuantizer wanted = network.CreateFakeQuantizer();
            return [.. network.Layers.Select((layer, l) => new LayerSteps(
                layer.Matrix is { } matrix ? AtLeast(least, prefix + WeightStepsName(l), matrix.Outputs) : null,
                wanted.Activations[l] is null ? null : AtLeast(least, prefix + ActivationStepName(l), 1)[0]))];
        }

        public void End()
        {
            if (_tensors.Count > 0)
            {
                throw Damaged(_tensors.Keys.First());
            }
        }

        private FloatNorm Norm(string prefix, int layer, int outputs, bool hasStatistics)
        {
            float[] scale = Take(prefix + ScaleName(layer), outputs);
            if (!hasStatistics)
            {
                return new FloatNorm(scale, [], []);
            }

            FloatNorm norm = new(scale, Take(prefix + MeanName(layer), outputs), Take(prefix + VarianceName(layer), outputs));
            return Array.TrueForAll(norm.Variance, v => v >= 0f) ? norm : throw Damaged(prefix + VarianceName(layer));
        }

        private float[] AtLeast(float least, string tensor, int count)
        {
            float[] values = Take(tensor, count);
            return Array.TrueForAll(values, v => v >= least) ? values : throw Damaged(tensor);
        }

        private float[] Take(string tensor, params int[] shape) =>
            _tensors.Remove(tensor, out NamedTensor? found) && found.Shape.SequenceEqual(shape) ? found.Values : throw Damaged(tensor);

        public UserException Damaged(string what) => new($"{name}: damaged, \"{UserException.Quote(what)}\" is missing, superfluous or not as it should be");
    }
}
