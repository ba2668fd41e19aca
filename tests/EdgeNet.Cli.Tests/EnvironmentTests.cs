using System.Diagnostics;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>The command in other surroundings: another language, little memory.</summary>
[Trait("speed", "slow")]
public sealed class EnvironmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("de_DE.UTF-8")]
    [InlineData("sv_SE.UTF-8")]
    public void Models_and_output_are_the_same_in_every_language(string language)
    {
        // As somebody gets it who builds it with globalisation switched on.
        string config = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "edgenet.runtimeconfig.json"));
        string globalized = config.Replace("\"System.Globalization.Invariant\": true", "\"System.Globalization.Invariant\": false");
        Assert.NotEqual(config, globalized);
        string path = _folder.Write("globalized.json", globalized);

        string[] here = Outputs("C"), there = Outputs(language);
        if (there.Any(o => o.Contains("libicu", StringComparison.Ordinal)))
        {
            return; // .NET cannot start so without that library; CultureTests looks at the files all the same.
        }

        Assert.Equal(here, there);

        string[] Outputs(string locale)
        {
            string model = _folder.File("m.edgenet"), code = _folder.File("Model.cs");
            Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "2", "--dropout", "0.1", "--weight-decay", "0.001", "--allow-loss", "--out", model).AssertSucceeded();
            Run("export", model, "--csharp", "--out", code).AssertSucceeded();
            string[] outputs =
            [
                Convert.ToHexString(File.ReadAllBytes(model)), File.ReadAllText(code),
                Run("inspect", model).AssertSucceeded().Out, Run("eval", model, "--data", "builtin:bugs").AssertSucceeded().Out,
                Run("datasets", "miles").AssertSucceeded().Out, Run("inspect").Error,
            ];
            File.Delete(model);
            File.Delete(code);
            return outputs;

            EdgeNetProcess Run(params string[] args) => RunWith([("LANG", locale), ("LC_ALL", locale)], ["exec", "--runtimeconfig", path], args);
        }
    }

    /// <summary>Kept are 4 bytes a value, for a moment 8; as texts its rows would take 70 MB and more.</summary>
    [Fact]
    public void A_table_is_read_in_little_more_memory_than_its_numbers_take()
    {
        string model = _folder.File("m.edgenet");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "1", "--out", model, "--allow-loss").AssertSucceeded();
        string row = string.Join(',', Enumerable.Range(0, 20).Select(i => $"{i}.12345")) + ",a\n";
        string path = _folder.Write("t.csv", string.Concat(Enumerable.Repeat(row, 100_000)));
        Assert.InRange(new FileInfo(path).Length, 17_000_000, 18_000_000);
        RunWith([("DOTNET_GCHeapHardLimit", "2000000")], [], ["eval", model, "--data", path]).AssertRefused("the model expects 2 values", "t has 20"); // 32 MB
    }

    /// <summary>Thirty pictures of 4 MB are files of 4 KB each.</summary>
    [Theory]
    [InlineData("--input-size", "16x16")]
    [InlineData("--seed", "1")]
    public void A_folder_of_large_pictures_is_read_in_the_memory_of_one(string option, string value)
    {
        const int Side = 2048;
        byte[] rows = new byte[Side * (Side + 1)];
        for (int i = 0; i < 30; i++)
        {
            // The second pixel of the first row tells them apart.
            rows[2] = (byte)i;
            _folder.Write($"photos/{(i % 2 == 0 ? "a" : "b")}/{i}.png", Png.Write(Side, Side, 0, rows));
        }

        RunWith([("DOTNET_GCHeapHardLimit", "4000000")], [], ["train", "--data", _folder.File("photos"), option, value, "--epochs", "1", "--allow-loss", "--out", _folder.File("m.edgenet")])
            .AssertSucceeded(); // 64 MB
    }

    private static EdgeNetProcess RunWith((string Name, string Value)[] variables, string[] host, string[] args)
    {
        ProcessStartInfo info = new("dotnet", [.. host, Path.Combine(AppContext.BaseDirectory, "edgenet.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        return EdgeNetProcess.Finish(process);
    }
}
