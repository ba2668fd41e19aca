using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Anomaly;

namespace EdgeNet.Cli.Options;

/// <summary>Options that say how a model learns what is normal.</summary>
internal sealed class AnomalyOptionGroup
{
    private const string Gaussian = "gaussian", Clusters = "clusters", Autoencoder = "autoencoder";

    // What belongs to networks with classes or numbers.
    private static readonly string[] NotForAnomalies =
    [
        "--model", "--loss", "--checkpoint", "--from", "--allow-loss", "--unsure-outside", "--teacher", "--class-weights", "--folds", "--augment", "--weight-bits", "--activation-bits",
        "--quantise-from", "--target-range", "--starts", "--with-anomaly", "--onnx",
    ];

    private readonly Option<string?> _method = CommonOptions.OneWordOf("--method",
        "Anomalies: distance to the mean in standard deviations, to the nearest of several centres, or to what a narrow network makes of the input [the one that does best on normal samples held out].", Gaussian, Clusters, Autoencoder);

    private readonly Option<FalseAlarmRate?> _falseAlarms = new("--false-alarms")
    {
        Description = "Anomalies: how many false alarms are acceptable: a share such as 0.1%, 0.001 or 1/1000, or a number in a time such as 1/week [1%].",
        HelpName = "0.1%|1/week|...",
        CustomParser = r =>
        {
            try
            {
                return FalseAlarmRate.Parse(r.Tokens[0].Value);
            }
            catch (UserException e)
            {
                return CommonOptions.Refuse<FalseAlarmRate?>(r, e.Message);
            }
        },
    };

    private readonly Option<TimeLength?> _every = new("--every")
    {
        Description = "Anomalies: time from one input to the next, such as 10s or 100ms, to turn --false-alarms 1/week into a share [the stride of recordings; tables do not say].",
        HelpName = "time",
        CustomParser = r => TimeLength.Parse(r.Tokens[0].Value) is { InSeconds: true } length ? length
            : CommonOptions.Refuse<TimeLength?>(r, $"--every must be a time of at most a day such as 10s or 100ms, not {UserException.Quote(r.Tokens[0].Value)}"),
    };

    private readonly Option<string?> _normal = new("--normal") { Description = "Anomalies in data with labels: the label of the normal samples, which are learned; the others only test [normal, ok, good, healthy, 0, false or no].", HelpName = "label" };

    private readonly Option<bool> _with = new("--with-anomaly")
    {
        Description = "Also learn what is normal beside the classes or numbers: an input unlike all training data is none of the classes, and the answer becomes unsure.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Array.ForEach<Option>([_with, _method, _falseAlarms, _every, _normal], command.Add);
        command.Validators.Add(result =>
        {
            bool isTask = result.Children.OfType<OptionResult>().Any(o => o.Option.Name == "--task" && !o.Implicit && o.Tokens is [{ Value: string word }] && word.Equals("anomaly", StringComparison.OrdinalIgnoreCase));
            foreach (OptionResult given in result.Children.OfType<OptionResult>().Where(o => !o.Implicit))
            {
                if (isTask && NotForAnomalies.Contains(given.Option.Name))
                {
                    result.AddError($"{given.Option.Name} does not apply to --task anomaly; omit it");
                }
                else if (!isTask && (given.Option == _normal || ((given.Option == _method || given.Option == _falseAlarms || given.Option == _every) && !result.GetValue(_with))))
                {
                    result.AddError($"{given.Option.Name} is for --task anomaly{(given.Option == _normal ? "" : " or --with-anomaly")}; add that, or omit it");
                }
            }

            if (!isTask && Autoencoder.Equals(result.GetValue(_method), StringComparison.OrdinalIgnoreCase))
            {
                result.AddError("--method autoencoder needs a network of its own; beside other tasks (--with-anomaly) there are gaussian and clusters");
            }
        });
    }

    /// <summary>The label of the normal samples; null if it was not given.</summary>
    public string? NormalOf(ParseResult parsed) => parsed.GetValue(_normal);

    /// <summary>What was given; null where nothing is to be told from normal.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="task">The task that was given.</param>
    public AnomalyOptions? Of(ParseResult parsed, TaskKind? task)
    {
        if (task != TaskKind.Anomaly && !parsed.GetValue(_with))
        {
            return null;
        }

        return new AnomalyOptions
        {
            Method = parsed.GetValue(_method)?.ToLowerInvariant() switch
            {
                Gaussian => AnomalyMethod.Gaussian,
                Clusters => AnomalyMethod.Clusters,
                Autoencoder => AnomalyMethod.Autoencoder,
                _ => null,
            },
            Rate = parsed.GetValue(_falseAlarms),
            SecondsPerInput = parsed.GetValue(_every)?.Value,
        };
    }
}
