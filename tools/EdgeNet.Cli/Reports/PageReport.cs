using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>The page that a training writes about its model, if one is wanted.</summary>
internal static class PageReport
{
    /// <summary>Names it in JSON.</summary>
    public static void AddTo(Dictionary<string, object?> json, OutputFile? page)
    {
        if (page is not null)
        {
            json["report"] = page.Name;
        }
    }

    /// <summary>Writes it.</summary>
    public static void Write(OutputFile? page, Func<ModelLook> look, bool asJson)
    {
        if (page is null)
        {
            return;
        }

        page.Commit(LookPage.Write(look()));
        if (!asJson)
        {
            Console.WriteLine($"written: {page.Name}");
        }
    }
}
