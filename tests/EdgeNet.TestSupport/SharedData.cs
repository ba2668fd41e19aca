using EdgeNet.Data.BuiltIn;

namespace EdgeNet.TestSupport;

/// <summary>The real datasets beside the project. They are not part of it; tests that need them are skipped where they are missing.</summary>
public static class SharedData
{
    public static string ProjectRoot { get; } = FindRoot();

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(ProjectRoot, "..", "shared", "data"));

    public static string Mnist => Path.Combine(Folder, "mnist");

    public static string Digits => Path.Combine(Folder, "digits", "digits.csv.gz");

    public static string Iris => Path.Combine(Folder, "iris.csv");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeNet.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("EdgeNet.sln was not found above the test assembly");
    }
}
