namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>What a tensor consists of, by the numbers of onnx.proto's TensorProto.DataType.</summary>
internal enum OnnxType
{
    /// <summary>32-bit floats.</summary>
    Float = 1,

    /// <summary>Bytes, 0 to 255.</summary>
    UInt8 = 2,

    /// <summary>Bytes, -128 to 127.</summary>
    Int8 = 3,

    /// <summary>32-bit integers.</summary>
    Int32 = 6,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,
}
