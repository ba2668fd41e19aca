using EdgeNet.Core;

namespace EdgeNet.TestSupport;

/// <summary>Plain networks of every layer kind, drawn by seed: any shape, window, width and zero point that the format allows.</summary>
public static class PlainNetworks
{
    // Of a picture that is read on, so that no tensor grows too large.
    private const int MostPlaces = 600;

    /// <summary>A network of up to five layers before a dense one.</summary>
    /// <param name="seed">Another network for each.</param>
    /// <param name="extreme">Whether all weights are at their limits.</param>
    public static PlainNetwork Create(int seed, bool extreme = false)
    {
        Random random = new(seed);
        (int Height, int Width, int Channels) input = (random.Next(1, 13), random.Next(1, 13), random.Next(1, 5));
        int inputBits = random.Next(1, 9);
        List<PlainLayer> layers = [];
        List<(int Height, int Width, int Channels)> shapes = [input];
        List<int> most = [(1 << inputBits) - 1];
        List<int> zeros = [0];
        for (int count = random.Next(0, 6); count > 0 && shapes[^1].Height * shapes[^1].Width <= MostPlaces; count--)
        {
            int first = random.Next(4) == 0 ? random.Next(shapes.Count) : shapes.Count - 1;
            PlainLayer layer = Draw(random, shapes, most, zeros, first, extreme);
            layers.Add(layer);
            shapes.Add(layer.Output(shapes[first], layer.Second == ModelFormat.NoTensor ? default : shapes[layer.Second]));
            bool isFunction = layer.Table.Length > 0 && layer.Kind != ModelFormat.Table;
            most.Add(isFunction ? (1 << layer.Bits) - 1 : layer.High ?? (1 << layer.Bits) - 1);
            zeros.Add(isFunction ? layer.Table[128] : layer.ZeroPoint);
        }

        int from = shapes.FindLastIndex(shape => Terms(shape) <= ModelFormat.MaxTerms);
        bool answers = Terms(shapes[from]) < 200 && random.Next(3) == 0;
        layers.Add(answers
            ? new PlainLayer { Kind = ModelFormat.Answer, First = from, Outputs = Terms(shapes[from]), ZeroPoint = random.Next(256) }
            : Weighted(random, ModelFormat.Dense, Terms(shapes[from]), random.Next(1, 12), most[from], extreme, true) with { First = from });
        int[] seeds = random.Next(2) == 0 ? [] : [random.Next(1, int.MaxValue), random.Next(int.MinValue, 0)];
        int function = answers ? random.Next(3) switch { 0 => ModelFormat.Linear, 1 => ModelFormat.LiteRtSoftmax, _ => ModelFormat.Lookup } : ModelFormat.Linear;
        int[] entries = [.. Enumerable.Range(0, function == ModelFormat.Linear ? 0 : 256).Select(d => function == ModelFormat.Lookup ? random.Next(256) : (int)(int.MaxValue * Math.Exp(-d / 20.0)))];
        return new PlainNetwork { Input = input, InputBits = inputBits, Layers = [.. layers], Function = function, Entries = entries, GoldenSeeds = seeds };
    }

    /// <summary>A network for pictures, of the layers that boards have code of their own for: convolutions one after another, dense layers, a pool now and then.</summary>
    /// <param name="seed">Another network for each.</param>
    /// <param name="extreme">Whether all weights are at their limits.</param>
    public static PlainNetwork CreateForPictures(int seed, bool extreme = false)
    {
        Random random = new(seed);
        (int Height, int Width, int Channels) shape = (random.Next(5, 20), random.Next(40) == 0 ? random.Next(60, 70) : random.Next(5, 20), random.Next(4) == 0 ? random.Next(2, 5) : 1);
        PlainNetwork network = new() { Input = shape, InputBits = random.Next(3) == 0 ? random.Next(1, 9) : 8, Layers = [] };
        List<PlainLayer> layers = [];
        int most = (1 << network.InputBits) - 1, zero = 0;
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            (int kernel, int stride) = random.Next(7) switch { 0 or 1 => (3, 2), 2 => (4, 3), 3 => (3, 1), 4 => (5, 2), _ => (random.Next(1, 6), random.Next(1, 4)) };
            byte k = (byte)kernel, s = (byte)stride, across = random.Next(10) == 0 ? (byte)random.Next(1, 4) : s;
            byte[] pads = [.. Enumerable.Range(0, 4).Select(_ => (byte)(random.Next(2) == 0 ? 0 : random.Next(kernel)))];
            byte[] window = [k, k, s, across, .. pads];
            if (shape.Height + pads[0] + pads[2] < kernel || shape.Width + pads[1] + pads[3] < kernel)
            {
                break;
            }

            int outputs = Math.Min(random.Next(3) == 0 ? random.Next(1, 21) : 4 * random.Next(1, 5), ModelFormat.MaxTerms / ((shape.Height + kernel) * (shape.Width + kernel)));
            PlainLayer layer = Weighted(random, ModelFormat.Convolution, kernel * kernel * shape.Channels, outputs, most, extreme, bits: random.Next(2) == 0 ? 4 : null) with { Window = window, Padding = (byte)(random.Next(8) == 0 ? most : zero), RoundsTwice = random.Next(15) == 0 };
            layers.Add(layer);
            shape = layer.Output(shape);
            most = layer.Table.Length > 0 ? (1 << layer.Bits) - 1 : layer.High!.Value;
            zero = layer.Table.Length > 0 ? 0 : layer.ZeroPoint;
            if (random.Next(5) == 0 && shape is { Height: > 1, Width: > 1 })
            {
                layers.Add(new PlainLayer { Kind = ModelFormat.MaxPool, Bits = layer.Bits, Window = [2, 2, 2, 2, 0, 0, 0, 0] });
                shape = layers[^1].Output(shape);
                most = (1 << layer.Bits) - 1;
            }
        }

        if (random.Next(4) == 0)
        {
            layers.Add(Weighted(random, ModelFormat.Dense, Terms(shape), random.Next(1, 12), most, extreme));
            shape = (1, 1, layers[^1].Outputs!.Value);
            most = layers[^1].Table.Length > 0 ? 255 : layers[^1].High!.Value;
        }

        layers.Add(Weighted(random, ModelFormat.Dense, Terms(shape), random.Next(1, 12), most, extreme, true));
        return network with { Layers = [.. layers] };
    }

    /// <summary>A small network of the kinds that only imported networks have, each once.</summary>
    /// <param name="function">An output function that gives bytes.</param>
    public static PlainNetwork Imported(int function)
    {
        PlainLayer pad = new() { Kind = ModelFormat.Pad, Frame = [1, 0, 0, 1], Padding = 128 };
        PlainLayer pool = new() { Kind = ModelFormat.AveragePool, RoundsTwice = true, ZeroPoint = 9, Low = 3, High = 200, Window = [2, 2, 1, 1, 0, 0, 0, 0] };
        PlainLayer add = new() { Kind = ModelFormat.Add, First = 0, Second = 2, RoundsTwice = true, Multipliers = [1 << 30, 1 << 30, 1 << 30], Shifts = [31, 31, 50], Zeros = [1, 2] };
        PlainLayer beside = new() { Kind = ModelFormat.Concatenation, First = 3, Second = 0, Axis = 2 };
        PlainLayer table = new() { Kind = ModelFormat.Table, Table = [.. Enumerable.Range(0, 512).Select(q => (byte)q)] };
        PlainLayer mean = new() { Kind = ModelFormat.Mean, RoundsTwice = true, Window = [1, 2, 1, 2, 0, 0, 0, 0], Multipliers = [1 << 30], Shifts = [31], Zeros = [5, 0] };
        PlainLayer reshape = new() { Kind = ModelFormat.Reshape, Shape = (1, 2), Outputs = 2 };
        PlainLayer answer = new() { Kind = ModelFormat.Answer, Outputs = 4, ZeroPoint = 128 };
        return new PlainNetwork
        {
            Input = (2, 2, 1),
            Layers = [pad, pool, add, beside, table, mean, reshape, answer],
            Function = function,
            Entries = [.. Enumerable.Range(0, 256).Select(d => function == ModelFormat.Lookup ? d : int.MaxValue >> (d / 8))],
        };
    }

    /// <summary>Raw inputs: random, sparse, or all at a limit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="random">Draws them.</param>
    public static byte[] Raw(PlainNetwork network, Random random)
    {
        int most = (1 << network.InputBits) - 1, kind = random.Next(5);
        byte[] raw = new byte[network.Input.Height * network.Input.Width * network.Input.Channels];
        for (int i = 0; i < raw.Length; i++)
        {
            raw[i] = (byte)(kind switch { 0 => most, 1 => 0, 2 => random.Next(5) == 0 ? random.Next(most + 1) : 0, 3 => random.Next(2) * most, _ => random.Next(most + 1) });
        }

        return raw;
    }

    /// <summary>The shift of the largest logits that are allowed.</summary>
    /// <param name="bound">The largest size of a sum.</param>
    /// <param name="multiplier">The output's multiplier.</param>
    public static byte SmallestLogitShift(long bound, int multiplier) =>
        (byte)Enumerable.Range(1, 62).First(shift => ((bound * multiplier) + (1L << (shift - 1))) >> shift <= int.MaxValue);

    /// <summary>A layer with random weights and multipliers by which its outputs take all their values.</summary>
    public static PlainLayer Weighted(Random random, int kind, int terms, int outputs, int maxInput, bool extreme, bool last = false, int? weightBits = null, int? bits = null)
    {
        int width = weightBits ?? (random.Next(2) == 0 ? 4 : 8);
        int span = 1 << (width - 1), function = last ? ModelFormat.Linear : random.Next(3) == 0 ? random.Next(4) : ModelFormat.Relu;
        bool table = function is ModelFormat.Sigmoid or ModelFormat.Tanh;
        int outputBits = last || table ? 8 : bits ?? random.Next(1, 9);
        int high = last || table || random.Next(3) != 0 ? (1 << outputBits) - 1 : random.Next(1 << outputBits);
        int low = last || table || random.Next(4) != 0 ? 0 : random.Next(high + 1);
        low = function == ModelFormat.Relu ? 0 : low;
        double spread = Math.Max(1, Math.Sqrt(terms) * span * maxInput / 3);
        byte[] shifts = new byte[outputs], entries = new byte[table ? 256 : 0];
        int[] multipliers = new int[outputs], biases = new int[outputs];
        int top = random.Next(2) == 0 ? int.MaxValue : 1 << random.Next(8, 31);
        for (int o = 0; o < outputs; o++)
        {
            // The factor is high / spread, give or take: multiplier / 2^shift.
            double factor = Math.Max(1e-6, (table ? 128 : high + 1) / spread * (0.3 + (2 * random.NextDouble())));
            int multiplier = random.Next(top / 2, top), shift = (int)Math.Round(Math.Log2(multiplier / factor));
            multipliers[o] = random.Next(20) == 0 ? 0 : multiplier;
            shifts[o] = (byte)Math.Clamp(shift, last ? 31 : 1, 62);
            biases[o] = (int)(spread * ((2 * random.NextDouble()) - 1)) * (extreme && random.Next(3) == 0 ? 10 : 1);
            shifts[o] = last && extreme && o % 2 == 1 ? SmallestLogitShift(Math.Abs((long)biases[o]) + ((long)terms * span * maxInput), multipliers[o]) : shifts[o];
        }

        random.NextBytes(entries);
        return new PlainLayer
        {
            Kind = kind,
            Function = function,
            RoundsTwice = random.Next(6) == 0,
            WeightBits = width,
            Bits = outputBits,
            ZeroPoint = table ? 128 : function == ModelFormat.Linear && !last ? random.Next(low, high + 1) : 0,
            Low = low,
            High = high,
            Outputs = outputs,
            Weights = [.. Enumerable.Range(0, terms * outputs).Select(_ => extreme ? (random.Next(2) == 0 ? -span : span - 1) : random.Next(-span, span))],
            Bias = biases,
            Multipliers = multipliers,
            Shifts = shifts,
            Table = entries,
        };
    }

    private static PlainLayer Draw(Random random, List<(int Height, int Width, int Channels)> shapes, List<int> most, List<int> zeros, int first, bool extreme)
    {
        (int height, int width, int channels) = shapes[first];
        byte[] window = Window(random, height, width);
        int kind = random.Next(ModelFormat.MaxPool, ModelFormat.Reshape + 1);
        int[] partners = [.. Enumerable.Range(0, shapes.Count).Where(t => shapes[t] == shapes[first])];
        PlainLayer limits = Weighted(random, kind, 1, 1, 1, false, false, 8);
        PlainLayer linear = new()
        {
            Kind = kind,
            First = first,
            Bits = limits.Bits,
            Low = limits.Low,
            High = limits.High,
            ZeroPoint = random.Next(limits.Low, limits.High!.Value + 1),
            RoundsTwice = random.Next(2) == 0,
        };
        switch (kind)
        {
            case ModelFormat.MaxPool or ModelFormat.AveragePool:
                // As the trainer makes them, or with limits of their own.
                int needed = 32 - int.LeadingZeroCount(most[first]);
                return random.Next(2) == 0
                    ? new PlainLayer { Kind = kind, First = first, Bits = random.Next(Math.Max(1, needed), 9), Window = window, ZeroPoint = zeros[first] }
                    : linear with { Window = window, RoundsTwice = linear.RoundsTwice && kind == ModelFormat.AveragePool };
            case ModelFormat.Table:
                byte[] table = [.. Enumerable.Range(0, 256 * (random.Next(2) == 0 ? 1 : channels)).Select(_ => (byte)random.Next(linear.Low, linear.High!.Value + 1))];
                return linear with { Table = table, RoundsTwice = false };
            case ModelFormat.Mean:
                byte h = (byte)random.Next(1, Math.Min(255, height) + 1), w = (byte)random.Next(1, Math.Min(255, width) + 1);
                int reach = random.Next(1, 31);
                return linear with
                {
                    Window = [h, w, height / h == 1 ? (byte)random.Next(1 + height - h, 256) : h, width / w == 1 ? (byte)random.Next(1 + width - w, 256) : w, 0, 0, 0, 0],
                    Multipliers = [random.Next(1 << reach)],
                    Shifts = [(byte)Math.Clamp(reach + (int)Math.Log2(h * w) + random.Next(-2, 3), 1, 62)],
                    Zeros = [(byte)zeros[first], 0],
                };
            case ModelFormat.Concatenation:
                int axis = random.Next(3);
                int[] beside = [.. Enumerable.Range(0, shapes.Count).Where(t => (axis == 0 || shapes[t].Height == height) && (axis == 1 || shapes[t].Width == width) && (axis == 2 || shapes[t].Channels == channels))];
                int with = beside[random.Next(beside.Length)];
                return new PlainLayer { Kind = kind, First = first, Second = with, Axis = axis, High = random.Next(Math.Max(most[first], most[with]), 256), ZeroPoint = zeros[first] };
            case ModelFormat.Pad:
                byte fill = (byte)random.Next(256);
                return new PlainLayer { Kind = kind, First = first, Frame = [.. Enumerable.Range(0, 4).Select(_ => (byte)random.Next(4))], Padding = fill, High = random.Next(Math.Max(most[first], fill), 256), ZeroPoint = zeros[first] };
            case ModelFormat.Reshape:
                int[] divisors = [.. Enumerable.Range(1, Math.Min(20, Terms(shapes[first]))).Where(d => Terms(shapes[first]) % d == 0)];
                int rows = divisors[random.Next(divisors.Length)], rest = Terms(shapes[first]) / rows;
                int columns = divisors.Where(d => rest % d == 0).ElementAt(random.Next(divisors.Count(d => rest % d == 0)));
                return new PlainLayer { Kind = kind, First = first, Shape = (rows, columns), Outputs = rest / columns, High = random.Next(most[first], 256), ZeroPoint = zeros[first] };
            case ModelFormat.Add when linear.RoundsTwice:
                // A term has at most 30 bits: 28 bits of a difference, times less than 2.
                int fine = random.Next(1, 31), both = partners[random.Next(partners.Length)];
                return linear with
                {
                    Second = both,
                    Multipliers = extreme ? [int.MaxValue, int.MaxValue, int.MaxValue] : [random.Next(1 << fine), random.Next(1 << fine), random.Next(1 << 30, int.MaxValue)],
                    Shifts = [(byte)(extreme ? random.Next(30, 63) : fine + random.Next(0, 20)), (byte)(extreme ? random.Next(30, 63) : fine + random.Next(0, 20)), (byte)random.Next(31, 60)],
                    Zeros = [(byte)zeros[first], (byte)zeros[both]],
                };
            case ModelFormat.Add:
                int scale = random.Next(1, 30), high = limits.Table.Length > 0 ? 255 : limits.High!.Value;
                int function = limits.Table.Length > 0 ? ModelFormat.Relu : limits.Function, second = partners[random.Next(partners.Length)];
                return new PlainLayer
                {
                    Kind = kind,
                    First = first,
                    Second = second,
                    Function = function,
                    Bits = limits.Bits,
                    ZeroPoint = function == ModelFormat.Relu ? 0 : limits.ZeroPoint,
                    Low = limits.Low,
                    High = high,
                    Multipliers = extreme ? [int.MaxValue, int.MaxValue] : [random.Next(1 << scale), random.Next(1 << scale)],
                    Shifts = [(byte)(extreme ? random.Next(1, 63) : Math.Clamp(scale + random.Next(-2, 3), 1, 62))],
                    Zeros = [(byte)zeros[first], (byte)zeros[second]],
                };
            default:
                int terms = window[0] * window[1] * (kind == ModelFormat.Convolution ? channels : 1), outputs = kind == ModelFormat.Convolution ? random.Next(1, 18) : channels;
                return Weighted(random, kind, terms, outputs, most[first], extreme) with { First = first, Window = window, Padding = (byte)(random.Next(5) == 0 ? random.Next(most[first] + 1) : zeros[first]) };
        }
    }

    private static byte[] Window(Random random, int height, int width)
    {
        while (true)
        {
            int h = random.Next(1, 6), w = random.Next(1, 6);
            bool padded = random.Next(2) == 0;
            byte[] window =
            [
                (byte)h, (byte)w, (byte)random.Next(1, 4), (byte)random.Next(1, 4), Pad(h), Pad(w), Pad(h), Pad(w),
            ];
            if (height + window[4] + window[6] >= h && width + window[5] + window[7] >= w)
            {
                return window;
            }

            byte Pad(int size) => (byte)(padded ? random.Next(size) : 0);
        }
    }

    private static int Terms((int Height, int Width, int Channels) shape) => shape.Height * shape.Width * shape.Channels;
}
