namespace System.Security.Cryptography
{
    public class HMACSHA256 : IDisposable
    {
        public HMACSHA256(byte[] key) => throw null;
        public byte[] ComputeHash(byte[] buffer) => throw null;
        public void Dispose() => throw null;
    }
}
