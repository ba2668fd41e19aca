namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>What a node says beside its inputs.</summary>
/// <param name="Name">The operator's name for it.</param>
/// <param name="Type">Its number in onnx.proto's AttributeProto.AttributeType.</param>
/// <param name="Write">Writes its value into an AttributeProto.</param>
internal sealed record OnnxAttribute(string Name, int Type, Action<ProtobufWriter> Write)
{
    /// <summary>A float.</summary>
    public static OnnxAttribute Of(string name, float value) => new(name, 1, m => m.Write(2, value));

    /// <summary>An integer.</summary>
    public static OnnxAttribute Of(string name, long value) => new(name, 2, m => m.Write(3, value));

    /// <summary>A text.</summary>
    public static OnnxAttribute Of(string name, string value) => new(name, 3, m => m.Write(4, value));

    /// <summary>A tensor.</summary>
    public static OnnxAttribute Of(string name, OnnxTensor value) => new(name, 4, m => m.Write(5, t => value.Write(t, "")));

    /// <summary>Integers.</summary>
    public static OnnxAttribute Of(string name, params long[] values) => new(name, 7, m => Array.ForEach(values, v => m.Write(8, v)));
}
