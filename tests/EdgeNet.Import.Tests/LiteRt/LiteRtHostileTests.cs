using EdgeNet.Files;
using EdgeNet.TestSupport;

namespace EdgeNet.Import.Tests.LiteRt;

public class LiteRtHostileTests
{
    private const int RandomFiles = 4000;

    private static readonly byte[][] Files = [.. new[] { "flatten by arithmetic", "concatenation", "bytes at both ends", "prelu" }.Select(n => OperatorCases.All[n]())];

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] file = Files[0];
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<UserException>(() => ReferenceRun.Lower(file[..length]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_file_with_one_changed_byte_is_read_or_refused(int index)
    {
        byte[] file = Files[index];
        int refused = 0;
        for (int at = 0; at < file.Length; at++)
        {
            foreach (byte value in (byte[])[(byte)(file[at] ^ 0x80), (byte)(file[at] + 1)])
            {
                byte[] changed = (byte[])file.Clone();
                changed[at] = value;
                refused += IsRefused(changed) ? 1 : 0;
            }
        }

        Assert.InRange(refused, file.Length / 10, 2 * file.Length);
    }

    [Fact]
    public void Files_with_several_changed_bytes_are_read_or_refused()
    {
        Random random = new(1);
        for (int i = 0; i < RandomFiles; i++)
        {
            byte[] changed = (byte[])Files[i % Files.Length].Clone();
            for (int c = random.Next(1, 6); c > 0; c--)
            {
                // A byte, or an offset to anywhere, backwards too.
                int at = random.Next(changed.Length - 3);
                if (random.Next(2) == 0)
                {
                    changed[at] = (byte)random.Next(256);
                }
                else
                {
                    BitConverter.GetBytes(random.Next(-changed.Length, changed.Length)).CopyTo(changed, at & ~3);
                }
            }

            IsRefused(changed);
        }
    }

    [Fact]
    public void Weights_that_a_file_only_claims_to_have_take_no_memory()
    {
        LiteRtWriter file = new(1);
        file.Input = file.Tensor([1, 4000], 0.1f, 0);
        file.Output = file.Tensor([1, 4000], 0.1f, 0);
        file.Operator(9, [file.Input, file.Constant([4000, 4000], LiteRtWriter.Int8, [1, 2, 3], [0.1f])], file.Output, 8);
        AssertCheap(file.Write(), "has 3 bytes for 16,000,000 values");
    }

    [Fact]
    public void One_buffer_that_is_named_a_thousand_times_does_not_become_gigabytes()
    {
        LiteRtWriter file = new(1);
        int weights = file.Weights([1, 16, 16, 64], [0.1f]), tensor = file.Input = file.Tensor([1, 64, 64, 8], 0.1f, 0);
        for (int i = 0; i < 1000; i++)
        {
            int next = file.Tensor([1, 64, 64, 64], 0.1f, 0);
            file.Operator(4, [file.Input, weights], next, 2, (0, (byte)0), (1, 1), (2, 1), (3, 8), (5, 8), (6, 8));
            tensor = next;
        }

        file.Output = tensor;
        Assert.Contains("more than 16,777,216 weights", Assert.Throws<UserException>(() => ReferenceRun.Lower(file.Write())).Message);
    }

    [Fact]
    public void The_networks_that_fuzzing_begins_with_are_those_of_these_tests() =>
        Assert.All(Directory.GetFiles(Path.Combine(SharedData.ProjectRoot, "tests", "EdgeNet.Import.Tests", "LiteRt", "Networks")), path =>
            Assert.Equal(OperatorCases.All[Path.GetFileNameWithoutExtension(path).Replace('_', ' ')](), File.ReadAllBytes(path)));

    [Fact]
    public void A_table_that_points_to_itself_is_refused()
    {
        byte[] file = Files[0];

        // The root offset.
        BitConverter.GetBytes(0).CopyTo(file = (byte[])file.Clone(), 0);
        Assert.Contains("damaged or cut off at byte 0", Assert.Throws<UserException>(() => ReferenceRun.Lower(file)).Message);
    }

    private static void AssertCheap(byte[] file, string problem)
    {
        IsRefused(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(problem, Assert.Throws<UserException>(() => ReferenceRun.Lower(file)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    // Anything but a UserException fails the test.
    private static bool IsRefused(byte[] file)
    {
        try
        {
            ReferenceRun.Lower(file);
            return false;
        }
        catch (UserException)
        {
            return true;
        }
    }
}
