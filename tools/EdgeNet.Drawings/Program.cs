using EdgeNet.Drawings;

// The folder that gets the files: docs.
foreach ((string name, Func<string> draw) in AllDrawings.ByName)
{
    File.WriteAllText(Path.Combine(args[0], name), draw());
}
