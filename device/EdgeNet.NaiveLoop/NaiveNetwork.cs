using System;

namespace EdgeNet.NaiveLoop;

/// <summary>A quantised network as one writes it down first: loops over static arrays. Its logits are those of EdgeNet.Core.</summary>
public static class NaiveNetwork
{
    private const int MostLayers = 4;

    private static float[] scale, offset, raw;
    private static float mostInput;
    private static int[] inputs = new int[MostLayers], outputs = new int[MostLayers];
    private static sbyte[][] weights = new sbyte[MostLayers][];
    private static int[][] bias = new int[MostLayers][], multiplier = new int[MostLayers][];
    private static byte[][] shift = new byte[MostLayers][], x = new byte[MostLayers + 1][];
    private static int[] sums;
    private static int layers;

    // The layer that runs.
    private static sbyte[] w;
    private static byte[] input;
    private static int n;

    /// <summary>Sets how raw values become bytes.</summary>
    /// <param name="scales">One a value, or one for all.</param>
    /// <param name="offsets">As many.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="most">Largest quantised value.</param>
    public static void SetInput(float[] scales, float[] offsets, int count, int most)
    {
        scale = new float[count];
        offset = new float[count];
        for (int i = 0; i < count; i++)
        {
            scale[i] = scales[scales.Length == 1 ? 0 : i];
            offset[i] = offsets[offsets.Length == 1 ? 0 : i];
        }

        mostInput = most;
        x[0] = new byte[count];
    }

    /// <summary>Adds a layer; all but the last have ReLU.</summary>
    /// <param name="inputCount">Inputs.</param>
    /// <param name="outputCount">Outputs.</param>
    /// <param name="weightBytes">Weights of the first output, then of the second.</param>
    /// <param name="numbers">For each output 4 bytes of bias, 4 of multiplier, and a shift.</param>
    public static void AddLayer(int inputCount, int outputCount, byte[] weightBytes, byte[] numbers)
    {
        inputs[layers] = inputCount;
        outputs[layers] = outputCount;
        weights[layers] = new sbyte[weightBytes.Length];
        for (int i = 0; i < weightBytes.Length; i++)
        {
            weights[layers][i] = (sbyte)weightBytes[i];
        }

        bias[layers] = new int[outputCount];
        multiplier[layers] = new int[outputCount];
        shift[layers] = new byte[outputCount];
        for (int o = 0; o < outputCount; o++)
        {
            bias[layers][o] = BitConverter.ToInt32(numbers, 9 * o);
            multiplier[layers][o] = BitConverter.ToInt32(numbers, (9 * o) + 4);
            shift[layers][o] = numbers[(9 * o) + 8];
        }

        x[layers + 1] = new byte[outputCount];
        sums = new int[outputCount];
        layers++;
    }

    /// <summary>Classifies pixels that need no mapping.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <returns>Index of the largest logit.</returns>
    public static int ClassifyPixels(byte[] pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            x[0][i] = pixels[i];
        }

        return Run();
    }

    /// <summary>Classifies raw values.</summary>
    /// <param name="values">The values.</param>
    /// <returns>Index of the largest logit.</returns>
    public static int Classify(float[] values)
    {
        raw = values;
        for (int i = 0; i < raw.Length; i++)
        {
            float scaled = (raw[i] * scale[i]) + offset[i];
            x[0][i] = (byte)(scaled <= 0f ? 0 : scaled >= mostInput ? (int)mostInput : (int)(scaled + 0.5f));
        }

        return Run();
    }

    /// <summary>A logit of the last run.</summary>
    /// <param name="output">Its index.</param>
    /// <returns>The logit.</returns>
    public static int Logit(int output)
    {
        return sums[output];
    }

    private static int Run()
    {
        for (int l = 0; l < layers; l++)
        {
            w = weights[l];
            input = x[l];
            n = inputs[l];
            for (int o = 0; o < outputs[l]; o++)
            {
                int sum = bias[l][o];
                for (int i = 0; i < n; i++)
                {
                    sum += w[(o * n) + i] * input[i];
                }

                long scaled = (((long)sum * multiplier[l][o]) + (1L << (shift[l][o] - 1))) >> shift[l][o];
                if (l < layers - 1)
                {
                    x[l + 1][o] = (byte)(scaled < 0 ? 0 : scaled > 255 ? 255 : (int)scaled);
                }
                else
                {
                    sums[o] = (int)scaled;
                }
            }
        }

        int best = 0;
        for (int o = 1; o < sums.Length; o++)
        {
            best = sums[o] > sums[best] ? o : best;
        }

        return best;
    }
}
