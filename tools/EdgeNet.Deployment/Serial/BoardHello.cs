using System.Text;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>What a board says of itself.</summary>
/// <param name="ModelFormat">Version of the model files that it reads.</param>
/// <param name="OnProbation">Whether its model has yet to be confirmed.</param>
/// <param name="SignedOnly">Whether it takes signed models only.</param>
/// <param name="Waits">Whether it takes no other model before its own has been confirmed or has given way.</param>
/// <param name="Slot">The slot of its model, null for none.</param>
/// <param name="Attempts">Starts of that model on probation.</param>
/// <param name="ValueCount">Values of a reading of its sensor.</param>
/// <param name="Sequence">Number of its last record.</param>
/// <param name="Version">The highest version of a signed model that it has taken.</param>
/// <param name="RoomBytes">Largest model it has room for; null where it does not know.</param>
/// <param name="ReceivedBytes">Bytes of an update that was begun.</param>
/// <param name="ActiveHeader">The first 20 bytes of its model's file.</param>
/// <param name="ChunkBytes">Largest chunk that it takes.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="LastEvent">What its owner should know: a roll-back, a sensor that is missing; empty for nothing.</param>
public sealed record BoardHello(int ModelFormat, bool OnProbation, bool SignedOnly, bool Waits, int? Slot, int Attempts, int ValueCount, int Sequence, int Version,
    int? RoomBytes, int ReceivedBytes, byte[] ActiveHeader, int ChunkBytes, string Name, string LastEvent)
{
    /// <summary>Reads the body of an answer to Hello.</summary>
    /// <param name="body">The body.</param>
    /// <returns>What it says; null where it is too short or of another protocol.</returns>
    public static BoardHello? Read(byte[] body)
    {
        if (body.Length < LinkProtocol.HelloBytes || body[0] != LinkProtocol.ProtocolVersion || body.Length != LinkProtocol.HelloBytes + body[46] + body[47])
        {
            return null;
        }

        int room = LittleEndian.Int32At(body, 16);
        return new BoardHello(body[1], (body[2] & LinkProtocol.OnProbationFlag) != 0, (body[2] & LinkProtocol.SignedOnlyFlag) != 0, (body[2] & LinkProtocol.WaitsFlag) != 0,
            body[3] == LinkProtocol.NoSlot ? null : body[3], body[4], LittleEndian.UInt16At(body, 6), LittleEndian.Int32At(body, 8), LittleEndian.Int32At(body, 12),
            room < 0 ? null : room, LittleEndian.Int32At(body, 20), body[24..44], Math.Clamp(LittleEndian.UInt16At(body, 44), 1, Frames.ChunkBytes),
            Text(body, LinkProtocol.HelloBytes, body[46]), Text(body, LinkProtocol.HelloBytes + body[46], body[47]));
    }

    /// <summary>The text of a message, whatever bytes are there.</summary>
    internal static string Text(byte[] bytes, int offset, int count) =>
        string.Concat(Encoding.Latin1.GetString(bytes, offset, count).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
