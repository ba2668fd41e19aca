namespace EdgeNet.Core;

/// <summary>Strict UTF-8 for labels and names. mscorlib of nanoFramework has no text encodings.</summary>
internal static class Utf8
{
    /// <summary>Bytes that a text takes in UTF-8.</summary>
    public static int Length(string text)
    {
        int bytes = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bytes += text[i] < 0x80 ? 1 : text[i] < 0x800 ? 2 : 3;
        }

        return bytes;
    }

    /// <summary>Decodes UTF-8, up to U+FFFF, refusing control characters and line ends.</summary>
    /// <returns>The text, or null if the bytes are not such text.</returns>
    public static string Decode(byte[] data, int offset, int length)
    {
        char[] text = new char[length];
        int count = 0;
        int end = offset + length;
        int i = offset;
        while (i < end)
        {
            int lead = data[i];
            int extra = lead < 0x80 ? 0 : lead < 0xC2 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : -1;
            if (extra < 0 || extra >= end - i)
            {
                return null;
            }

            int code = extra == 0 ? lead : extra == 1 ? lead & 0x1F : lead & 0x0F;
            for (int k = 1; k <= extra; k++)
            {
                int next = data[i + k];
                if ((next & 0xC0) != 0x80)
                {
                    return null;
                }

                code = (code << 6) | (next & 0x3F);
            }

            bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
            bool overlong = extra == 2 && code < 0x800;
            bool surrogate = code >= 0xD800 && code < 0xE000;
            if (control || overlong || surrogate)
            {
                return null;
            }

            text[count++] = (char)code;
            i += extra + 1;
        }

        return new string(text, 0, count);
    }
}
