using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.Onnx;

namespace LowRank.Verify.Networks.Graphs;

/// <summary>
/// The linear maps of a graph's layers, one for each matrix: gates of recurrent nodes, matrices of a stack and tables of embeddings (on
/// one-hot columns) apart. Biases are left out. A convolution has its geometry where the size of its input is known. Of a transposed
/// convolution the map is its adjoint, a convolution with the same kernel, whose norm and singular values are the same.
/// </summary>
public static class GraphMatrices
{
    /// <summary>The maps, in the order of evaluation.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="shapes">The shapes that its nodes see.</param>
    public static IReadOnlyList<Layer> Of(NetworkGraph graph, GraphShapes shapes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(shapes);
        return [.. graph.Layers.SelectMany(layer => layer.Weights.SelectMany(weight => Maps(layer, weight, shapes.Of(layer.Node.Proto))))];
    }

    private static IEnumerable<Layer> Maps(GraphLayer layer, GraphWeight weight, IReadOnlyList<int>? seen)
    {
        if (layer.Operator is "Conv" or "ConvTranspose")
        {
            yield return Convolution(layer, weight.Tensor, seen);
            yield break;
        }

        string name = weight.Part.Length > 0 ? $"{layer.Name} [{weight.Part}]" : layer.Name;
        StoredTensor[] slices = [.. Slices(weight.Tensor)];
        for (int i = 0; i < slices.Length; i++)
        {
            Matrix matrix = slices[i].ToNumbers();
            double alpha = layer.Operator == "Gemm" ? layer.Node.Attributes.Real("alpha", 1) : 1;
            (matrix, Rational scale) = ExactScale.Apply(weight.ActsFromTheRight ? matrix.Transpose() : matrix, alpha);
            yield return new DenseLayer(slices.Length == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} [{i}]"), matrix)
            {
                TensorName = slices[i].Name, Scale = scale, WeightRadius = weight.Tensor.Radius,
            };
        }
    }

    /// <summary>The matrices along the last two dimensions.</summary>
    internal static IEnumerable<StoredTensor> Slices(StoredTensor tensor)
    {
        int[] shape = [tensor.Shape[^2], tensor.Shape[^1]];
        int size = shape[0] * shape[1], count = size == 0 ? 0 : tensor.RowMajor.Length / size;
        int[] stack = [.. tensor.Shape.SkipLast(2)];
        for (int i = 0; i < count; i++)
        {
            yield return count == 1 ? tensor with { Shape = shape } : tensor with
            {
                Name = $"{tensor.Name}[{Index(i, stack)}]", Shape = shape, RowMajor = tensor.RowMajor[(i * size)..((i + 1) * size)],
            };
        }
    }

    private static string Index(int i, int[] stack)
    {
        int[] index = new int[stack.Length];
        for (int d = stack.Length - 1; d >= 0; d--)
        {
            (i, index[d]) = Math.DivRem(i, stack[d]);
        }

        return string.Join(", ", index);
    }

    private static ConvolutionLayer Convolution(GraphLayer layer, StoredTensor kernel, IReadOnlyList<int>? seen)
    {
        OnnxAttributes attributes = layer.Node.Attributes;
        int groups = (int)Math.Clamp(attributes.Integer("group", 1), 1, kernel.Shape[0]);
        int[] sizes = [.. kernel.Shape.Skip(2)];
        bool isTransposed = layer.Operator == "ConvTranspose";
        return new ConvolutionLayer(isTransposed ? $"{layer.Name} (adjoint)" : layer.Name, kernel.ToNumbers(), kernel.Shape[1] * groups,
            kernel.Shape[0], sizes, groups, seen is null || seen.Count != kernel.Shape.Count ? null
            : isTransposed ? Adjoint(layer, [.. seen.Skip(2)], sizes) : Forward(layer, [.. seen.Skip(2)], sizes))
        {
            TensorName = kernel.Name, WeightRadius = kernel.Radius,
        };
    }

    private static ConvolutionGeometry? Forward(GraphLayer layer, int[] input, int[] sizes)
    {
        OnnxWindows windows = OnnxWindows.Read(layer.Node.Attributes, sizes, [.. input.Select(d => (int?)d)], layer.Node.Place);
        return windows.Begin is { } begin && windows.End is { } end
            ? new ConvolutionGeometry(windows.Strides, begin, end, windows.Dilations, input, windows.Output) : null;
    }

    /// <summary>A transposed convolution takes what the convolution gives: grids change places.</summary>
    private static ConvolutionGeometry Adjoint(GraphLayer layer, int[] input, int[] sizes)
    {
        TransposedWindows windows = TransposedWindows.Read(layer.Node, input, sizes);
        int[] end = [.. windows.Output.Select((n, d) => Math.Max(0, ((input[d] - 1) * windows.Strides[d])
            + ((sizes[d] - 1) * windows.Dilations[d]) + 1 - windows.Begin[d] - n))];
        return new ConvolutionGeometry(windows.Strides, windows.Begin, end, windows.Dilations, windows.Output, input);
    }
}
