using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>File and FileStream on the board's internal storage.</summary>
internal static unsafe class StorageFunctions
{
    private const int CreateNew = 1, Create = 2, Open = 3, OpenOrCreate = 4, Truncate = 5, Append = 6;
    private const int ReadOnly = 1, ReadWrite = 3;

    public static void Add(HostFunctions f)
    {
        f.Add("System.IO.File::Exists(System.String)", (m, p, r) => p[0] = m.Board.Storage.Exists(HostFunctions.Text(r[0])) ? 1 : 0);
        f.Add("System.IO.File::Delete(System.String)", (m, _, r) => DeleteFile(m, Path(m, r[0])));
        f.Add("System.IO.File::ReadAllBytes(System.String)", (m, _, r) => r[0] = ArrayFunctions.NewBytes(m, OpenFile(m, r[0], Open, ReadOnly).ToArray()));
        f.Add("System.IO.File::WriteAllBytes(System.String,System.Byte[])", (m, _, r) =>
        {
            BoardFile file = OpenFile(m, r[0], Create, ReadWrite);
            byte[] bytes = ArrayFunctions.Bytes(r[1]);
            Guarded(m, () =>
            {
                file.Write(bytes);
                file.Close();
            });
        });
        f.Add("System.IO.File::OpenRead(System.String)", (m, _, r) =>
        {
            BoardFile file = OpenFile(m, r[0], Open, ReadOnly);
            Instance stream = m.Heap.Instance(m.World.Type("System.IO.FileStream"));
            stream.Native = file;
            r[0] = stream;
        });
        f.Add("System.IO.FileStream::.ctor(System.String,System.IO.FileMode)", (m, p, r) => ((Instance)r[0]!).Native = OpenFile(m, r[1], (int)p[2], ReadWrite));
        f.Add("System.IO.FileStream::.ctor(System.String,System.IO.FileMode,System.IO.FileAccess)", (m, p, r) => ((Instance)r[0]!).Native = OpenFile(m, r[1], (int)p[2], (int)p[3]));
        f.Add("System.IO.FileStream::get_Length()", (_, p, r) => p[0] = HostFunctions.Native<BoardFile>(r[0]).Length);
        f.Add("System.IO.FileStream::get_Position()", (_, p, r) => p[0] = HostFunctions.Native<BoardFile>(r[0]).Position);
        f.Add("System.IO.FileStream::set_Position(System.Int64)", (_, p, r) => HostFunctions.Native<BoardFile>(r[0]).Position = (int)p[1]);
        f.Add("System.IO.FileStream::Flush()", (_, _, r) => HostFunctions.Native<BoardFile>(r[0]));
        f.Add("System.IO.FileStream::Seek(System.Int64,System.IO.SeekOrigin)", (_, p, r) =>
        {
            BoardFile file = HostFunctions.Native<BoardFile>(r[0]);
            p[0] = file.Position = (int)p[1] + (p[2] switch { 0 => 0, 1 => file.Position, _ => file.Length });
        });
        f.Add("System.IO.FileStream::Read(System.Byte[],System.Int32,System.Int32)", (m, p, r) =>
        {
            p[0] = HostFunctions.Native<BoardFile>(r[0]).Read(ArrayFunctions.Part(r[1], p[2], p[3]));
            m.Charge(p[0] * 4);
        });
        f.Add("System.IO.FileStream::Write(System.Byte[],System.Int32,System.Int32)", (m, p, r) =>
        {
            BoardFile file = HostFunctions.Native<BoardFile>(r[0]);
            byte[] bytes = ArrayFunctions.Part(r[1], p[2], p[3]).ToArray();
            m.Charge(bytes.Length * 20);
            Guarded(m, () => file.Write(bytes));
        });
        f.Add("System.IO.DriveInfo::.ctor(System.String)", (_, _, _) => { });
        f.Add("System.IO.DriveInfo::get_TotalSize()", (m, p, _) => p[0] = m.Board.Storage.Capacity);
        f.Add("System.IO.Stream::.ctor()", (_, _, _) => { });
        f.Add("System.IO.Stream::Close()", (m, _, r) => Close(m, (Instance)r[0]!));
        f.Add("System.IO.Stream::Dispose()", (m, _, r) => Close(m, (Instance)r[0]!));
    }

    private static void DeleteFile(Machine m, string path) => Guarded(m, () => m.Board.Storage.Delete(path));

    private static void Close(Machine m, Instance stream)
    {
        if (stream.Native is BoardFile file)
        {
            stream.Native = null;
            Guarded(m, file.Close);
        }
    }

    private static string Path(Machine m, object? path) => m.Board.Storage.Exists(HostFunctions.Text(path)) ? HostFunctions.Text(path)
        : throw new HostException("System.IO.IOException", $"{HostFunctions.Text(path)} does not exist");

    private static BoardFile OpenFile(Machine m, object? path, int mode, int access)
    {
        string name = HostFunctions.Text(path);
        bool exists = m.Board.Storage.Exists(name);
        if ((!exists && mode is Open or Truncate) || (exists && mode == CreateNew))
        {
            throw new HostException("System.IO.IOException", exists ? $"{name} exists already" : $"{name} does not exist");
        }

        bool empty = mode is Create or CreateNew or Truncate || !exists;
        BoardFile file = new(m.Board.Storage, name, empty ? [] : m.Board.Storage.Read(name), access != ReadOnly, empty);
        file.Position = mode == Append ? file.Length : 0;
        return file;
    }

    private static void Guarded(Machine m, Action change)
    {
        try
        {
            change();
        }
        catch (StorageFullException)
        {
            throw new HostException("System.IO.IOException", "the storage is full");
        }
        catch (PowerCutException)
        {
            m.Stop("the power was cut");
        }
    }
}
