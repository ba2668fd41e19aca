namespace EdgeNet.Fuzz;

/// <summary>A parser that is given hostile input.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Corpus">Valid inputs, which mutants are made from.</param>
/// <param name="Seal">Makes checksums of a mutant right again, so that not only the checksum is tested; null if there is none.</param>
/// <param name="Parse">Parses; throws <see cref="RefusedException"/> where the parser refused the input with its documented exception, and nothing else.</param>
/// <param name="MaxAllocated">Bytes that an input of some length may make the parser allocate.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Func<byte[], byte[]>? Seal, Action<byte[]> Parse, Func<int, long> MaxAllocated);

/// <summary>The parser has refused the input, as documented.</summary>
internal sealed class RefusedException(Exception inner) : Exception(inner.Message, inner);
