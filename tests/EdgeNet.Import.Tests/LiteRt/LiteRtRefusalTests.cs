using EdgeNet.Files;

namespace EdgeNet.Import.Tests.LiteRt;

public class LiteRtRefusalTests
{
    // What the tests change in a network that can be read.
    private static readonly Dictionary<string, Func<byte[]>> Networks = new()
    {
        ["lstm"] = () => Unary(16, LiteRtWriter.Int8),
        ["transposed convolution"] = () => Unary(67, LiteRtWriter.Int8),
        ["operator of a user"] = () =>
        {
            LiteRtWriter file = Ends(LiteRtWriter.Int8);
            file.Operator(32, [file.Input], [file.Output], 0, [], "TFLite_Detection");
            return file.Write();
        },
        ["unknown operator"] = () => Unary(1234, LiteRtWriter.Int8),
        ["two inputs"] = () =>
        {
            LiteRtWriter file = Ends(LiteRtWriter.Int8);
            file.Inputs = [file.Input, file.Output];
            return file.Write();
        },
        ["batch"] = () =>
        {
            LiteRtWriter file = new(1);
            (file.Input, file.Output) = (file.Tensor([4, 3], 0.1f, 0), file.Tensor([4, 3], 0.1f, 0));
            file.Operator(19, [file.Input], file.Output);
            return file.Write();
        },
        ["int16"] = () => Unary(19, LiteRtWriter.Int16),
        ["old uint8"] = () => OfDense((file, input) => file.Constant([2, 3], LiteRtWriter.UInt8, [1, 2, 3, 4, 5, 6], [0.1f], 3)),
        ["weights of int4"] = () => OfDense((file, input) => file.Constant([2, 3], 17, [1, 2, 3], [0.1f])),
        ["sparse weights"] = () => OfDense((file, input) => file.Constant([2, 3], LiteRtWriter.Int8, [1, 2, 3, 4, 5, 6], [0.1f], more: [(6, new FlatObject())])),
        ["weights with a zero point"] = () => OfDense((file, input) => file.Constant([2, 3], LiteRtWriter.Int8, [1, 2, 3, 4, 5, 6], [0.1f], 3)),
        ["three scales for two outputs"] = () => OfDense((file, input) => file.Constant([2, 3], LiteRtWriter.Int8, [1, 2, 3, 4, 5, 6], [0.1f, 0.1f, 0.1f])),
        ["a scale of 0"] = () => OfDense((file, input) => file.Constant([2, 3], LiteRtWriter.Int8, [1, 2, 3, 4, 5, 6], [0f])),
        ["weights that are computed"] = () => OfDense((file, input) => file.Tensor([2, 3], 0.1f, 0)),
        ["a variable"] = () =>
        {
            LiteRtWriter file = Ends(LiteRtWriter.Int8);
            int state = file.Constant([1, 3], LiteRtWriter.Int8, [], [0.1f], more: [(5, (byte)1)]);
            file.Operator(0, [file.Input, state], file.Output, 11);
            return file.Write();
        },
        ["int8 and real numbers"] = () =>
        {
            LiteRtWriter file = Ends(LiteRtWriter.Int8);
            int real = file.Plain([1, 3]), other = file.Plain([1, 3]);
            file.Operator(6, [file.Input], real);
            file.Operator(14, [real], other);
            file.Operator(114, [other], file.Output);
            return file.Write();
        },
        ["a product of two results"] = () => Twice(18, 21),
        ["a difference of two results"] = () => Twice(41, 28),
        ["a sum of two shapes"] = () =>
        {
            LiteRtWriter file = Ends(LiteRtWriter.Int8);
            int other = file.Tensor([1, 1], 0.1f, 0);
            file.Operator(9, [file.Input, file.Weights([1, 3], [0.1f])], other, 8);
            file.Operator(0, [file.Input, other], file.Output, 11);
            return file.Write();
        },
        ["softmax in the middle"] = () => new LiteRtSketch(1, 1, 5).Softmax().Dense(3).Write(),
        ["softmax of rows"] = () => new LiteRtSketch(1, 1, 4, 5).Softmax().Write(),
        ["softmax with another scale"] = () => new LiteRtSketch(1, 1, 5).Next(25, [], [1, 5], 0.1f, 9, (0, 1f)).Write(),
        ["a mean over channels"] = () => new LiteRtSketch(1, 1, 4, 5, 3).Mean(true, 3).Write(),
        ["a transposition"] = () => new LiteRtSketch(1, 1, 4, 5, 3) is var net ? net.Keep(39, [net.File.Integers([4], 0, 3, 1, 2)], [1, 3, 4, 5], 26).Write() : [],
        ["a tanh inside of an operator"] = () => new LiteRtSketch(1, 1, 4, 5, 3).Conv(3, 1, 1, activation: 4).Write(),
        ["a shape that does not follow"] = () => new LiteRtSketch(1, 1, 4, 5, 3).Keep(17, [], [1, 2, 2, 3], 5, (0, (byte)0), (1, 1), (2, 1), (3, 2), (4, 2)).Write(),
        ["a stride of 0"] = () => new LiteRtSketch(1, 1, 4, 5, 3).Keep(17, [], [1, 4, 5, 3], 5, (3, 2), (4, 2)).Write(),
        ["a pool with another scale"] = () => new LiteRtSketch(1, 1, 4, 5, 3).Next(17, [], [1, 4, 5, 3], 0.7f, 5, (1, 1), (2, 1), (3, 2), (4, 2)).Write(),
        ["a picture of 2000x2000"] = () => new LiteRtSketch(1, 1, 2000, 2000, 1).Mean(false, 1, 2).Write(),
        ["scales too far apart"] = () => new LiteRtSketch(1, 1, 5) is var net ? net.Next(114, [], [1, 5], 1e-12f, 89).Write() : [],
        ["a dilated kernel of 255x255 for 33,030 channels"] = () => new LiteRtSketch(1, 1, 1, 1, 33_030).Conv(1, 2, 2, dilation: 254).Write(),
        ["a dilated depthwise kernel of two outputs each"] = () => new LiteRtSketch(1, 1, 1, 1, 40_000).Depthwise(2, 2, dilation: 254, multiplier: 2).Write(),
        ["a dilated kernel of 256x256"] = () => new LiteRtSketch(1, 1, 1, 1, 3).Conv(1, 2, 2, dilation: 255).Write(),
        ["scales along the inputs"] = () => OfDense((file, input) => file.Weights([2, 3], [0.1f, 0.2f], 1)),
        ["scales along the rows of a convolution"] = () => new LiteRtSketch(1, 1, 4, 4, 2) is var net ? net.Next(3, [net.File.Weights([3, 3, 3, 2], [0.1f, 0.2f, 0.3f], 1)], [1, 4, 4, 3], 0.1f, 1, (1, 1), (2, 1)).Write() : [],
        ["scales along the columns of a depthwise convolution"] = () => new LiteRtSketch(1, 1, 4, 4, 3) is var net ? net.Next(4, [net.File.Weights([1, 3, 3, 3], [0.1f, 0.2f, 0.3f], 2)], [1, 4, 4, 3], 0.1f, 2, (1, 1), (2, 1)).Write() : [],
        ["an axis that there is not"] = () => new LiteRtSketch(1, 1, 4, 5, 3) is var net ? net.Keep(40, [net.File.Integers([1], 7)], [1, 1, 5, 3], 27).Write() : [],
    };

    [Theory]
    [InlineData("lstm", "LSTM at node 0: not supported; what comes nearest is CONV_2D over a window of time")]
    [InlineData("transposed convolution", "TRANSPOSE_CONV at node 0: not supported; what comes nearest is a network that ends smaller")]
    [InlineData("operator of a user", "CUSTOM TFLite_Detection at node 0: not supported; docs/import.md lists what is")]
    [InlineData("unknown operator", "operator 1234 at node 0: not supported")]
    [InlineData("two inputs", "2 inputs and 1 outputs; networks with one of each can be read")]
    [InlineData("batch", "the input has the shape 4x3, a batch of 4; convert for a batch of 1")]
    [InlineData("int16", "tensor 0 (t0) holds int16; convert with int8 activations")]
    [InlineData("old uint8", "FULLY_CONNECTED at node 0: weights of uint8; convert with weights of int8 or float32")]
    [InlineData("weights of int4", "FULLY_CONNECTED at node 0: weights of int4; convert with weights of int8 or float32")]
    [InlineData("sparse weights", "FULLY_CONNECTED at node 0: tensor 2 (t2) is stored sparsely")]
    [InlineData("weights with a zero point", "tensor 2 (t2) has weights whose zero is not 0")]
    [InlineData("three scales for two outputs", "tensor 2 (t2) has 3 scales for 2 outputs")]
    [InlineData("a scale of 0", "tensor 2 (t2) has a scale that is not a positive number")]
    [InlineData("weights that are computed", "FULLY_CONNECTED at node 0: tensor 2 (t2) is not a constant")]
    [InlineData("a variable", "ADD at node 0: tensor 2 (t2) is a variable that stays from one run to the next")]
    [InlineData("int8 and real numbers", "DEQUANTIZE at node 0: mixes int8 with real numbers; quantise the whole network, or nothing of it")]
    [InlineData("a product of two results", "MUL at node 0: multiplies two results; a result can be multiplied by a constant")]
    [InlineData("a difference of two results", "SUB at node 0: subtracts one result from another; a constant can be subtracted")]
    [InlineData("a sum of two shapes", "ADD at node 1: adds tensors of different shapes")]
    [InlineData("softmax in the middle", "SOFTMAX at node 0: not supported in the middle of a network")]
    [InlineData("softmax of rows", "SOFTMAX at node 0: at each of 4 places by itself")]
    [InlineData("softmax with another scale", "SOFTMAX at node 0: gives values with scale 0.1")]
    [InlineData("a mean over channels", "MEAN at node 0: a mean over channels")]
    [InlineData("a transposition", "TRANSPOSE at node 0: moves values")]
    [InlineData("a tanh inside of an operator", "CONV_2D at node 0: activation 4 inside of the operator")]
    [InlineData("a shape that does not follow", "MAX_POOL_2D at node 0: its result has the shape 2x2x3, which does not follow from what it reads")]
    [InlineData("a stride of 0", "MAX_POOL_2D at node 0: a kernel of 2x2 with strides of 0x0")]
    [InlineData("a pool with another scale", "MAX_POOL_2D at node 0: its bytes mean something else")]
    [InlineData("a picture of 2000x2000", "2000x2000x1 are 4,000,000 values; at most 1,048,576 can be run")]
    [InlineData("scales too far apart", "QUANTIZE at node 0: its scales are too far apart for integers")]
    [InlineData("a dilated kernel of 255x255 for 33,030 channels", "CONV_2D at node 0: more than 16,777,216 weights")]
    [InlineData("a dilated depthwise kernel of two outputs each", "DEPTHWISE_CONV_2D at node 0: more than 16,777,216 weights")]
    [InlineData("a dilated kernel of 256x256", "CONV_2D at node 0: a kernel of 256x256")]
    [InlineData("scales along the inputs", "FULLY_CONNECTED at node 0: tensor 2 (t2) has scales along dimension 1; those of its outputs are along 0")]
    [InlineData("scales along the rows of a convolution", "CONV_2D at node 0: tensor 1 (t1) has scales along dimension 1; those of its outputs are along 0")]
    [InlineData("scales along the columns of a depthwise convolution", "DEPTHWISE_CONV_2D at node 0: tensor 1 (t1) has scales along dimension 2; those of its outputs are along 3")]
    [InlineData("an axis that there is not", "MEAN at node 0: an axis that a tensor of 4 dimensions does not have")]
    public void What_cannot_be_run_is_refused_with_its_place(string network, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserException>(() => ReferenceRun.Lower(Networks[network]())).Message);

    private static LiteRtWriter Ends(byte type)
    {
        LiteRtWriter file = new(1);
        (file.Input, file.Output) = (file.Tensor([1, 3], 0.1f, 0, type), file.Tensor([1, 3], 0.1f, 0, type));
        return file;
    }

    private static byte[] Unary(int code, byte type)
    {
        LiteRtWriter file = Ends(type);
        file.Operator(code, [file.Input], file.Output);
        return file.Write();
    }

    private static byte[] Twice(int code, byte options)
    {
        LiteRtWriter file = Ends(LiteRtWriter.Int8);
        file.Operator(code, [file.Input, file.Input], file.Output, options);
        return file.Write();
    }

    private static byte[] OfDense(Func<LiteRtWriter, int, int> weights)
    {
        LiteRtWriter file = new(1);
        (file.Input, file.Output) = (file.Tensor([1, 3], 0.1f, 0), file.Tensor([1, 2], 0.1f, 0));
        file.Operator(9, [file.Input, weights(file, file.Input)], file.Output, 8);
        return file.Write();
    }
}
