using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.RaspberryPi;

/// <summary>Brings a picture to what the network was trained on.</summary>
/// <param name="Invert">Turn dark into light, for ink on paper.</param>
/// <param name="Stretch">Make the darkest tenth black and the lightest hundredth white.</param>
/// <param name="FindInk">Cut the writing out and place it as MNIST does: its longer side fills 20/28 of the picture, its centre of mass is in the middle.</param>
internal sealed record FramePreparation(bool Invert, bool Stretch, bool FindInk)
{
    private const double BlackShare = 0.10, WhiteShare = 0.99;
    private const int InkThreshold = 64;

    /// <summary>Prepares a picture.</summary>
    /// <param name="picture">Any size.</param>
    /// <param name="height">Rows that the network expects.</param>
    /// <param name="width">Columns that the network expects.</param>
    /// <param name="channels">1 for grey, 3 for colour.</param>
    /// <returns>The pixels.</returns>
    /// <exception cref="UserException">Writing is to be found in colour.</exception>
    public byte[] Prepare(Picture picture, int height, int width, int channels)
    {
        if (FindInk && channels != 1)
        {
            throw new UserException("--find-ink needs a model that was trained on grey pictures (edgenet train --grey)");
        }

        Picture square = CentreCrop(picture, height, width).WithChannels(channels);
        byte[] pixels = (byte[])square.Pixels.Clone();
        if (Invert)
        {
            pixels = Array.ConvertAll(pixels, p => (byte)(255 - p));
        }

        if (Stretch)
        {
            StretchContrast(pixels);
        }

        Picture prepared = square with { Pixels = pixels };
        return (FindInk ? PlaceInk(prepared, height, width) : prepared.Resize(width, height)).Pixels;
    }

    // The largest part in the middle that has the network's proportions.
    private static Picture CentreCrop(Picture picture, int height, int width)
    {
        int cropWidth = Math.Min(picture.Width, Math.Max(1, picture.Height * width / height));
        int cropHeight = Math.Min(picture.Height, Math.Max(1, picture.Width * height / width));
        return Cut(picture, (picture.Width - cropWidth) / 2, (picture.Height - cropHeight) / 2, cropWidth, cropHeight);
    }

    private static Picture Cut(Picture picture, int left, int top, int width, int height)
    {
        int channels = picture.Channels, rowBytes = width * channels;
        byte[] pixels = new byte[rowBytes * height];
        for (int y = 0; y < height; y++)
        {
            picture.Pixels.AsSpan((((top + y) * picture.Width) + left) * channels, rowBytes).CopyTo(pixels.AsSpan(y * rowBytes));
        }

        return new Picture(width, height, pixels, channels);
    }

    private static void StretchContrast(byte[] pixels)
    {
        byte[] sorted = [.. pixels.Order()];
        int black = sorted[(int)(BlackShare * (sorted.Length - 1))];
        int white = Math.Max(black + 1, (int)sorted[(int)(WhiteShare * (sorted.Length - 1))]);

        // Paper is never even: half of what is between is background.
        black += (white - black) / 4;
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)Math.Clamp((pixels[i] - black) * 255 / (white - black), 0, 255);
        }
    }

    private static Picture PlaceInk(Picture picture, int height, int width)
    {
        int left = picture.Width, right = -1, top = picture.Height, bottom = -1;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            if (picture.Pixels[i] >= InkThreshold)
            {
                (left, right) = (Math.Min(left, i % picture.Width), Math.Max(right, i % picture.Width));
                (top, bottom) = (Math.Min(top, i / picture.Width), Math.Max(bottom, i / picture.Width));
            }
        }

        byte[] placed = new byte[height * width];
        if (right < 0)
        {
            return new Picture(width, height, placed);
        }

        Picture ink = Cut(picture, left, top, right - left + 1, bottom - top + 1);
        double scale = Math.Min(width, height) * 20.0 / 28.0 / Math.Max(ink.Width, ink.Height);
        ink = ink.Resize(Math.Max(1, (int)Math.Round(ink.Width * scale)), Math.Max(1, (int)Math.Round(ink.Height * scale)));
        (double massX, double massY) = CentreOfMass(ink);
        int shiftX = (int)Math.Round((width / 2.0) - massX - 0.5), shiftY = (int)Math.Round((height / 2.0) - massY - 0.5);
        for (int y = 0; y < ink.Height; y++)
        {
            for (int x = 0; x < ink.Width; x++)
            {
                int toX = x + shiftX, toY = y + shiftY;
                if (toX >= 0 && toX < width && toY >= 0 && toY < height)
                {
                    placed[(toY * width) + toX] = ink.Pixels[(y * ink.Width) + x];
                }
            }
        }

        return new Picture(width, height, placed);
    }

    private static (double X, double Y) CentreOfMass(Picture picture)
    {
        double mass = 0, x = 0, y = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            mass += picture.Pixels[i];
            x += (double)picture.Pixels[i] * (i % picture.Width);
            y += (double)picture.Pixels[i] * (i / picture.Width);
        }

        return (x / mass, y / mass);
    }
}
