using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>What decides the bytes of a trained network, as names and values: a checkpoint belongs to one set of them.</summary>
internal static class TrainingSettings
{
    /// <summary>Says that steps are learned, and from when on.</summary>
    public const string QuantiseFrom = "quantise-from";

    private const string ClassWeights = "class-weights";
    private const string WeightBits = "weight-bits";
    private const string ActivationBits = "activation-bits";
    private const string Augment = "augment";
    private const string Teacher = "teacher";
    private const string WideInputs = "with-anomaly";

    /// <summary>The settings that are left out where they have their defaults: checkpoints of earlier versions do not have them.</summary>
    public static readonly IReadOnlyCollection<string> Optional = [ClassWeights, WeightBits, ActivationBits, QuantiseFrom, Augment, Teacher, WideInputs];

    /// <summary>Lists the settings, by the names of the command's options.</summary>
    /// <param name="fingerprint">Of the data.</param>
    /// <param name="data">The training part, validation samples included.</param>
    /// <param name="options">How to train.</param>
    /// <param name="samples">Samples to train on, validation samples left out.</param>
    /// <param name="epochs">Epochs that are done: what changes later does not matter yet.</param>
    public static Dictionary<string, string> Of(string fingerprint, Dataset data, TrainingOptions options, int samples, int epochs)
    {
        Architecture architecture = options.ArchitectureFor(data);
        int starts = options.EffectiveStarts(architecture.ParametersOf(data.Shape));

        // Of several starts, those before this one have all epochs.
        int known = starts == 1 ? epochs : int.MaxValue;
        Dictionary<string, string> settings = new()
        {
            ["data"] = fingerprint,
            ["model"] = architecture.ToString(),
            ["loss"] = $"{options.EffectiveLoss(data.Task)}",
            ["optimizer"] = $"{options.Optimizer}",
            ["lr"] = $"{options.EffectiveLearningRate.Until(known)}",
            ["schedule"] = $"{options.EffectiveSchedule}",
            ["epochs"] = options.EffectiveSchedule == Schedule.Constant && !options.LearnsSteps ? "any" : Invariant($"{options.EffectiveEpochs(samples)}"),
            ["batch"] = Invariant($"{options.EffectiveBatch(samples)}"),
            ["seed"] = Invariant($"{options.Seed}"),
            ["starts"] = Invariant($"{starts}"),
            ["dropout"] = Invariant($"{options.Dropout}"),
            ["weight-decay"] = $"{options.EffectiveWeightDecay(data.Task).Until(known)}",
            ["init"] = $"{options.Initialization}",
            ["hidden-error"] = $"{options.EffectiveHiddenError(((DenseSpec)architecture.Layers[^1]).Activation!.Value)}",
            ["validation"] = Invariant($"{options.ValidationShare}"),
            ["patience"] = Invariant($"{options.Patience}"),
            ["input-range"] = options.InputRange is { } range ? Invariant($"{range.From}:{range.To}") : "by the data",
            ["input-bits"] = options.InputBits is { } bits ? Invariant($"{bits}") : "by the data",
            ["target-range"] = Invariant($"{options.TargetRange.No}:{options.TargetRange.Yes}"),
        };

        if (options.WideInputs)
        {
            settings[WideInputs] = "yes";
        }

        if (options.WeightBits is not null)
        {
            settings[WeightBits] = string.Join(',', options.WeightBits);
        }

        if (options.ActivationBits is not null)
        {
            settings[ActivationBits] = string.Join(',', options.ActivationBits);
        }

        if (options.LearnsSteps)
        {
            settings[QuantiseFrom] = Invariant($"{options.EffectiveQuantiseFrom}");
        }

        if (options.Teacher is not null)
        {
            settings[Teacher] = options.Teacher.ToString();
        }

        if (options.Augment)
        {
            settings[Augment] = "yes";
        }

        if (options.ClassWeighting == ClassWeighting.Balanced)
        {
            settings[ClassWeights] = "balanced";
        }

        return settings;
    }

    /// <summary>Tells data apart by values, targets and labels; not by the name, so that a file may be renamed.</summary>
    public static string Fingerprint(Dataset data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{data.Task} {data.Kind} {data.Shape} {string.Join('\n', data.Labels)}"));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.Features.AsSpan()));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.Targets.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
