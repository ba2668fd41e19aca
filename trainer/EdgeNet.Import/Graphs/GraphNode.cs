using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Graphs;

/// <summary>An operator of a foreign network. Each kind derives its own from this.</summary>
/// <param name="Place">What and where it is in the file, for messages: "CONV_2D at node 3".</param>
/// <param name="Inputs">The tensors that it reads, weights and other constants apart.</param>
/// <param name="Output">The tensor that it gives.</param>
public abstract record GraphNode(string Place, GraphTensor[] Inputs, GraphTensor Output);

/// <summary>A convolution.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Window">Its window. A dilated kernel is one with zeros between.</param>
/// <param name="Weights">Outputs x (rows x columns x channels of the input). Groups are zeros.</param>
/// <param name="Limits">Its activation.</param>
public sealed record ConvolutionNode(string Place, GraphTensor[] Inputs, GraphTensor Output, Window Window, GraphWeights Weights, GraphLimits Limits) : GraphNode(Place, Inputs, Output);

/// <summary>A convolution of each channel by itself, with as many outputs as channels.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Window">Its window.</param>
/// <param name="Weights">Channels x (rows x columns).</param>
/// <param name="Limits">Its activation.</param>
public sealed record DepthwiseNode(string Place, GraphTensor[] Inputs, GraphTensor Output, Window Window, GraphWeights Weights, GraphLimits Limits) : GraphNode(Place, Inputs, Output);

/// <summary>A dense layer over all values of its input; or, if there are several times as many values as terms, over each such group of them.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Weights">Outputs x terms, in the order row, column, channel.</param>
/// <param name="Limits">Its activation.</param>
public sealed record DenseNode(string Place, GraphTensor[] Inputs, GraphTensor Output, GraphWeights Weights, GraphLimits Limits) : GraphNode(Place, Inputs, Output);

/// <summary>The largest value, or the average, of each window and channel. Places outside of the picture do not count.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Window">Its window.</param>
/// <param name="IsAverage">Whether it gives the average.</param>
/// <param name="Limits">Its activation.</param>
public sealed record PoolNode(string Place, GraphTensor[] Inputs, GraphTensor Output, Window Window, bool IsAverage, GraphLimits Limits) : GraphNode(Place, Inputs, Output);

/// <summary>The mean of each channel over rows, columns or both, in a step of its own.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="OverRows">Whether over rows.</param>
/// <param name="OverColumns">Whether over columns.</param>
public sealed record MeanNode(string Place, GraphTensor[] Inputs, GraphTensor Output, bool OverRows, bool OverColumns) : GraphNode(Place, Inputs, Output);

/// <summary>The sum of two tensors of one shape.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">Two tensors.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Limits">Its activation.</param>
public sealed record AddNode(string Place, GraphTensor[] Inputs, GraphTensor Output, GraphLimits Limits) : GraphNode(Place, Inputs, Output);

/// <summary>Tensors side by side.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">Two or more tensors, which differ in one dimension at most.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Axis">0 rows, 1 columns, 2 channels.</param>
public sealed record ConcatenationNode(string Place, GraphTensor[] Inputs, GraphTensor Output, int Axis) : GraphNode(Place, Inputs, Output);

/// <summary>A frame around a picture.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Top">Rows above.</param>
/// <param name="Left">Columns before.</param>
/// <param name="Bottom">Rows below.</param>
/// <param name="Right">Columns after.</param>
/// <param name="Value">The real number that fills it.</param>
public sealed record PadNode(string Place, GraphTensor[] Inputs, GraphTensor Output, int Top, int Left, int Bottom, int Right, float Value) : GraphNode(Place, Inputs, Output);

/// <summary>The same values in the same order, in another shape.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
public sealed record ReshapeNode(string Place, GraphTensor[] Inputs, GraphTensor Output) : GraphNode(Place, Inputs, Output);

/// <summary>A function of each value.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Function">The function.</param>
public sealed record FunctionNode(string Place, GraphTensor[] Inputs, GraphTensor Output, GraphFunction Function) : GraphNode(Place, Inputs, Output);

/// <summary>Softmax over all values of its input: the end of a classifier.</summary>
/// <param name="Place">What and where it is.</param>
/// <param name="Inputs">One tensor.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Beta">Factor of the input.</param>
public sealed record SoftmaxNode(string Place, GraphTensor[] Inputs, GraphTensor Output, float Beta) : GraphNode(Place, Inputs, Output);
