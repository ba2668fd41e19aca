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
    if (args.Length == 1 && !float.TryParse(args[0], out _))
    {
        return classifier.ClassifyPicture(args[0]);
    }

    //#endif
    return classifier.Classify(Array.ConvertAll(args, a => float.TryParse(a, out float value) ? value : throw new UserException($"{a} is not a number")));
}
