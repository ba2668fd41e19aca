namespace EdgeNet.Core;

/// <summary>The numbers of a model's last layer, for what goes on from them: learning on a board.</summary>
public sealed class LastLayer
{
    private readonly byte[] _file;
    private readonly MatrixInfo _matrix;
    private readonly byte[] _row;

    /// <summary>Finds the layer.</summary>
    /// <param name="model">A model file that has been checked; it is kept in memory as long as this object.</param>
    public LastLayer(ModelFile model)
    {
        LayerInfo layer = model.Layers[model.Layers.Length - 1];
        _file = model.Data;
        _matrix = layer.Matrix;
        _row = new byte[_matrix.Outputs];
        MaxInput = model.MaxInput(layer);
    }

    /// <summary>How many values it reads, 1 to 16,384.</summary>
    public int Terms
    {
        get { return _matrix.Terms; }
    }

    /// <summary>How many logits it gives, 1 to 4,096.</summary>
    public int Outputs
    {
        get { return _matrix.Outputs; }
    }

    /// <summary>The largest value that it reads, 1 to 65,535. It is above 255 only if the layer is the model's only one.</summary>
    public int MaxInput { get; }

    /// <summary>Reads the weights that one value is multiplied with.</summary>
    /// <param name="term">Index of the value, 0 to Terms - 1.</param>
    /// <returns>A weight for each output as a byte in two's complement: the same array at every call.</returns>
    public byte[] Weights(int term)
    {
        WeightRows.Read(_file, _matrix, term, _row);
        return _row;
    }

    /// <summary>What the sum of an output starts with.</summary>
    /// <param name="output">0 to Outputs - 1.</param>
    /// <returns>The bias.</returns>
    public int Bias(int output)
    {
        return LittleEndian.Int32At(_file, _matrix.BiasAt + (4 * output));
    }

    /// <summary>What the sum of an output is multiplied with.</summary>
    /// <param name="output">0 to Outputs - 1.</param>
    /// <returns>0 to 2^31 - 1.</returns>
    public int Multiplier(int output)
    {
        return LittleEndian.Int32At(_file, _matrix.MultiplierAt + (4 * output));
    }

    /// <summary>By how many bits the product is shifted to give the logit.</summary>
    /// <param name="output">0 to Outputs - 1.</param>
    /// <returns>1 to 62.</returns>
    public int Shift(int output)
    {
        return _file[_matrix.ShiftAt + output];
    }
}
