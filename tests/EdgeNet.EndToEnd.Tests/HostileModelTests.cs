using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A model file with right checksums and wrong contents, on a board: refused before its memory is asked for.</summary>
public sealed class HostileModelTests : IDisposable
{
    private const string Path = StoreBoard.Mailbox;

    // The texts of a refusal.
    private const int MessageBytes = 1500;

    private static readonly byte[] Valid = StoreBoard.Model(1, hidden: 12, unsureOutside: true);
    private static readonly int[] Hostile = [0, 1, -1, 2, 0x7FFF, 0xFFFF, 0x10000, 0x00FFFFFF, 0x40000000, int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 1];

    private readonly Board _board = new(BoardProfile.Esp32);

    public HostileModelTests() => _board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);

    [Fact]
    [Trait("speed", "slow")]
    public void Every_field_of_a_sealed_file_set_to_hostile_values_is_judged_as_on_the_desktop_and_costs_no_more_memory_than_the_valid_one()
    {
        (int refused, int accepted) = Sweep(Valid, 4, Valid.Length - 4);
        Assert.InRange(refused, 1000, int.MaxValue);
        Assert.InRange(accepted, 1, int.MaxValue); // biases and tables may have any value
    }

    [Fact]
    [Trait("speed", "slow")]
    public void So_is_every_field_of_the_layers_that_imported_networks_have()
    {
        byte[] valid = PlainNetworks.Imported(ModelFormat.LiteRtSoftmax).File();
        int layers = valid.AsSpan().IndexOf("LAYR"u8);
        (int refused, int accepted) = Sweep(valid, layers, layers + 4 + BinaryPrimitives.ReadInt32LittleEndian(valid.AsSpan(layers + 4)));
        Assert.InRange(refused, 500, int.MaxValue);
        Assert.InRange(accepted, 1, int.MaxValue);
    }

    [Theory]
    [InlineData(100_000_000)]
    [InlineData(int.MaxValue)]
    public void A_header_that_promises_a_huge_file_is_refused_without_reading_on(int length)
    {
        byte[] file = (byte[])Valid.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Crc32.Compute(file, 0, 16));
        (bool loaded, string problem, long peak) = Load(file);
        Assert.False(loaded);
        Assert.Contains($"should have {length} bytes", problem);

        // The objects of the loader and the texts of its message.
        Assert.InRange(peak - file.Length, 0, 3000);
    }

    public void Dispose() => _board.Dispose();

    private (int Refused, int Accepted) Sweep(byte[] valid, int first, int last)
    {
        int refused = 0, accepted = 0;
        long allowed = Load(valid).PeakBytes + MessageBytes;

        for (int at = first; at <= last; at += 2)
        {
            foreach (int value in Hostile)
            {
                byte[] file = (byte[])valid.Clone();
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
                bool expected = DesktopAccepts(Seal(file));
                (bool loaded, string problem, long peak) = Load(file);
                Assert.True(loaded == expected, $"value {value} at {at}: {problem}");
                if (!loaded)
                {
                    Assert.NotEmpty(problem);
                    Assert.DoesNotContain("not enough memory", problem);
                    Assert.InRange(peak, file.Length, allowed);
                }

                _ = loaded ? accepted++ : refused++;
            }
        }

        return (refused, accepted);
    }

    private static bool DesktopAccepts(byte[] file)
    {
        try
        {
            _ = new Network(ModelFile.Parse(file));
            return true;
        }
        catch (ModelException)
        {
            return false;
        }
    }

    private (bool Loaded, string Problem, long PeakBytes) Load(byte[] file)
    {
        _board.PowerCycle();
        _board.Storage.Put(Path, file);
        BoardObject loader = _board.New("EdgeNet.Device.ModelLoader");
        bool loaded = _board.CallOn(loader, "Load", Path) is not null;
        return (loaded, (string)_board.CallOn(loader, "get_Problem")!, _board.HeapPeakBytes - _board.TypeTableBytes);
    }

    [Fact]
    public void A_model_with_another_answer_than_it_vouches_for_is_refused_by_name_and_not_as_an_app_that_hangs()
    {
        byte[] file = (byte[])Valid.Clone();
        int checksum = file.AsSpan().LastIndexOf("gold"u8) + 8 + 8;
        file[checksum] ^= 1;
        string message = Assert.Throws<UserException>(() => AppBoard.Forecast(BoardProfile.Esp32, Seal(file))).Message;
        Assert.StartsWith("no board accepts this model", message);
        Assert.Contains("section gold: vector 0", message);
    }

    private static byte[] Seal(byte[] file)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Crc32.Compute(file, ModelFormat.HeaderLength, file.Length - ModelFormat.HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Crc32.Compute(file, 0, 16));
        return file;
    }
}
