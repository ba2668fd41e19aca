using System.Security.Cryptography;
using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>HMAC-SHA256, which is native on a board.</summary>
internal static unsafe class CryptographyFunctions
{
    // A byte of SHA-256 in software costs about this many native instructions, and a call hashes four more blocks.
    private const int CostPerByte = 25, CostPerCall = 4 * 64 * CostPerByte;

    public static void Add(HostTable f)
    {
        const string Hmac = "System.Security.Cryptography.HMACSHA256";
        f.Add(Hmac + "::.ctor(System.Byte[])", (_, _, r) => ((Instance)r[0]!).Native = ArrayFunctions.Bytes(r[1]));
        f.Add(Hmac + "::ComputeHash(System.Byte[])", (m, _, r) =>
        {
            byte[] bytes = ArrayFunctions.Bytes(r[1]);
            m.Charge(CostPerCall + (bytes.Length * CostPerByte));
            r[0] = ArrayFunctions.NewBytes(m, HMACSHA256.HashData(HostValues.Native<byte[]>(r[0]), bytes));
        });
        f.Add(Hmac + "::Dispose()", (_, _, r) => ((Instance)r[0]!).Native = null);
    }
}
