using System.Text;
using EdgeNet.Files;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Data.Tests;

/// <summary>Files of corrections that are damaged or made to do harm, and names and labels of any characters.</summary>
public sealed class HostileCorrectionTests
{
    private static readonly byte[] Whole = "data,sample,label,was,fingerprint\nmnist,train:60,5,3,#0123abcd\n\"a,b\",\"c \"\"d\"\".png\",,\"x;y\",#ffffffff\n"u8.ToArray();

    [Fact]
    public void A_file_is_read_as_it_is_documented() => Assert.Equal(
        [new Correction("mnist", "train:60", "5", "3", 0x0123abcd), new Correction("a,b", "c \"d\".png", null, "x;y", 0xffffffff)], Read(Whole));

    [Fact]
    public void What_is_written_is_read_again()
    {
        Gen<string> name = Gen.NonEmptyListOf(Gen.Elements("ab7,;\"'\n\t #:/é\u4e2d ".ToCharArray())).Select(c => new string([.. c]));
        Gen<Correction> correction = from data in name
                                     from sample in name
                                     from label in name
                                     from was in name
                                     from print in ArbMap.Default.GeneratorFor<uint>()
                                     select new Correction(data, sample, CorrectionFile.WrongWith(label) is null ? label : null, was, print);
        Prop.ForAll(Arb.From(Gen.ListOf(correction)), all => Read(CorrectionFile.ToBytes(all)).SequenceEqual(all)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_changed_byte_is_read_or_refused()
    {
        for (int at = 0; at < Whole.Length; at++)
        {
            foreach (byte value in (byte[])[0, 10, 0x20, 0x22, 0x2C, 0x30, 0x7F, 0x80, 0xFF, (byte)(Whole[at] ^ 1), (byte)(Whole[at] ^ 0x80)])
            {
                byte[] changed = [.. Whole];
                changed[at] = value;
                ReadOrRefuse(changed);
            }
        }
    }

    [Fact]
    public void A_file_that_ends_anywhere_is_read_or_refused()
    {
        for (int length = 0; length < Whole.Length; length++)
        {
            ReadOrRefuse(Whole[..length]);
        }
    }

    [Theory]
    [InlineData("", "is no file of corrections")]
    [InlineData("x,kind\n1,a\n", "is no file of corrections; such a file begins with data,sample,label,was,fingerprint")]
    [InlineData("data,sample,label,was,fingerprint\nm,1,5,3,0123abcd\n", "line 2: \"0123abcd\" is no fingerprint such as #0123abcd")]
    [InlineData("data,sample,label,was,fingerprint\nm,1,5,3,#0123abc\n", "is no fingerprint")]
    [InlineData("data,sample,label,was,fingerprint\nm,,5,3,#0123abcd\n", "line 2: the data or the sample has no name")]
    [InlineData("data,sample,label,was,fingerprint\nm,1,\" 5\",3,#0123abcd\n", "line 2: the label \" 5\" has spaces around it")]
    public void What_is_wrong_is_named(string text, string problem) => Assert.Contains(problem, Assert.Throws<UserException>(() => Read(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void A_table_of_data_is_not_taken_for_corrections()
    {
        Assert.True(CorrectionFile.Kind.Recognises(CorrectionFile.ToBytes([])));
        Assert.False(CorrectionFile.Kind.Recognises("x,kind\n1,a\n"u8.ToArray()));
    }

    private static IReadOnlyList<Correction> Read(byte[] file) => CorrectionFile.Read(new MemoryStream(file), "c.csv");

    private static void ReadOrRefuse(byte[] file)
    {
        try
        {
            Assert.All(Read(file), c => Assert.True(c.Label is null || CorrectionFile.WrongWith(c.Label) is null));
        }
        catch (UserException e)
        {
            Assert.StartsWith("c.csv", e.Message);
        }
    }
}
