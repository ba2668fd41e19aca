using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EdgeNet.Files;
using EdgeNet.Fuzz;

Option<string[]> targets = new("--target") { Description = "Parsers to test [all].", HelpName = "name" };
Option<long> count = new("--count") { Description = "Number of inputs per parser.", DefaultValueFactory = _ => 1_000_000, HelpName = "N" };
Option<int> seed = new("--seed") { Description = "The same seed gives the same inputs.", DefaultValueFactory = _ => 1, HelpName = "N" };
Option<string> state = new("--state") { Description = "File with the progress of each parser; a run continues where the last one stopped.", DefaultValueFactory = _ => "fuzz.state", HelpName = "file" };
RootCommand root = new("""
    Gives every parser of EdgeNet generated and mutated inputs: none may throw what it does not document, allocate out of proportion, or hang.
    An input that shows a fault is written to a file, and the exit code is 1.

    Examples:
      edgenet-fuzz
      edgenet-fuzz --target model --target png --count 5000000 --seed 2
    """)
{
    targets, count, seed, state,
};
root.SetAction(parsed =>
{
    using CancellationTokenSource interruption = new();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        interruption.Cancel();
    };
    FuzzState progress = new(parsed.GetRequiredValue(state));
    string[] wanted = parsed.GetValue(targets) ?? [];
    if (wanted.Except(FuzzTargets.All.Select(t => t.Name)).FirstOrDefault() is string unknown)
    {
        Console.Error.WriteLine($"edgenet-fuzz: there is no parser \"{unknown}\"; there are {string.Join(", ", FuzzTargets.All.Select(t => t.Name))}");
        return 2;
    }

    bool found = false;
    foreach (FuzzTarget target in FuzzTargets.All.Where(t => wanted.Length == 0 || wanted.Contains(t.Name)))
    {
        found |= Test(target, progress);
    }

    return interruption.IsCancellationRequested || found ? 1 : 0;

    bool Test(FuzzTarget target, FuzzState progress)
    {
        int chosen = parsed.GetValue(seed);
        long from = progress.Done(target.Name, chosen), left = Math.Max(0, parsed.GetValue(count) - from);
        Stopwatch watch = Stopwatch.StartNew();
        FuzzResult result = FuzzRun.Run(target, chosen, from, left, done => progress.Save(target.Name, chosen, from + done), interruption.Token);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name,-10} {from + result.Done,12:N0} inputs, {100.0 * result.Refused / Math.Max(1, result.Done),5:F1} % of this run refused, {result.Done / watch.Elapsed.TotalSeconds,10:N0} a second"));
        if (result.Finding is not Finding finding)
        {
            return false;
        }

        string file = $"fuzz-{target.Name}-{chosen}-{finding.Number}.bin";
        File.WriteAllBytes(file, finding.Input);
        Console.WriteLine($"  input {finding.Number}: {finding.Problem}; written: {file}");
        return true;
    }
});
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UserException e)
{
    Console.Error.WriteLine($"edgenet-fuzz: {e.Message}");
    return 2;
}
