using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.Emulator.Tests;

/// <summary>The board's files behave as those of nanoFramework's System.IO.FileSystem on littlefs.</summary>
public sealed class FileTests : IDisposable
{
    private const string Path = "I:\\f", Other = "I:\\g";
    private const int CreateNew = 1, Create = 2, Open = 3, Append = 6;
    private const int None = 0, Read = 1, Write = 2, ReadWrite = 3;
    private const string InUse = "System.IO.IOException (HResult 0xE7000000)", Missing = "System.IO.IOException (HResult 0xE2000000)", Exists = "System.IO.IOException (HResult 0xE8000000)";

    private readonly Board _board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device");

    public FileTests() => _board.Storage.Put(Path, [1, 2, 3]);

    /// <summary>The five pairs that the source of FileSystemManager lists, out of all.</summary>
    [Fact]
    public void A_file_that_is_open_is_opened_again_only_where_the_first_shares_what_the_second_wants_and_the_second_shares_everything()
    {
        List<(int, int, int)> allowed = [];
        for (int share = None; share <= ReadWrite; share++)
        {
            for (int access = Read; access <= ReadWrite; access++)
            {
                for (int wanted = None; wanted <= ReadWrite; wanted++)
                {
                    _board.PowerCycle();
                    Stream(Open, ReadWrite, share);
                    if (Succeeds(() => Stream(Open, access, wanted)))
                    {
                        allowed.Add((share, access, wanted));
                    }
                }
            }
        }

        Assert.Equal([(Read, Read, ReadWrite), (Write, Write, ReadWrite), (ReadWrite, Read, ReadWrite), (ReadWrite, Write, ReadWrite), (ReadWrite, ReadWrite, ReadWrite)], allowed);
    }

    [Fact]
    public void A_stream_that_says_nothing_of_sharing_lets_nobody_else_in_until_it_is_closed()
    {
        BoardObject first = _board.New("System.IO.FileStream", Path, Open, Read);
        AssertThrows(InUse, () => _board.New("System.IO.FileStream", Path, Open, Read));
        AssertThrows(InUse, () => _board.New("System.IO.FileStream", "i:\\F", Open));
        AssertThrows(InUse, () => _board.Call("System.IO.File.ReadAllBytes", Path));
        AssertThrows(InUse, () => _board.Call("System.IO.File.OpenRead", Path));
        AssertThrows(InUse, () => _board.Call("System.IO.File.WriteAllBytes", Path, new byte[1]));
        _board.CallOn(first, "Dispose");
        Assert.Equal(new byte[] { 1, 2, 3 }, _board.Call("System.IO.File.ReadAllBytes", Path));
        Assert.Equal(new byte[] { 1, 2, 3 }, _board.Call("System.IO.File.ReadAllBytes", Path)); // which closes what it opens
    }

    [Fact]
    public void A_file_that_is_open_is_neither_deleted_nor_moved()
    {
        BoardObject open = Stream(Open, Read, ReadWrite);
        AssertThrows(InUse, () => _board.Call("System.IO.File.Delete", Path));
        AssertThrows(InUse, () => _board.Call("System.IO.File.Move", Path, Other));
        _board.CallOn(open, "Dispose");
        _board.Call("System.IO.File.Move", Path, Other);
        Assert.Equal([Other], _board.Storage.Files);
        _board.Call("System.IO.File.Delete", Other);
        Assert.Empty(_board.Storage.Files);
    }

    [Fact]
    public void File_errors_have_no_message_and_their_cause_in_HResult()
    {
        AssertThrows(Missing, () => _board.New("System.IO.FileStream", Other, Open, Read));
        AssertThrows(Exists, () => _board.New("System.IO.FileStream", Path, CreateNew));
        AssertThrows(Missing, () => _board.Call("System.IO.File.Move", Other, Path));
        _board.Call("System.IO.File.WriteAllBytes", Other, new byte[] { 9 });
        AssertThrows(Exists, () => _board.Call("System.IO.File.Move", Path, Other));
        AssertThrows("System.ArgumentException", () => _board.New("System.IO.FileStream", Path, Create, Read));
        AssertThrows("System.ArgumentException", () => _board.New("System.IO.FileStream", Path, Append, ReadWrite));
        _board.Call("System.IO.File.Delete", "I:\\missing"); // which is none

        // A failed opening holds nothing.
        Assert.NotNull(_board.New("System.IO.FileStream", Path, Open));
    }

    [Fact]
    public void What_such_an_error_means_is_said_by_the_device_code()
    {
        BoardObject loader = _board.New("EdgeNet.Device.ModelLoader");
        BoardObject open = Stream(Open, Read, None);
        Assert.Null(_board.CallOn(loader, "Load", Path));
        Assert.Equal("I:\\f: the file is in use", _board.CallOn(loader, "get_Problem"));
        _board.CallOn(open, "Dispose");
        Assert.Null(_board.CallOn(loader, "Load", Path));
        Assert.StartsWith("I:\\f: not an EdgeNet model file", (string)_board.CallOn(loader, "get_Problem")!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_is_there_at_once_and_its_contents_when_it_is_closed()
    {
        BoardObject stream = _board.New("System.IO.FileStream", Other, Create);
        _board.CallOn(stream, "Write", new byte[] { 7, 8 }, 0, 2);
        Assert.True((bool)_board.Call("System.IO.File.Exists", Other)!);
        Assert.Empty(_board.Storage.Read(Other));
        _board.CallOn(stream, "Dispose");
        Assert.Equal([7, 8], _board.Storage.Read(Other));
    }

    [Fact]
    public void A_stream_does_only_what_it_was_opened_for()
    {
        BoardObject reading = Stream(Open, Read, ReadWrite);
        AssertThrows("System.NotSupportedException", () => _board.CallOn(reading, "Write", new byte[1], 0, 1));
        BoardObject appending = _board.New("System.IO.FileStream", Other, Append);
        AssertThrows("System.NotSupportedException", () => _board.CallOn(appending, "Read", new byte[1], 0, 1));
    }

    [Fact]
    public void Littlefs_does_not_tell_the_size_of_the_drive() =>
        Assert.Equal(-1L, _board.CallOn(_board.New("System.IO.DriveInfo", "I:\\"), "get_TotalSize"));

    [Fact]
    public void A_full_storage_is_an_error_of_the_driver_without_a_message_of_its_own()
    {
        _board.Storage.Capacity = 4;
        AssertThrows("System.IO.IOException (HResult 0xE0000000)", () => _board.Call("System.IO.File.WriteAllBytes", Other, new byte[2]));
        Assert.True(Succeeds(() => _board.Call("System.IO.File.WriteAllBytes", Other, new byte[1])));
    }

    public void Dispose() => _board.Dispose();

    private BoardObject Stream(int mode, int access, int share) => _board.New("System.IO.FileStream", Path, mode, access, share);

    private static bool Succeeds(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (EmulatorException)
        {
            return false;
        }
    }

    private static void AssertThrows(string what, Action work) =>
        Assert.EndsWith("threw " + what, Assert.Throws<EmulatorException>(work).Message, StringComparison.Ordinal);
}
