using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;
using $Name$;

try
{
    Answer answer = Read(new Classifier(), args);
    Console.WriteLine($"{answer.Text} ({answer.ConfidencePercent} %)");
    return 0;
}
catch (Exception e) when (e is UserException or ModelException)
{
    Console.Error.WriteLine($"$Name$: {e.Message}");
    return 1;
}

static Answer Read(Classifier classifier, string[] args)
{
    //#if (picture)
    if (args.Length == 1 && Number(args[0]) is null)
    {
        return classifier.ClassifyPicture(args[0]);
    }

    //#endif
    return classifier.Classify(Array.ConvertAll(args, a => Number(a) ?? throw new UserException($"{a} is not a number (a decimal point, no separators)")));
}

static float? Number(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : null;
