using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Running;
using EdgeNet.Benchmarks;
using EdgeNet.Data;
using EdgeNet.Files;

Option<string> mnistFolder = new("--mnist") { Description = "Folder with the four MNIST files.", DefaultValueFactory = _ => "../shared/data/mnist", HelpName = "folder" };
Option<string> digitsFile = new("--digits") { Description = "The UCI 8x8 digits.", DefaultValueFactory = _ => "../shared/data/digits/digits.csv.gz", HelpName = "file" };
Option<string[]> peerFiles = new("--peers") { Description = "Output of the peers' scripts.", HelpName = "file" };
Option<string> edgenet = new("--edgenet") { Description = "The command to measure.", DefaultValueFactory = _ => EdgeNetCommand.Built, HelpName = "file" };
Command compare = new("compare", "Training and inference beside the peers' figures, as one table.") { mnistFolder, edgenet, peerFiles };
Command board = new("board", "Classifications on the virtual board beside naive loops; the same on every machine.") { mnistFolder, digitsFile };
Command scaling = new("scaling", "How training speed depends on width, batch, samples and threads.") { mnistFolder };
Command roofline = new("roofline", "What share of the multiply-add peak the products of a training step reach.");
Command eval = new("eval", "How long reading and classifying the 10,000 test pictures takes.") { mnistFolder };
Command command = new("command", "What users get: edgenet train beside a warm process, and how long a classification of one row takes from start to end.") { mnistFolder, edgenet };
Option<string?> rowName = new("--row") { Description = "One network [all].", HelpName = "2.2KB" };
Option<string> seeds = new("--seeds") { Description = "Seeds to train each network with.", DefaultValueFactory = _ => "1", HelpName = "1,2,3" };
Option<int?> epochs = new("--epochs") { Description = "Epochs for a quick try, of which nothing is kept.", HelpName = "N" };
Option<string> folder = new("--out") { Description = "Where the lines and the drawings are kept.", DefaultValueFactory = _ => "docs", HelpName = "folder" };
Command frontier = new("frontier", "Trains the networks of the frontier, a JSON line each, and draws accuracy against bytes and time.") { mnistFolder, edgenet, rowName, seeds, epochs, folder };
Option<string> litert = new("--litert") { Description = "Folder with LiteRT models and their inputs.", DefaultValueFactory = _ => "../shared/data/litert", HelpName = "folder" };
Command imported = new("imported", "Imported networks, one sample at a time, beside ONNX Runtime.") { litert };
Command micro = new("micro", "BenchmarkDotNet on small things.");
compare.SetAction(parsed =>
{
    List<Measurement> all = [.. InferenceMeasurements.Compared(Mnist(parsed)), .. TrainingMeasurements.Compared(EdgeNet(parsed), parsed.GetRequiredValue(mnistFolder))];
    all.AddRange((parsed.GetValue(peerFiles) ?? []).SelectMany(PeerTable.Read));
    Print(PeerTable.Rows(all));
});
board.SetAction(parsed =>
{
    string digits = parsed.GetRequiredValue(digitsFile);
    Print(BoardMeasurements.Table(Mnist(parsed), File.Exists(digits) ? new DataSource(new CsvOptions()).LoadSplit(digits, null, 1) : null));
});
scaling.SetAction(parsed =>
{
    Console.WriteLine("| varied | value | samples/s |\n| --- | --- | --- |");
    Print(TrainingMeasurements.Scaling(Mnist(parsed)).Select(r => string.Create(CultureInfo.InvariantCulture, $"| {r.What} | {r.Value} | {r.Speed:N0} |")));
});
roofline.SetAction(_ =>
{
    double peak = Roofline.PeakGigaflops();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of one thread: {peak:F0} GFLOP/s\n\n| layer, batch 64 | product | GFLOP/s | share of the peak |\n| --- | --- | --- | --- |"));
    foreach ((int inputs, int outputs) in new[] { (784, 32), (784, 128), (784, 200), (128, 10) })
    {
        Print(Roofline.Products(inputs, outputs).Select(p => string.Create(CultureInfo.InvariantCulture, $"| {inputs}-{outputs} | {p.Product} | {p.Gigaflops:F0} | {p.Gigaflops / peak:P0} |")));
    }

    Console.WriteLine("\n| layer, batch 64 | product | us | GFLOP/s | share of the peak |\n| --- | --- | --- | --- | --- |");
    foreach (string model in new[] { ConvolutionRoofline.Model, ConvolutionRoofline.ModelWithoutNorm })
    {
        Print(ConvolutionRoofline.Products(model).Select(p => string.Create(CultureInfo.InvariantCulture, $"| {p.Layer} | {p.Product} | {p.Microseconds:F0} | {p.Gigaflops:F0} | {p.Gigaflops / peak:P0} |")));
    }

    Console.WriteLine("\n| inputs of a first layer, batch 64 | outputs | all: us | zeros passed over: us | ratio |\n| --- | --- | --- | --- | --- |");
    Print(ZeroInputs.Times().Select(t => string.Create(CultureInfo.InvariantCulture, $"| {t.Inputs} | {t.Outputs} | {t.Dense:F0} | {t.PassedOver:F0} | {t.Dense / t.PassedOver:F1} |")));
    (double gather, double shuffle) = Roofline.Inputs();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n784 inputs of one sample, read in shuffled order and scaled: {gather:F0} ns; share of the shuffle: {shuffle:F0} ns"));
});
eval.SetAction(parsed =>
{
    (double read, double classify) = InferenceMeasurements.Eval(parsed.GetRequiredValue(mnistFolder), Mnist(parsed));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"10,000 pictures: read in {read:F1} ms, classified in {classify:F1} ms"));
});
command.SetAction(parsed =>
{
    Console.WriteLine("| training 784-128-10 | samples/s | of a warm process |\n| --- | --- | --- |");
    Print(CommandMeasurements.Training(EdgeNet(parsed), parsed.GetRequiredValue(mnistFolder), Mnist(parsed)).Select(t => string.Create(CultureInfo.InvariantCulture, $"| {t.What} | {t.Speed:N0} | {t.Share:P0} |")));
    Console.WriteLine("\n| start to end | median ms | minimum ms |\n| --- | --- | --- |");
    Print(CommandMeasurements.Starts(EdgeNet(parsed)).Select(s => string.Create(CultureInfo.InvariantCulture, $"| {s.What} | {s.Median:F0} | {s.Least:F0} |")));
});
frontier.SetAction(parsed =>
{
    string? name = parsed.GetValue(rowName);
    FrontierRow[] rows = [.. FrontierRow.All.Where(r => name is null || r.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
    if (rows.Length == 0)
    {
        throw new UserException($"there is no row {name}; there are {string.Join(", ", FrontierRow.All.Select(r => r.Name))}");
    }

    string lines = Path.Combine(parsed.GetRequiredValue(folder), "frontier.jsonl");
    foreach (FrontierRow row in rows)
    {
        foreach (int seed in parsed.GetRequiredValue(seeds).Split(',').Select(s => int.TryParse(s, out int n) ? n : throw new UserException($"--seeds must be whole numbers such as 1,2,3, not {s}")))
        {
            JsonObject line = FrontierLines.Train(EdgeNet(parsed), parsed.GetRequiredValue(mnistFolder), row, seed, parsed.GetValue(epochs));
            Console.WriteLine(line.ToJsonString());
            if (parsed.GetValue(epochs) is null)
            {
                FrontierLines.Keep(lines, line);
                FrontierLines.Write(Path.Combine(parsed.GetRequiredValue(folder), "frontier-bytes.svg"), FrontierChart.OfBytes(FrontierLines.Read(lines)));
                FrontierLines.Write(Path.Combine(parsed.GetRequiredValue(folder), "frontier-time.svg"), FrontierChart.OfTime(FrontierLines.Read(lines)));
            }
        }
    }
});
imported.SetAction(parsed => Print(ImportedNetworks.Table(parsed.GetRequiredValue(litert))));
micro.SetAction(_ => { BenchmarkRunner.Run<MicroBenchmarks>(); });
RootCommand root = new("""
    Measures EdgeNet. compare.sh installs the peers, measures them on the same machine in the same run, and prints one table.

    Examples:
      tools/EdgeNet.Benchmarks/compare.sh
      dotnet run -c Release --project tools/EdgeNet.Benchmarks -- board
    """) { compare, board, scaling, roofline, eval, command, frontier, imported, micro };
try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UserException e)
{
    Console.Error.WriteLine($"EdgeNet.Benchmarks: {e.Message}");
    return 1;
}

EdgeNetCommand EdgeNet(ParseResult parsed) => new(parsed.GetRequiredValue(edgenet));

DatasetSplit Mnist(ParseResult parsed) => new DataSource(new CsvOptions()).LoadSplit(parsed.GetRequiredValue(mnistFolder), null, 1);

static void Print(IEnumerable<string> rows)
{
    foreach (string row in rows)
    {
        Console.WriteLine(row);
    }
}
