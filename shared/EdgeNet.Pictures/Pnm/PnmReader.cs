using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>Reads binary PGM (P5, grey) and PPM (P6, colour) pictures of at most 255 levels.</summary>
internal static class PnmReader
{
    // What is larger than any number of a picture is read to its end and counts as this.
    private const int TooLarge = 10_000_000;

    public static bool IsPnm(ReadOnlySpan<byte> file) =>
        file.Length > 2 && file[0] == 'P' && file[1] is (byte)'5' or (byte)'6' && file[2] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#';

    public static Picture Read(ReadOnlySpan<byte> file, string name)
    {
        (string kind, int channels) = file[1] == '5' ? ("PGM", 1) : ("PPM", 3);
        int at = 2;
        int width = Number(file, ref at, kind, name);
        int height = Number(file, ref at, kind, name);
        int white = Number(file, ref at, kind, name);
        at++;
        if (width < 1 || height < 1 || Picture.IsTooLarge(width, height))
        {
            throw new UserException($"{name}: a {kind} picture of {Text(width)} x {Text(height)} pixels cannot be read");
        }

        if (white is < 1 or > 255)
        {
            throw new UserException($"{name}: a {kind} picture whose white is {Text(white)} cannot be read (only 8 bits, 1 to 255)");
        }

        if (file.Length - at < width * height * channels)
        {
            throw new UserException($"{name}: the {kind} picture is cut off");
        }

        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(Math.Min((int)file[at + i], white) * 255 / white);
        }

        return new Picture(width, height, pixels, channels);
    }

    private static int Number(ReadOnlySpan<byte> file, ref int at, string kind, string name)
    {
        while (at < file.Length && (file[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#'))
        {
            if (file[at] == '#')
            {
                while (at < file.Length && file[at] != '\n')
                {
                    at++;
                }
            }
            else
            {
                at++;
            }
        }

        int start = at;
        int number = 0;
        while (at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9')
        {
            number = Math.Min((number * 10) + file[at++] - '0', TooLarge);
        }

        return at > start && at < file.Length ? number : throw new UserException($"{name}: the {kind} header is damaged");
    }

    private static string Text(int number) => number < TooLarge ? $"{number}" : $"{TooLarge:N0} or more";
}
