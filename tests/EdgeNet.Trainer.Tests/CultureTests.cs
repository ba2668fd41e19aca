using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Export;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

/// <summary>Files do not depend on the language of the machine.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public void Dispose()
    {
        CultureInfo.CurrentCulture = _before;
        _folder.Dispose();
    }

    [Fact]
    public void A_model_and_its_code_are_the_same_bytes_where_numbers_are_written_otherwise()
    {
        TrainingOptions options = new() { Hidden = [3], Epochs = 2, Starts = 1, Dropout = 0.25f, LearningRate = 0.003f, WeightDecay = 1e-4f, ValidationShare = 0.1f, InputRange = (-0.5f, 0.5f) };
        (byte[] model, string code) = Build(options);
        CultureInfo.CurrentCulture = Elsewhere();
        Assert.Equal("−1,5", (-1.5).ToString(CultureInfo.CurrentCulture)); // the sign and the point are really others
        (byte[] modelElsewhere, string codeElsewhere) = Build(options);
        Assert.Equal(ModelFile.Parse(model).Meta("build"), ModelFile.Parse(modelElsewhere).Meta("build"));
        Assert.Equal(model, modelElsewhere);
        Assert.Equal(code, codeElsewhere);
        Assert.Equal("−1,5", (-1.5).ToString(CultureInfo.CurrentCulture)); // and nobody has changed the caller's culture
    }

    [Fact]
    public void A_table_is_read_the_same_where_numbers_are_written_otherwise()
    {
        string path = _folder.Write("t.csv", "a,b,c\n-1.5,2.25,-3\n1e-3,4,5\n");
        Dataset here = CsvDataset.Read(path, new CsvOptions());
        CultureInfo.CurrentCulture = Elsewhere();
        Dataset elsewhere = CsvDataset.Read(path, new CsvOptions());
        Assert.Equal([-1.5f, 2.25f, 0.001f, 4f], elsewhere.Features);
        Assert.Equal(here.Labels, elsewhere.Labels);
    }

    // German commas and the minus sign of Sweden: made here, because the tests run without the system's cultures.
    private static CultureInfo Elsewhere()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        return culture;
    }

    private static (byte[] Model, string Code) Build(TrainingOptions options)
    {
        byte[] file = ModelBuilder.Build(BuiltInDatasets.Create("bugs", 1), options, "bugs", true, null, default).File;
        return (file, NetworkCode.Write(ModelFile.Parse(file), "Bugs", "My.App"));
    }
}
