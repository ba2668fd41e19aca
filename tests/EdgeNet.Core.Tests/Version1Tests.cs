using System.Buffers.Binary;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Trainer;

namespace EdgeNet.Core.Tests;

/// <summary>Files that were written in version 1 of the format are still read, and trusted as little. The files here were written by EdgeNet 0.1.0.</summary>
public class Version1Tests
{
    /// <summary>The logits are those that EdgeNet 0.1.0 gave. Each file also has golden vectors with stored logits of its own.</summary>
    [Theory]
    [InlineData("bugs", new[] { 1.2f, 3.4f }, new[] { -41341, 14646 })]
    [InlineData("xor", new[] { 1f, 0f }, new[] { 2077 })]
    [InlineData("miles", new[] { 42f }, new[] { -823153 })]
    [InlineData("four-pixels", new[] { 1f, 0f, 0f, 1f }, new[] { 23, -5919, 201, -9129 })]
    public void Files_of_version_1_give_the_logits_they_always_gave(string name, float[] input, int[] logits)
    {
        ModelFile model = ModelFile.Parse(Read(name));
        Network network = new(model);
        network.Classify(input);
        Assert.Equal((1, 2), (model.Version, model.GoldenCount));
        Assert.Equal(logits, Enumerable.Range(0, network.OutputCount).Select(network.Logit));
    }

    [Fact]
    public void A_stored_logit_that_the_network_does_not_give_is_found_out()
    {
        byte[] file = Changed(Read("bugs"), "gold", payload => payload[^1] ^= 1);
        Assert.Contains("gold", Assert.Throws<ModelException>(() => Network.Load(file)).Message);
    }

    [Theory]
    [InlineData("LAYR", 4, 2, "kind 2, which version 1 does not have")]
    [InlineData("LAYR", 5, 9, "activation 9")]
    [InlineData("LAYR", 6, 9, "weight encoding 9")]
    [InlineData("LAYR", 7, 9, "zero point 9")]
    [InlineData("LAYR", 8, 9, "has 9 inputs, but receives")]
    [InlineData("LAYR", 12, 9, "has 3 inputs, but receives 9")]
    [InlineData("LAYR", 15, 0x80, "outputs of")] // a negative number of outputs
    [InlineData("gold", 7, 0xFF, "of vector 0 has more than 15 bits")] // a high byte; the input is cut to 15 bits first
    public void What_is_wrong_is_said(string section, int offset, byte value, string problem)
    {
        byte[] file = Read("bugs");
        if (section == "gold")
        {
            file = Changed(file, "INPT", payload => payload[1] = 15);
        }

        file = Changed(file, section, payload => payload[offset] = value);
        Assert.Contains(problem, Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Fact]
    public void A_softmax_table_that_gives_the_largest_logit_nothing_is_refused()
    {
        byte[] file = Changed(Read("bugs"), "OUTP", payload => payload.AsSpan(16).Clear());
        Assert.Contains("the first entry of the softmax table is zero", Assert.Throws<ModelException>(() => ModelFile.Parse(file)).Message);
    }

    [Theory]
    [InlineData("bugs")]
    [InlineData("miles")]
    public void With_any_byte_changed_and_the_CRCs_sealed_again_a_file_is_refused_or_runs_within_its_bounds(string name)
    {
        byte[] real = Read(name);
        int accepted = 0, refused = 0;
        for (int at = 0; at < real.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 1, 0x7F, 0x80, 0xFE, 0xFF, (byte)(real[at] + 1), (byte)(real[at] - 1) })
            {
                byte[] copy = (byte[])real.Clone();
                copy[at] = value;
                _ = ModelFileTests.RunsOrIsRefused(ModelFileTests.Sealed(copy)) ? accepted++ : refused++;
            }
        }

        Assert.True(accepted > 0 && refused > 0);
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Version1", name + ".edgenet"));

    private static byte[] Changed(byte[] file, string section, Action<byte[]> change)
    {
        for (int at = ModelFormat.HeaderLength; ;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            if (Encoding.ASCII.GetString(file, at, 4) == section)
            {
                byte[] payload = file[(at + 8)..(at + 8 + length)];
                change(payload);
                payload.CopyTo(file, at + 8);
                return ModelFileTests.Sealed(file);
            }

            at += 8 + ((length + 3) & ~3);
        }
    }
}
