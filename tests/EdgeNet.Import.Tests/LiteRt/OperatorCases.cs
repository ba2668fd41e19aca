namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>Small networks for each operator. The seed makes weights, scales and zero points.</summary>
public static class OperatorCases
{
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["dense"] = () => new LiteRtSketch(1, 1, 40).Dense(12).Dense(7, 1).Write(),
        ["dense per channel"] = () => new LiteRtSketch(2, 1, 40).Dense(12, 3, perChannel: true).Dense(5, perChannel: true, biased: false).Write(),
        ["dense over rows"] = () => new LiteRtSketch(3, 1, 5, 8).Dense(6, shape: [1, 5, 6]).Dense(4, 1, shape: [5, 4]).Reshape(1, 20).Dense(3).Write(),
        ["conv same"] = () => new LiteRtSketch(4, 1, 9, 7, 3).Conv(5, 3, 3, stride: 2).Conv(6, 2, 4, activation: 1).Write(),
        ["conv valid"] = () => new LiteRtSketch(5, 1, 12, 10, 2).Conv(4, 3, 2, same: false, activation: 2).Conv(8, 2, 2, stride: 2, same: false, activation: 3).Write(),
        ["conv dilated"] = () => new LiteRtSketch(6, 1, 12, 11, 2).Conv(4, 3, 3, dilation: 2).Conv(3, 2, 3, same: false, dilation: 3).Write(),
        ["conv grouped"] = () => new LiteRtSketch(7, 1, 6, 6, 6).Conv(8, 3, 3, groups: 2).Conv(4, 1, 1, groups: 4, perChannel: false).Write(),
        ["conv of one place"] = () => new LiteRtSketch(8, 1, 1, 1, 20).Conv(6, 1, 1, activation: 1).Conv(4, 3, 3).Write(),
        ["depthwise"] = () => new LiteRtSketch(9, 1, 9, 8, 5).Depthwise(3, 3, stride: 2, activation: 1).Depthwise(2, 3, same: false).Write(),
        ["depthwise dilated"] = () => new LiteRtSketch(10, 1, 11, 9, 4).Depthwise(3, 3, dilation: 2, perChannel: false).Write(),
        ["depthwise of one channel"] = () => new LiteRtSketch(11, 1, 10, 10, 1).Depthwise(4, 3, stride: 2, multiplier: 8).Write(),
        ["depthwise with a multiplier"] = () => new LiteRtSketch(12, 1, 7, 7, 3).Depthwise(3, 3, multiplier: 2, activation: 3).Write(),
        ["average pool"] = () => new LiteRtSketch(13, 1, 9, 9, 3).Pool(true, 3, 3, 2, true).Pool(true, 2, 3, 1, false, 1).Write(),
        ["max pool"] = () => new LiteRtSketch(14, 1, 9, 9, 3).Pool(false, 3, 2, 2, true).Pool(false, 2, 2, 1, false, 3).Write(),
        ["mean"] = () => new LiteRtSketch(15, 1, 7, 5, 4).Mean(false, 1, 2).Write(),
        ["mean over rows"] = () => new LiteRtSketch(16, 1, 7, 5, 4).Mean(true, 1).Mean(false, 2).Write(),
        ["mean of powers of two"] = () => new LiteRtSketch(17, 1, 8, 8, 6).Mean(true, 1, 2).Write(),
        ["pad before a convolution"] = () => new LiteRtSketch(18, 1, 8, 8, 2).Pad(1, 0, 1, 2).Conv(4, 3, 3, stride: 2, same: false).Pad(0, 1, 1, 0).Depthwise(3, 3, same: false).Write(),
        ["pad on its own"] = () => new LiteRtSketch(19, 1, 5, 5, 3).Pad(2, 1, 0, 3).Pool(false, 2, 2, 2, false).Pad(1, 1, 1, 1, 99).Conv(4, 3, 3, same: false).Write(),
        ["add"] = () =>
        {
            LiteRtSketch net = new LiteRtSketch(20, 1, 6, 6, 3).Conv(4, 3, 3, activation: 1);
            LiteRtSketch.Values side = net.Now;
            return net.Conv(4, 1, 1).Add(side, 1).Add(side).Write();
        },
        ["add a constant"] = () => new LiteRtSketch(21, 1, 4, 4, 5).WithConstant(0, 11, 5, 1).WithConstant(0, 11, 1).WithConstant(0, 11, 5, first: true).Write(),
        ["subtract a constant"] = () => new LiteRtSketch(22, 1, 4, 4, 5).WithConstant(41, 28, 5).WithConstant(41, 28, 1, 3).WithConstant(41, 28, 5, first: true).Write(),
        ["multiply by a constant"] = () => new LiteRtSketch(23, 1, 4, 4, 5).WithConstant(18, 21, 5).WithConstant(18, 21, 1, 1).WithConstant(18, 21, 1, first: true).Write(),
        ["concatenation"] = () =>
        {
            LiteRtSketch net = new LiteRtSketch(24, 1, 6, 6, 3).Conv(4, 3, 3);
            LiteRtSketch.Values one = net.Now, two = net.Pool(false, 3, 3, 1, true).Now, three = net.Pool(true, 3, 3, 1, true).Now;
            return net.Concatenate(3, one, two, one).Concatenate(1, net.Now).Concatenate(2, net.Now).Conv(3, 3, 3).Write();
        },
        ["reshape"] = () => new LiteRtSketch(25, 1, 6, 4).Reshape(1, 3, 4, 2).Conv(5, 2, 2).Reshape(1, 60).Reshape(1, 5, 6, 2).Pool(false, 2, 2, 1, false).Reshape(40).Write(),
        ["flatten by arithmetic"] = () => new LiteRtSketch(26, 1, 4, 4, 3).Conv(4, 3, 3).FlattenByArithmetic().Dense(6).Softmax().Write(),
        ["softmax"] = () => new LiteRtSketch(27, 1, 30).Dense(11).Softmax().Write(),
        ["softmax of wide logits"] = () => Steps(new LiteRtSketch(28, 1, 30).Dense(5), 0.4f).Softmax(2.5f).Write(),
        ["logistic"] = () => new LiteRtSketch(29, 1, 256).Logistic().Write(),
        ["logistic in the middle"] = () => Steps(new LiteRtSketch(30, 1, 6, 6, 3).Conv(4, 3, 3), 0.07f).Logistic().Conv(2, 3, 3).Write(),
        ["tanh"] = () => new LiteRtSketch(31, 1, 256).Tanh().Write(),
        ["tanh in the middle"] = () => Steps(new LiteRtSketch(32, 1, 6, 6, 3).Conv(4, 3, 3), 0.02f).Tanh().Conv(2, 3, 3).Write(),
        ["hard swish"] = () => Steps(new LiteRtSketch(33, 1, 6, 6, 3).HardSwish().Conv(4, 3, 3), 0.11f).HardSwish().Write(),
        ["relu"] = () => new LiteRtSketch(34, 1, 6, 6, 3).Relu().Conv(4, 3, 3).Relu6().Write(),
        ["leaky relu"] = () => new LiteRtSketch(35, 1, 6, 6, 3).LeakyRelu(0.3f).Conv(4, 3, 3).LeakyRelu(-0.1f).LeakyRelu(0.01f).Write(),
        ["prelu"] = () => new LiteRtSketch(36, 1, 6, 6, 3).Prelu().Conv(4, 3, 3).Prelu().Write(),
        ["quantize"] = () => new LiteRtSketch(37, 1, 6, 6, 3).Quantize().Conv(4, 3, 3).Quantize().Write(),
        ["bytes at both ends"] = BytesAtBothEnds,
    };

    /// <summary>An input of random bytes; a long one has every byte.</summary>
    public static byte[] Input(int count)
    {
        byte[] input = new byte[count];
        new Random(7).NextBytes(input);
        for (int i = 0; i < 256 && count >= 256; i++)
        {
            input[i] = (byte)i;
        }

        return input;
    }

    // Gives the values another scale.
    private static LiteRtSketch Steps(LiteRtSketch net, float scale) => net.Next(114, [], net.Now.Shape, scale, 89);

    // What a converter makes for uint8 inputs and outputs.
    private static byte[] BytesAtBothEnds()
    {
        LiteRtSketch net = new(38, 1, 6, 6, 2);
        int input = net.File.Tensor([1, 6, 6, 2], net.Now.Scale, net.Now.Zero + 128, LiteRtWriter.UInt8);
        net.File.Operator(114, [input], net.Now.Tensor, 89);
        net.File.Input = input;
        net.Conv(3, 3, 3, activation: 1).Reshape(1, 108).Dense(4).Softmax();
        int output = net.File.Tensor([1, 4], net.Now.Scale, 0, LiteRtWriter.UInt8);
        net.File.Operator(114, [net.Now.Tensor], output, 89);
        net.Now = net.Now with { Tensor = output };
        return net.Write();
    }
}
