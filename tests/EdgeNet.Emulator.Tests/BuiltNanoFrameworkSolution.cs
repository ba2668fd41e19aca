using EdgeNet.TestSupport;

namespace EdgeNet.Emulator.Tests;

/// <summary>The solution, built with the stand-in for the extension in both configurations.</summary>
public sealed class BuiltNanoFrameworkSolution : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _extension, _solution;

    public BuiltNanoFrameworkSolution()
    {
        _extension = NanoFrameworkExtension.Install(_folder);
        _solution = CopySources();
        PutPackages();
        Build("-property:Configuration=Debug");
        Build("-property:Configuration=Release");
    }

    /// <summary>Builds it once more, with properties.</summary>
    public void Build(params string[] options)
    {
        (int exitCode, string[] lines) = NanoFrameworkExtension.Build(
            _solution, ["-property:Platform=Any CPU", $"-property:NanoFrameworkProjectSystemPath={_extension}", .. options]);
        Assert.True(exitCode == 0, string.Join('\n', lines));
    }

    public string PathOf(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    // The solution, its projects and all their sources, where building them leaves nothing behind.
    private string CopySources()
    {
        Copy(Path.Combine(NanoFrameworkProject.DeviceFolder, "EdgeNet.NanoFramework.sln"));
        foreach (string file in Directory.GetFiles(NanoFrameworkProject.DeviceFolder, "*.targets"))
        {
            Copy(file);
        }

        foreach (NanoFrameworkProject project in NanoFrameworkProject.All)
        {
            Copy(project.File);
            foreach (string source in project.Sources)
            {
                Copy(source);
            }
        }

        return _folder.File("device/EdgeNet.NanoFramework.sln");
    }

    private void Copy(string file) => _folder.Write(Path.GetRelativePath(SharedData.ProjectRoot, file), File.ReadAllBytes(file));

    // The contracts, where NuGet would put the real assemblies. Those that the code does not use itself have no contract and are not missed.
    private void PutPackages()
    {
        foreach ((string assembly, string path) in NanoFrameworkProject.All.SelectMany(p => p.References).Distinct())
        {
            string contract = Path.Combine(Programs.Folder, assembly + ".dll");
            if (File.Exists(contract))
            {
                _folder.Write("device/" + path[3..].Replace('\\', '/'), File.ReadAllBytes(contract));
            }
        }
    }
}
