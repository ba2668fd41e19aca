using EdgeNet.Files;
using EdgeNet.Trainer.Export.Onnx;
using static EdgeNet.Import.Tests.Onnx.OnnxFiles;

namespace EdgeNet.Import.Tests.Onnx;

public class OnnxRefusalTests
{
    [Fact]
    public void An_operator_that_cannot_be_run_is_named_with_its_place_and_what_comes_nearest() =>
        Refused("LSTM at node 1 (y): not supported; the nearest that works: Conv over the steps", Of([-1, 2], g =>
        {
            g.Node("Relu", ["x"], "r");
            g.Node("LSTM", ["r"], "y");
        }));

    [Fact]
    public void Operators_of_another_version_are_refused_with_the_option_to_use() =>
        Refused("versions 13 to 22 are read: export it again with opset_version=17", Of([-1, 2], g => g.Node("Relu", ["x"], "y"), 12));

    [Fact]
    public void A_second_input_is_refused() =>
        Refused("it has 2 inputs (\"x\", \"z\")", Of([-1, 2], g => g.Node("Add", ["x", g.Input("z", OnnxType.Float, 1, 2)], "y")));

    [Fact]
    public void A_size_that_is_not_fixed_is_refused() =>
        Refused("dimension 2 of its input \"x\" is not fixed", Of([-1, 1, -1, 8], g => g.Node("Relu", ["x"], "y")));

    [Fact]
    public void A_product_of_two_tensors_is_refused() =>
        Refused("MatMul at node 1 (y): multiplies two tensors", Of([1, 2, 2], g => g.Node("MatMul", ["x", g.Node("Relu", ["x"], "r")], "y")));

    [Fact]
    public void Values_that_would_have_to_be_moved_are_refused() =>
        Refused("would have to be moved", Of([1, 2, 3, 4], g =>
        {
            g.Node("MaxPool", ["x"], "m", OnnxAttribute.Of("kernel_shape", [1L, 1]));
            g.Node("Transpose", ["m"], "t", OnnxAttribute.Of("perm", [0L, 2, 1, 3]));
            g.Node("MaxPool", ["t"], "y", OnnxAttribute.Of("kernel_shape", [1L, 1]));
        }));

    [Fact]
    public void Weights_that_are_no_numbers_are_refused() =>
        Refused("a weight is not a finite number", Of([1, 2], g => g.Node("MatMul", ["x", g.Constant("w", OnnxTensor.Of([1f, float.NaN], 2, 1))], "y")));

    [Theory]
    [InlineData("Add")]
    [InlineData("Mul")]
    [InlineData("PRelu")]
    public void A_single_constant_that_would_give_a_tensor_more_dimensions_is_refused(string name) =>
        Refused("its constants (1x1x1) do not fit", Of([1, 4], g => g.Node(name, ["x", g.Constant("c", OnnxTensor.Of([0.5f], 1, 1, 1))], "y")));

    [Fact]
    public void A_product_with_a_function_in_another_shape_is_refused() =>
        Refused("only x * f(x) of one shape is supported", Of([1, 4], g =>
        {
            g.Node("Reshape", [g.Node("Sigmoid", ["x"], "s"), g.Constant("to", OnnxTensor.Of([4L, 1], 2))], "r");
            g.Node("Mul", ["x", "r"], "y");
        }));

    [Fact]
    public void An_output_of_another_shape_than_the_file_says_is_refused()
    {
        OnnxGraph graph = new("test", 17);
        graph.Node("Relu", [graph.Input("x", OnnxType.Float, 1, 4)], "y");
        graph.Output("y", OnnxType.Float, 4, 4);
        Refused("its output \"y\" is 4x4 as the file says, but 1x4 by its operators", graph.ToBytes());
    }

    [Fact]
    public void A_cast_of_quantised_values_is_refused_with_what_to_use() =>
        Refused("Cast at node 1 (y): makes real numbers of a quantised tensor; use DequantizeLinear", Of([1, 4], g =>
            g.Node("Cast", [g.Node("QuantizeLinear", ["x", g.Constant("scale", OnnxTensor.Of([0.5f])), g.Constant("zero", OnnxTensor.Of(new byte[] { 3 }))], "q")], "y", OnnxAttribute.Of("to", 1L))));

    [Theory]
    [InlineData("HardSigmoid", "alpha", float.NaN)]
    [InlineData("HardSigmoid", "beta", float.PositiveInfinity)]
    [InlineData("LeakyRelu", "alpha", float.NegativeInfinity)]
    public void Settings_that_are_not_finite_are_refused(string name, string setting, float value) =>
        Refused($"{name} at node 0 (y): {setting} is not a finite number", Of([1, 4], g => g.Node(name, ["x"], "y", OnnxAttribute.Of(setting, value))));

    [Theory]
    [InlineData("PRelu", float.NaN, "a slope is not a finite number")]
    [InlineData("Clip", float.NaN, "its limits leave no finite number")]
    [InlineData("Clip", float.PositiveInfinity, "its limits leave no finite number")]
    public void Constants_that_are_not_finite_are_refused(string name, float value, string expected) =>
        Refused($"{name} at node 0 (y): {expected}", Of([1, 4], g => g.Node(name, ["x", g.Constant("c", OnnxTensor.Of([value]))], "y")));

    [Fact]
    public void A_factor_beyond_single_precision_is_refused() =>
        Refused("Div at node 0 (y): a factor or summand is not a finite number", Of([1, 4], g => g.Node("Div", ["x", g.Constant("c", OnnxTensor.Of([1e-45f]))], "y")));

    [Fact]
    public void A_long_list_is_cut_in_a_message()
    {
        string message = Assert.Throws<UserException>(() => Read(Of([1, 4], g => g.Node("Transpose", ["x"], "y", OnnxAttribute.Of("perm", Enumerable.Repeat(1L, 5000).ToArray()))))).Message;
        Assert.Contains("its perm (1 1 1 1 1 1 1 1 ...)", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 200);
    }

    [Fact]
    public void A_convolution_with_one_bias_for_several_outputs_is_refused() =>
        Refused("Conv at node 0 (y): it has 1 biases for 3 outputs", Of([1, 1, 2, 2], g =>
            g.Node("Conv", ["x", g.Constant("w", OnnxTensor.Of([1f, 2, 3], 3, 1, 1, 1)), g.Constant("b", OnnxTensor.Of([1f], 1))], "y")));

    [Fact]
    public void Impossible_windows_are_named()
    {
        Refused("a kernel of -3 with dilation 1", Of([1, 1, 4, 4], g => g.Node("MaxPool", ["x"], "y", OnnxAttribute.Of("kernel_shape", [-3L, 2]))));
        Refused("a kernel of -2147483648 with dilation 1", Of([1, 1, 4, 4], g => g.Node("MaxPool", ["x"], "y", OnnxAttribute.Of("kernel_shape", [(long)int.MinValue, 2]))));
        Refused("a kernel of 3 with dilation 2147483647", Of([1, 1, 4, 4], g =>
            g.Node("Conv", ["x", g.Constant("w", OnnxTensor.Of(Count(9), 1, 1, 3, 3))], "y", OnnxAttribute.Of("dilations", [(long)int.MaxValue, 1]))));
    }

    [Fact]
    public void Numbers_in_another_file_are_refused_with_the_way_to_save_them_in_one() =>
        Refused("are in another file; save the model as one file", [.. Of([1, 2], g => g.Node("Relu", ["x"], "y")), .. Message(7, Message(5, [0x70, 1]))]);

    [Fact]
    public void A_constant_that_says_to_be_huge_is_refused_before_there_is_room_for_it()
    {
        byte[] file = Of([1, 2], g => g.Node("Add", ["x", g.Node("ConstantOfShape", [g.Constant("s", OnnxTensor.Of([40000L, 40000], 2))], "c")], "y"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("numbers while it is read", file);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData("a group", new byte[] { 0x0B }, "wire type 3")]
    [InlineData("field 0", new byte[] { 0x00, 0x00 }, "field number 0")]
    [InlineData("a long number", new byte[] { 0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "more than ten bytes")]
    [InlineData("a length beyond the file", new byte[] { 0x3A, 0x10, 0x00 }, "longer than its message")]
    [InlineData("nothing", new byte[0], "there is no network in it")]
    public void Damage_is_named(string what, byte[] file, string expected)
    {
        Assert.NotEmpty(what);
        Refused(expected, file);
    }

    [Fact]
    public void A_file_cut_anywhere_or_with_any_byte_changed_is_read_or_refused_in_one_line()
    {
        byte[] file = Network();
        for (int length = 0; length < file.Length; length++)
        {
            ReadOrRefuse(file[..length]);
        }

        for (int at = 0; at < file.Length; at++)
        {
            foreach (byte change in new byte[] { 1, 0x80, 0xFF, 0x5A })
            {
                byte[] changed = [.. file];
                changed[at] ^= change;
                ReadOrRefuse(changed);
            }
        }
    }

    [Fact]
    public void Random_messages_are_refused()
    {
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            ReadOrRefuse([.. Network(), .. Message(7, bytes)]);
            ReadOrRefuse(bytes);
        }
    }

    // All kinds of fields and most operators in one small file.
    private static byte[] Network() => Of([-1, 2, 4, 4], g =>
    {
        g.Node("Conv", ["x", g.Constant("w", OnnxTensor.Of(Count(36), 2, 2, 3, 3)), g.Constant("b", OnnxTensor.Of([1f, 2], 2))], "c", OnnxAttribute.Of("pads", [1L, 1, 1, 1]), OnnxAttribute.Of("auto_pad", "NOTSET"));
        g.Node("BatchNormalization", ["c", .. Enumerable.Range(0, 4).Select(i => g.Constant($"n{i}", OnnxTensor.Of([1f, 2], 2)))], "n", OnnxAttribute.Of("epsilon", 0.1f));
        g.Node("Clip", ["n", "", g.Constant("six", OnnxTensor.Of([6f]))], "k");
        g.Node("Add", ["k", "x"], "a");
        g.Node("Concat", ["a", "k"], "t", OnnxAttribute.Of("axis", 1L));
        g.Node("AveragePool", ["t"], "v", OnnxAttribute.Of("kernel_shape", [3L, 3]), OnnxAttribute.Of("pads", [1L, 1, 1, 1]), OnnxAttribute.Of("count_include_pad", 1L), OnnxAttribute.Of("ceil_mode", 1L), OnnxAttribute.Of("strides", [2L, 2]));
        g.Node("ReduceMean", ["v"], "m", OnnxAttribute.Of("axes", [2L, 3]), OnnxAttribute.Of("keepdims", 0L));
        g.Node("Gemm", ["m", g.Constant("g", OnnxTensor.Of(Count(8), 4, 2))], "d");
        g.Node("Softmax", ["d"], "y");
    });

    private static byte[] Message(int field, byte[] contents)
    {
        ProtobufWriter message = new();
        message.Write(field, contents);
        return message.ToArray();
    }

    private static void ReadOrRefuse(byte[] file)
    {
        try
        {
            Read(file);
        }
        catch (UserException e)
        {
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    private static void Refused(string expected, byte[] file)
    {
        string message = Assert.Throws<UserException>(() => Read(file)).Message;
        Assert.StartsWith("test.onnx: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
