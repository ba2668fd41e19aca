using EdgeNet.Core;
using EdgeNet.Deployment.Signing;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Link;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>
/// Random histories of a board's store: updates that are begun, written, ended, given up and confirmed in any order, over the line
/// and through the mailbox; an owner and a hostile sender; bits that rot in any file, power cuts at any write, a full storage. After
/// every step it is checked what the board promises. It knows of the store only what its owner sees, and of the files their bytes.
/// </summary>
internal sealed class StoreHistory : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] OthersKey = [.. Key.Reverse()];
    private static readonly byte[][] Models = [.. Enumerable.Range(1, 7).Select(i => StoreBoard.Model(i))];

    // The owner signed models 1 to 4, each of them several times, and 7 at the end; 5 and 6 are somebody else's.
    private static readonly Offer[] Signed =
    [
        .. from m in Enumerable.Range(0, 4)
           from s in new (int Version, int Counter, bool ReplacesNewer)[] { (m + 1, 0, false), (9 - m, m % 2, false), (m + 2, 0, true), (m + 4, 1, true) }
           select new Offer(Models[m], ModelSigner.Sign(Models[m], Key, s.Version, s.ReplacesNewer, s.Counter)),
    ];

    private static readonly Offer Last = new(Models[6], ModelSigner.Sign(Models[6], Key, 20, false, 2));
    private static readonly string[] OwnersLabels = ["model 1", "model 2", "model 3", "model 4", "model 7"];
    private static readonly string[] MetadataFiles = [BoardFiles.Selector(0), BoardFiles.Selector(1), BoardFiles.Seal(0), BoardFiles.Seal(1)];

    private readonly bool _keyed;
    private readonly Storage _storage = new();
    private readonly StoreBoard _board;
    private readonly List<string> _steps = [];
    private readonly ProvedSlot?[] _proved = new ProvedSlot?[2];
    private Random _random = new(0);
    private bool _booted;
    private Offer? _incoming;
    private string? _running;
    private string?[]? _expected; // what may be started next; null: anything that is allowed
    private (long Version, long Counter) _floor;
    private bool _rottenSincePowerOn;

    public StoreHistory(bool keyed)
    {
        _keyed = keyed;
        _board = new StoreBoard(_storage);
    }

    /// <summary>The steps of the last history, for whoever has to find out.</summary>
    public string Steps => string.Join(", ", _steps);

    /// <summary>Power cuts so far.</summary>
    public int Cuts { get; private set; }

    /// <summary>Models taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>Bits that have rotted so far.</summary>
    public int Rotten { get; private set; }

    /// <summary>Plays a history.</summary>
    /// <returns>The first promise that was broken; null for none.</returns>
    public string? Play(int seed)
    {
        _random = new Random(seed);
        _steps.Clear();
        _storage.Clear();
        (_storage.Capacity, _storage.CutPowerAtWrite, _expected, _incoming, _running, _floor, _booted) = (256 * 1024, 0, null, null, null, default, false);
        Array.Clear(_proved);
        if (_keyed)
        {
            _storage.Put(StoreBoard.Drive + BoardFiles.FleetKey, Key);
        }

        try
        {
            PowerOn();
            if (_random.Next(10) < 8)
            {
                Guarded(() => Update(OwnersOffer()));
                Guarded(() => Start());
                Guarded(Confirm);
            }

            for (int left = _random.Next(3, 25); left > 0; left--)
            {
                Guarded(Step);
            }

            EndsWell();
            return null;
        }
        catch (BrokenPromiseException e)
        {
            return e.Message;
        }
        catch (EmulatorException e)
        {
            return "an exception: " + e.Message;
        }
    }

    public void Dispose() => _board.Dispose();

    private void Step()
    {
        switch (_random.Next(16))
        {
            case 0 or 1:
                Begin(AnyOffer());
                break;
            case 2 or 3 or 4:
                Write();
                break;
            case 5:
                Commit();
                break;
            case 6:
                Update(OwnersOffer());
                break;
            case 7:
                Update(AnyOffer());
                break;
            case 8 or 9:
                Confirm();
                break;
            case 10:
                Start();
                break;
            case 11:
                Log("off");
                PowerOn();
                break;
            case 12:
                UseMailbox(AnyOffer());
                break;
            case 13:
                Rot();
                break;
            case 14:
                _storage.TornShare = _random.Next(4) == 0 ? null : _random.NextDouble();
                _storage.CutPowerAtWrite = _storage.Writes + _random.Next(1, 12);
                Log($"cut at {_storage.CutPowerAtWrite - _storage.Writes}");
                break;
            default:
                Other();
                break;
        }
    }

    private void Other()
    {
        switch (_random.Next(4))
        {
            case 0:
                _storage.Capacity = _storage.Capacity == 256 * 1024 ? _storage.Files.Sum(f => _storage.Read(f).Length) + _random.Next(1500) : 256 * 1024;
                Log($"capacity {_storage.Capacity}");
                break;
            case 1:
                Log("give up");
                Call("Dispose");
                _incoming = null;
                break;
            case 2:
                Call("ActiveHeader", new byte[20]);
                Call("get_RoomBytes");
                break;
            default:
                Reject();
                break;
        }
    }

    private void Reject()
    {
        Log("reject");
        string?[]? before = _expected;
        _expected = null; // if the power is cut
        if ((bool)Call("Reject", "it does not fit")!)
        {
            Start();
        }
        else
        {
            _expected = before;
        }
    }

    // A step that the power may be cut in.
    private void Guarded(Action step)
    {
        try
        {
            step();
        }
        catch (PowerLostException)
        {
            Cuts++;
            Log("CUT");
            PowerOn();
        }

        AfterStep();
    }

    private void PowerOn()
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                _booted = false;
                _incoming = null;
                _running = null;
                if (_storage.CutPowerAtWrite != 0 && _storage.CutPowerAtWrite <= _storage.Writes)
                {
                    _storage.CutPowerAtWrite = tries < 3 && _random.Next(4) == 0 ? _storage.Writes + _random.Next(1, 8) : 0;
                }

                AfterStep();
                _floor = CountersAreLost() ? default : _floor;
                _expected = _expected is null || HasRecord() ? _expected : [.. _expected, .. WholeModels()];
                _board.PowerCycle();
                _booted = true;
                _rottenSincePowerOn = false;
                FloorHolds();
                Start();
                return;
            }
            catch (PowerLostException)
            {
                Cuts++;
                Log("CUT at start");
            }
        }
    }

    private void Start()
    {
        Log("start");
        bool whole = _proved.Any(p => p?.IsWhole(_storage) == true);
        if ((bool)Call("get_OnProbation")! && (long)Call("get_Attempts")! >= 3)
        {
            _expected = null;
        }

        _running = null;
        string? label = _board.Start();
        _steps[^1] += " -> " + (label ?? "nothing: " + _board.Problem);
        Require(label is null || !_keyed || OwnersLabels.Contains(label), $"runs {label}, which its owner has not signed");
        Require(label is not null || !whole, $"starts nothing ({_board.Problem}), and has a model that has proved itself and is whole");
        Require(_expected is null || _expected.Contains(label), $"starts {label ?? "nothing"} ({_board.Problem}), and should start {string.Join(" or ", (_expected ?? []).Select(e => e ?? "nothing"))}");
        _running = label;
        _expected = _rottenSincePowerOn ? null : [label];
    }

    private void Begin(Offer offer)
    {
        Log("begin " + offer);
        BoardObject? signature = offer.Signature is null ? null : _board.Board.Call("EdgeNet.Link.ModelSignature.Read", offer.Signature, 0, offer.Signature.Length) as BoardObject;
        bool exhausted = (bool)Call("get_OnProbation")! && (long)Call("get_Attempts")! >= 3;
        _expected = exhausted ? null : _expected;
        Overwritten(offer.Model);
        bool begun = (bool)Call("Begin", offer.Model[..20], 20, signature)!;
        if (signature is not null)
        {
            _board.Board.Release(signature);
        }

        _incoming = begun && (bool)Call("get_Receiving")! ? offer : begun ? null : _incoming;
        _steps[^1] += begun ? " -> begun" : " -> " + _board.Problem;
    }

    private void Write()
    {
        if (_incoming is null)
        {
            return;
        }

        int from = (int)(long)Call("get_Received")!;
        int most = Math.Min(512, _incoming.Model.Length - from);
        byte[] bytes = _incoming.Model.AsSpan(from, Math.Max(0, most)).ToArray();
        if (_random.Next(20) == 0)
        {
            bytes = [.. bytes, .. new byte[_random.Next(1, 600)]];
        }
        else if (_random.Next(20) == 0 && bytes.Length > 0)
        {
            bytes[_random.Next(bytes.Length)] ^= 0x10;
        }

        Log($"write {bytes.Length}");
        if (bytes.Length > 0)
        {
            Call("Write", bytes, 0, bytes.Length);
        }

        Forget();
    }

    // An update that was given up for a full storage is not under way any more.
    private void Forget() => _incoming = (bool)Call("get_Receiving")! ? _incoming : null;

    private void Commit()
    {
        Log("commit");
        Offer? offer = _incoming;
        (long version, long counter) = (Number("Version"), Number("SecurityCounter"));
        string?[]? before = _expected;
        _expected = null; // if the power is cut
        bool taken = (bool)Call("Commit")!;
        _expected = before;
        _steps[^1] += taken ? " -> taken" : " -> " + _board.Problem;
        if (taken)
        {
            // What lies in the slot is what was taken: whoever begins with the header of the update that is under way goes on with its bytes.
            CountsAsTaken(offer! with { Model = _storage.Read(ProvedSlot.ModelPath((int)(long)Call("get_ActiveSlot")!)) }, version, counter);
        }

        Forget();
        if (!taken && offer is not null && _incoming is null)
        {
            Require(!(bool)Call("HasTaken", ModelHeader.Crc(offer.Model))!, "says that it has taken a model that it has refused");
        }
    }

    private void CountsAsTaken(Offer offer, long version, long counter)
    {
        Taken++;
        _expected = _rottenSincePowerOn ? null : [offer.Label];
        if (!_keyed)
        {
            return;
        }

        Require(offer.IsOwners, $"has taken {offer}, which its owner has not signed");
        _floor = (Number("Version"), Number("SecurityCounter"));
        ModelSignature signature = offer.Parsed!;
        Require(signature.SecurityCounter >= counter, $"has taken {offer} after the counter {counter}");
        Require(signature.Version >= version || signature.ReplacesNewer, $"has taken {offer} after version {version}");
    }

    private void Update(Offer offer)
    {
        Begin(offer);
        bool written = true;
        while (written && _incoming is not null && (long)Call("get_Received")! < _incoming.Model.Length)
        {
            int from = (int)(long)Call("get_Received")!;
            int count = Math.Min(512, _incoming.Model.Length - from);
            written = (bool)Call("Write", _incoming.Model[from..(from + count)], 0, count)!;
            Forget();
        }

        if (_incoming is not null)
        {
            Commit();
        }
    }

    private void UseMailbox(Offer offer)
    {
        Log("mailbox " + offer);
        _storage.Put(StoreBoard.Mailbox, offer.Model);
        _storage.Put(StoreBoard.Mailbox + BoardFiles.SignatureExtension, offer.Signature ?? []);
        Overwritten(offer.Model);
        (long version, long counter) = (Number("Version"), Number("SecurityCounter"));
        long sequence = Number("Sequence");
        string?[]? before = _expected;
        bool exhausted = (bool)Call("get_OnProbation")! && (long)Call("get_Attempts")! >= 3;
        _expected = null;
        bool installed = _board.Install();
        _expected = exhausted ? null : before;
        _steps[^1] += installed ? " -> installed" : " -> " + _board.Refusal;

        // Where the mailbox's model is refused, an update over the line that was under way goes on.
        Forget();
        if (installed && Number("Sequence") != sequence && !exhausted)
        {
            CountsAsTaken(offer, version, counter);
        }

        if (_random.Next(2) == 0)
        {
            Start();
        }
    }

    private void Confirm()
    {
        Log("confirm");
        string?[]? before = _expected;
        _expected = null;
        Call("Confirm");
        _expected = before;
        for (int slot = 0; slot < 2; slot++)
        {
            if ((long)Call("get_ActiveSlot")! == slot && !(bool)Call("get_OnProbation")! && _running is not null && _expected is [string next] && next == _running)
            {
                ProvedSlot proved = new(slot, _keyed, _storage);
                _proved[slot] = proved.IsLabelled(_running) && _incoming is null ? proved : _proved[slot];
            }
        }
    }

    private void Rot()
    {
        string[] files = [.. _storage.Files.Where(f => !f.EndsWith(BoardFiles.FleetKey, StringComparison.Ordinal) && _storage.Read(f).Length > 0)];
        if (files.Length == 0)
        {
            return;
        }

        string file = files[_random.Next(files.Length)];
        _storage.FlipBit(file, _random.Next(8 * _storage.Read(file).Length));
        Rotten++;
        Log("rot in " + file);
        _expected = null;
        _rottenSincePowerOn = true;
    }

    // After whatever has happened, the next model of the owner gets there.
    private void EndsWell()
    {
        Log("the end");
        (_storage.Capacity, _storage.CutPowerAtWrite) = (256 * 1024, 0);
        for (int tries = 0; tries < 6; tries++)
        {
            PowerOn();
            if (_running is not null)
            {
                Confirm();
            }

            Update(Last);
            Start();
            if (_running == Last.Label)
            {
                return;
            }
        }

        throw new BrokenPromiseException("takes no model of its owner any more: " + _board.Problem);
    }

    private void AfterStep()
    {
        for (int slot = 0; slot < 2; slot++)
        {
            if (_proved[slot]?.IsWhole(_storage) == false)
            {
                _proved[slot] = null;
            }
        }

        if (_booted)
        {
            FloorHolds();
        }
    }

    // A model that is written once more has not proved itself where it now is, even if its bytes are the same.
    private void Overwritten(byte[] model)
    {
        for (int slot = 0; slot < 2; slot++)
        {
            if (_proved[slot]?.Is(model) == true && (long)Call("get_ActiveSlot")! != slot)
            {
                _proved[slot] = null;
            }
        }
    }

    // The counters are those of the files that are whole, and with no more than one of these rotten, those of all models taken.
    private void FloorHolds()
    {
        (long version, long counter) = (Number("Version"), Number("SecurityCounter"));
        (long fileVersion, long fileCounter) = FloorOfFiles();
        Require(version >= fileVersion && counter >= fileCounter, $"has forgotten version {fileVersion} and counter {fileCounter}: says {version} and {counter}");
        Require(version >= _floor.Version && counter >= _floor.Counter, $"says version {version} and counter {counter} after {_floor}");
    }

    // Without a record, which an update writes last, the board helps itself to a model that lies in a slot whole: an update that was
    // never ended, say.
    private bool HasRecord() => FloorOf(BoardFiles.Selector(0)) is not null || FloorOf(BoardFiles.Selector(1)) is not null;

    private IEnumerable<string> WholeModels() => new[] { 0, 1 }.Select(ProvedSlot.ModelPath).Where(_storage.Exists)
        .Select(p => Array.FindIndex(Models, m => m.AsSpan().SequenceEqual(_storage.Read(p)))).Where(i => i >= 0).Select(i => $"model {i + 1}");

    // They are in two files at least.
    private bool CountersAreLost() => MetadataFiles.Count(f => _storage.Exists(StoreBoard.Drive + f) && FloorOf(f) is null) > 1;

    private (long Version, long Counter) FloorOfFiles()
    {
        (long Version, long Counter)[] floors = [.. MetadataFiles.Select(FloorOf).OfType<(long, long)>()];
        return floors.Length == 0 ? default : (floors.Max(f => f.Version), floors.Max(f => f.Counter));
    }

    // As docs/updates.md has the two files: the counters of a record and of a seal that are whole.
    private (long Version, long Counter)? FloorOf(string name)
    {
        string path = StoreBoard.Drive + name;
        byte[] bytes = _storage.Exists(path) ? _storage.Read(path) : [];
        (int length, int at) = name.StartsWith("select", StringComparison.Ordinal) ? (36, 24) : (108, 8);
        return bytes.Length == length && BitConverter.ToUInt32(bytes, length - 4) == Crc32.Compute(bytes, 0, length - 4)
            ? (BitConverter.ToInt32(bytes, at), BitConverter.ToInt32(bytes, at + 4)) : null;
    }

    private Offer OwnersOffer() => Signed[_random.Next(Signed.Length)];

    private Offer AnyOffer()
    {
        Offer signed = OwnersOffer();
        byte[] model = Models[_random.Next(6)];
        return _random.Next(7) switch
        {
            0 or 1 => signed,
            2 => new Offer(model, (byte[]?)null),
            3 => new Offer(model, ModelSigner.Sign(model, OthersKey, _random.Next(15), false, _random.Next(3))),
            4 => new Offer(model, signed.Signature),
            5 => new Offer(OfAnotherLength(model), signed.Signature),
            _ => new Offer([.. signed.Model.AsSpan(0, 20), .. model.AsSpan(20, Math.Min(model.Length, signed.Model.Length) - 20)], signed.Signature),
        };
    }

    private byte[] OfAnotherLength(byte[] model)
    {
        byte[] other = (byte[])model.Clone();
        LittleEndian.SetInt32(other, 8, _random.Next(5) switch { 0 => 20, 1 => model.Length - 1, 2 => model.Length + 1, 3 => int.MaxValue, _ => -1 });
        LittleEndian.SetInt32(other, 16, (int)Crc32.Compute(other, 0, 16));
        return other;
    }

    private object? Call(string method, params object?[] arguments) => _board.Board.CallOn(_board.Store, method, arguments);

    private long Number(string property) => (long)Call("get_" + property)!;

    private void Log(string step) => _steps.Add(step);

    private static void Require(bool kept, string broken)
    {
        if (!kept)
        {
            throw new BrokenPromiseException(broken);
        }
    }

    private sealed class BrokenPromiseException(string message) : Exception(message);

    /// <summary>What somebody sends.</summary>
    private sealed record Offer(byte[] Model, byte[]? Signature)
    {
        public Offer(byte[] model, ModelSignature signature)
            : this(model, signature.ToBytes())
        {
        }

        public ModelSignature? Parsed => Signature is null ? null : ModelSignature.Read(Signature, 0, Signature.Length);

        public string Label => $"model {Array.FindIndex(Models, m => m.AsSpan().SequenceEqual(Model)) + 1}";

        public bool IsOwners => Signature is not null && Signed.Append(Last).Any(s => s.Model.AsSpan().SequenceEqual(Model) && s.Signature.AsSpan().SequenceEqual(Signature));

        public override string ToString() => Label + (Parsed is { } s ? $" v{s.Version} c{s.SecurityCounter}{(s.ReplacesNewer ? " any" : "")}{(IsOwners ? "" : " not the owner's")}" : " unsigned");
    }
}

/// <summary>A model that has been confirmed, where it is, and its seal.</summary>
internal sealed class ProvedSlot
{
    private readonly (string Path, byte[] Bytes)[] _files;

    public ProvedSlot(int slot, bool sealedToo, Storage storage)
    {
        string[] paths = sealedToo ? [ModelPath(slot), StoreBoard.Drive + BoardFiles.Seal(slot)] : [ModelPath(slot)];
        _files = [.. paths.Where(storage.Exists).Select(p => (p, storage.Read(p)))];
        IsComplete = _files.Length == paths.Length;
    }

    private bool IsComplete { get; }

    public static string ModelPath(int slot) => StoreBoard.Drive + BoardFiles.Model(slot);

    public bool IsLabelled(string label) => IsComplete && _files[0].Bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(label)) > 0;

    public bool Is(byte[] model) => _files[0].Bytes.AsSpan().SequenceEqual(model);

    public bool IsWhole(Storage storage) => _files.All(f => storage.Exists(f.Path) && storage.Read(f.Path).AsSpan().SequenceEqual(f.Bytes));
}
