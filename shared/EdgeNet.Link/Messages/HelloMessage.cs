using System;
using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// The answer to hello: what a board says of itself. Apps before <see cref="Runs"/> end it after the two texts, and so does every app
/// towards a desktop that does not ask for more.
/// </summary>
public sealed class HelloMessage
{
    /// <summary>The slot that means "no model".</summary>
    public const int NoSlot = 255;

    /// <summary>Bytes of a request.</summary>
    public const int RequestBytes = 2;

    private const int WantsRuns = 1;
    private const int OnProbationFlag = 1;
    private const int SignedOnlyFlag = 2;
    private const int WaitsFlag = 4;
    private const int HeaderAt = 24;
    private const int TextAt = 48;
    private const int RunsBytes = 7;

    /// <summary>The newest version of model files that the app reads.</summary>
    public int ModelFormat;

    /// <summary>Whether its model has yet to be confirmed.</summary>
    public bool OnProbation;

    /// <summary>Whether it accepts signed models only.</summary>
    public bool SignedOnly;

    /// <summary>Whether it accepts no other model before its own has been confirmed or has given way.</summary>
    public bool Waits;

    /// <summary>The slot of its model, or <see cref="NoSlot"/>.</summary>
    public int Slot;

    /// <summary>Starts of that model on probation; 255 once it has been confirmed.</summary>
    public int Attempts;

    /// <summary>Values of a reading of its sensor.</summary>
    public int ValueCount;

    /// <summary>Number of its last selector record.</summary>
    public int Sequence;

    /// <summary>The highest version of a signed model that it has accepted.</summary>
    public int Version;

    /// <summary>About how many bytes a new model's file may have; -1 where the board does not know.</summary>
    public int RoomBytes;

    /// <summary>Bytes of an update that was begun.</summary>
    public int ReceivedBytes;

    /// <summary>The first 20 bytes of its model's file; zeros if it has none.</summary>
    public byte[] ActiveHeader;

    /// <summary>Largest chunk that it accepts, 1 to <see cref="Frames.ChunkBytes"/>.</summary>
    public int ChunkBytes;

    /// <summary>What it calls itself.</summary>
    public string Name;

    /// <summary>What its owner should know: a roll-back, a sensor that is missing; empty for nothing.</summary>
    public string LastEvent;

    /// <summary>Which models its app runs; null if the app does not say.</summary>
    public BoardCapabilities Runs;

    /// <summary>The newest request of <see cref="LinkProtocol"/> that the app answers; 0 if it does not say. Sent only with <see cref="Runs"/>.</summary>
    public int NewestRequest;

    /// <summary>Writes the body of a request that asks for <see cref="Runs"/> too.</summary>
    /// <returns>Its two bytes.</returns>
    public static byte[] Request()
    {
        return new byte[RequestBytes] { LinkProtocol.ProtocolVersion, WantsRuns };
    }

    /// <summary>Whether a request asks for <see cref="Runs"/> too; those of older desktops end after their first byte.</summary>
    /// <param name="bytes">The request.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>True if so.</returns>
    public static bool AsksForRuns(byte[] bytes, int at, int count)
    {
        return count >= RequestBytes && bytes[at + 1] == WantsRuns;
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="bytes">The answer.</param>
    /// <param name="at">Index of its body.</param>
    /// <param name="count">Bytes of its body.</param>
    /// <returns>What it says; null if it is cut off, of another protocol, or says what cannot be.</returns>
    public static HelloMessage Read(byte[] bytes, int at, int count)
    {
        if (count < TextAt || bytes[at] != LinkProtocol.ProtocolVersion)
        {
            return null;
        }

        int name = bytes[at + 46];
        int lastEvent = bytes[at + 47];
        int rest = count - TextAt - name - lastEvent;
        HelloMessage hello = new HelloMessage();
        hello.Runs = rest < RunsBytes ? null : ReadRuns(bytes, at + count - rest, rest);
        if (rest < 0 || (rest > 0 && hello.Runs == null))
        {
            return null;
        }

        int runs = hello.Runs == null ? rest : RunsBytes + hello.Runs.LayerKinds.Length;
        hello.NewestRequest = rest > runs ? bytes[at + count - rest + runs] : 0;
        int flags = bytes[at + 2];
        hello.ModelFormat = bytes[at + 1];
        hello.OnProbation = (flags & OnProbationFlag) != 0;
        hello.SignedOnly = (flags & SignedOnlyFlag) != 0;
        hello.Waits = (flags & WaitsFlag) != 0;
        hello.Slot = bytes[at + 3];
        hello.Attempts = bytes[at + 4];
        hello.ValueCount = LittleEndian.UInt16At(bytes, at + 6);
        hello.Sequence = LittleEndian.Int32At(bytes, at + 8);
        hello.Version = LittleEndian.Int32At(bytes, at + 12);
        hello.RoomBytes = LittleEndian.Int32At(bytes, at + 16);
        hello.ReceivedBytes = LittleEndian.Int32At(bytes, at + 20);
        hello.ActiveHeader = new byte[Core.ModelFormat.HeaderLength];
        Array.Copy(bytes, at + HeaderAt, hello.ActiveHeader, 0, hello.ActiveHeader.Length);
        int chunk = LittleEndian.UInt16At(bytes, at + 44);
        hello.ChunkBytes = chunk < 1 ? 1 : chunk > Frames.ChunkBytes ? Frames.ChunkBytes : chunk;
        hello.Name = MessageParts.ReadText(bytes, at + TextAt, name);
        hello.LastEvent = MessageParts.ReadText(bytes, at + TextAt + name, lastEvent);
        return hello;
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="bytes">Receives it.</param>
    /// <param name="at">Index of its body.</param>
    /// <returns>Bytes of the body.</returns>
    public int Write(byte[] bytes, int at)
    {
        bytes[at] = LinkProtocol.ProtocolVersion;
        bytes[at + 1] = (byte)ModelFormat;
        bytes[at + 2] = (byte)((OnProbation ? OnProbationFlag : 0) | (SignedOnly ? SignedOnlyFlag : 0) | (Waits ? WaitsFlag : 0));
        bytes[at + 3] = (byte)Slot;
        bytes[at + 4] = (byte)Attempts;
        bytes[at + 5] = 0;
        LittleEndian.SetUInt16(bytes, at + 6, ValueCount);
        LittleEndian.SetInt32(bytes, at + 8, Sequence);
        LittleEndian.SetInt32(bytes, at + 12, Version);
        LittleEndian.SetInt32(bytes, at + 16, RoomBytes);
        LittleEndian.SetInt32(bytes, at + 20, ReceivedBytes);
        Array.Copy(ActiveHeader, 0, bytes, at + HeaderAt, Core.ModelFormat.HeaderLength);
        LittleEndian.SetUInt16(bytes, at + 44, ChunkBytes);
        int name = MessageParts.WriteText(bytes, at + TextAt, Name);
        int lastEvent = MessageParts.WriteText(bytes, at + TextAt + name, LastEvent);
        bytes[at + 46] = (byte)name;
        bytes[at + 47] = (byte)lastEvent;
        int length = TextAt + name + lastEvent;
        return length + (Runs == null ? 0 : WriteRuns(bytes, at + length));
    }

    private static BoardCapabilities ReadRuns(byte[] bytes, int at, int count)
    {
        int kindCount = bytes[at + 2];
        if (kindCount > count - RunsBytes)
        {
            return null;
        }

        byte[] kinds = new byte[kindCount];
        Array.Copy(bytes, at + RunsBytes, kinds, 0, kindCount);
        return BoardCapabilities.Create(bytes[at], bytes[at + 1], kinds, LittleEndian.Int32At(bytes, at + 3));
    }

    private int WriteRuns(byte[] bytes, int at)
    {
        byte[] kinds = Runs.LayerKinds;
        bytes[at] = (byte)Runs.OldestFormat;
        bytes[at + 1] = (byte)Runs.NewestFormat;
        bytes[at + 2] = (byte)kinds.Length;
        LittleEndian.SetInt32(bytes, at + 3, Runs.HeapBytes);
        int length = RunsBytes + kinds.Length;
        Array.Copy(kinds, 0, bytes, at + RunsBytes, kinds.Length);
        if (NewestRequest == 0)
        {
            return length;
        }

        bytes[at + length] = (byte)NewestRequest;
        return length + 1;
    }
}
