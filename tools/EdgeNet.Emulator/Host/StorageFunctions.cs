using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>File and FileStream on the board's internal storage.</summary>
internal sealed unsafe class StorageFunctions(Hardware hardware, OpenFiles open)
{
    private const int CreateNew = 1, Create = 2, Open = 3, OpenOrCreate = 4, Truncate = 5, Append = 6;
    private const string FileStream = "System.IO.FileStream";

    public void Add(HostTable f)
    {
        f.Add("System.IO.File::Exists(System.String)", (m, p, r) => p[0] = hardware.Storage.Exists(HostValues.Text(r[0])) ? 1 : 0);
        f.Add("System.IO.File::Delete(System.String)", (m, _, r) => DeleteFile(m, HostValues.Text(r[0])));
        f.Add("System.IO.File::Move(System.String,System.String)", (m, _, r) => MoveFile(m, HostValues.Text(r[0]), HostValues.Text(r[1])));
        f.Add("System.IO.File::ReadAllBytes(System.String)", (m, _, r) =>
        {
            BoardFile file = OpenFile(m, r[0], Open, OpenFiles.Read, OpenFiles.Read);
            Close(m, file);
            r[0] = ArrayFunctions.NewBytes(m, file.ToArray());
        });
        f.Add("System.IO.File::WriteAllBytes(System.String,System.Byte[])", (m, _, r) =>
        {
            byte[] bytes = ArrayFunctions.Bytes(r[1]);
            BoardFile file = OpenFile(m, r[0], Create, OpenFiles.Write, OpenFiles.Read);
            try
            {
                Guarded(m, () => file.Write(bytes));
            }
            finally
            {
                Close(m, file);
            }
        });
        f.Add("System.IO.File::OpenRead(System.String)", (m, _, r) =>
        {
            BoardFile file = OpenFile(m, r[0], Open, OpenFiles.Read, OpenFiles.Read);
            Instance stream = m.Heap.Instance(m.World.Type(FileStream));
            stream.Native = file;
            r[0] = stream;
        });
        f.Add(FileStream + "::.ctor(System.String,System.IO.FileMode)", (m, p, r) =>
            ((Instance)r[0]!).Native = OpenFile(m, r[1], (int)p[2], p[2] == Append ? OpenFiles.Write : OpenFiles.ReadWrite, OpenFiles.Read));
        f.Add(FileStream + "::.ctor(System.String,System.IO.FileMode,System.IO.FileAccess)", (m, p, r) =>
            ((Instance)r[0]!).Native = OpenFile(m, r[1], (int)p[2], (int)p[3], OpenFiles.Read));
        f.Add(FileStream + "::.ctor(System.String,System.IO.FileMode,System.IO.FileAccess,System.IO.FileShare)", (m, p, r) =>
            ((Instance)r[0]!).Native = OpenFile(m, r[1], (int)p[2], (int)p[3], (int)p[4]));
        f.Add(FileStream + "::get_Length()", (_, p, r) => p[0] = HostValues.Native<BoardFile>(r[0]).Length);
        f.Add(FileStream + "::get_Position()", (_, p, r) => p[0] = HostValues.Native<BoardFile>(r[0]).Position);
        f.Add(FileStream + "::set_Position(System.Int64)", (_, p, r) => HostValues.Native<BoardFile>(r[0]).Position = (int)p[1]);
        f.Add(FileStream + "::Flush()", (_, _, r) => HostValues.Native<BoardFile>(r[0]));
        f.Add(FileStream + "::Seek(System.Int64,System.IO.SeekOrigin)", (_, p, r) =>
        {
            BoardFile file = HostValues.Native<BoardFile>(r[0]);
            p[0] = file.Position = (int)p[1] + (p[2] switch { 0 => 0, 1 => file.Position, _ => file.Length });
        });
        f.Add(FileStream + "::Read(System.Byte[],System.Int32,System.Int32)", (m, p, r) =>
        {
            p[0] = HostValues.Native<BoardFile>(r[0]).Read(ArrayFunctions.Part(r[1], p[2], p[3]));
            m.Charge(p[0] * 4);
        });
        f.Add(FileStream + "::Write(System.Byte[],System.Int32,System.Int32)", (m, p, r) =>
        {
            BoardFile file = HostValues.Native<BoardFile>(r[0]);
            byte[] bytes = ArrayFunctions.Part(r[1], p[2], p[3]).ToArray();
            m.Charge(bytes.Length * 20);
            Guarded(m, () => file.Write(bytes));
        });
        f.Add("System.IO.DriveInfo::.ctor(System.String)", (_, _, _) => { });
        f.Add("System.IO.DriveInfo::get_TotalSize()", (m, p, _) => p[0] = hardware.Storage.TellsSize ? hardware.Storage.Capacity : -1);
        f.Add("System.IO.Stream::.ctor()", (_, _, _) => { });
        f.Add("System.IO.Stream::Close()", (m, _, r) => Close(m, (Instance)r[0]!));
        f.Add("System.IO.Stream::Dispose()", (m, _, r) => Close(m, (Instance)r[0]!));
    }

    /// <summary>A file error: nanoFramework's have an empty message, the cause is in HResult.</summary>
    public static HostException Failure(IoError error) => new("System.IO.IOException", "") { HResult = (int)error };

    // What is not there counts as deleted.
    private void DeleteFile(Machine m, string path) => Exclusively(m, path, () =>
    {
        if (hardware.Storage.Exists(path))
        {
            hardware.Storage.Delete(path);
        }
    });

    private void MoveFile(Machine m, string from, string to) => Exclusively(m, from, () =>
    {
        bool missing = !hardware.Storage.Exists(from);
        if (missing || hardware.Storage.Exists(to))
        {
            throw Failure(missing ? IoError.FileNotFound : IoError.PathAlreadyExists);
        }

        hardware.Storage.Move(from, to);
    });

    private void Exclusively(Machine m, string path, Action change)
    {
        object holder = new();
        open.Add(path, OpenFiles.ReadWrite, OpenFiles.None, holder);
        try
        {
            Guarded(m, change);
        }
        finally
        {
            open.Remove(holder);
        }
    }

    private void Close(Machine m, Instance stream)
    {
        if (stream.Native is BoardFile file)
        {
            stream.Native = null;
            Close(m, file);
        }
    }

    private void Close(Machine m, BoardFile file)
    {
        open.Remove(file);
        Guarded(m, file.Close);
    }

    private BoardFile OpenFile(Machine m, object? path, int mode, int access, int share)
    {
        string name = HostValues.Text(path);
        if ((mode is not (Open or OpenOrCreate) && (access & OpenFiles.Write) == 0) || (mode == Append && access != OpenFiles.Write))
        {
            throw new HostException("System.ArgumentException", null);
        }

        bool exists = hardware.Storage.Exists(name);
        bool empty = mode is Create or Truncate || !exists;
        BoardFile file = new(hardware.Storage, name, empty ? [] : hardware.Storage.Read(name), access, empty && exists);
        open.Add(name, access, share, file);
        if (exists ? mode == CreateNew : mode is Open or Truncate)
        {
            open.Remove(file);
            throw Failure(exists ? IoError.PathAlreadyExists : IoError.FileNotFound);
        }

        if (!exists)
        {
            // A new file is on the storage at once; what is written to it, when it is closed.
            Guarded(m, () => hardware.Storage.Store(name, []));
        }

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
            // It comes from the driver, not from the library, whose own have an empty message.
            throw new HostException("System.IO.IOException", null) { HResult = (int)IoError.Others };
        }
        catch (PowerCutException)
        {
            throw m.Halt.Stop("the power was cut");
        }
    }
}
