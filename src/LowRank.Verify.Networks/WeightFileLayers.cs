using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Networks.WeightParts;

namespace LowRank.Verify.Networks;

/// <summary>
/// A network of a file that holds weights only. Such a file says nothing of an order or of activations, so there is a network only where a
/// person states the order, or where there is one matrix. All that is assumed stands in the notes.
/// </summary>
internal static class WeightFileLayers
{
    private const string AssumedKind = "assumed";

    /// <summary>Names that a message lists.</summary>
    private const int NamesShown = 12;

    /// <summary>The file with its matrices, and its network where there is one.</summary>
    public static StoredFile Build(string path, TensorList list, WeightFileOptions options)
    {
        WeightBuilder builder = WeightMatrices.Build(path, list.Tensors, list.Unread);
        StoredFile file = new(path, list.Tensors, null)
        {
            Unread = list.Unread,
            HoldsWeightsOnly = true,
            Weights = builder.Weights,
            ReasonsAgainstMatrices = builder.Reasons,
            Notes = [.. list.Notes, .. builder.Notes],
        };
        if (options.Layers is { Count: > 0 } names)
        {
            return file with { Network = Chain(file, [.. names.Select(name => Find(file, name))], isStated: true) };
        }

        // Weights and an update that are summands of another matrix of the file are no layers beside it.
        StoredWeight[] whole = [.. builder.Weights.Where(weight => !builder.Weights.Exists(other =>
            other.TensorNames.Count > weight.TensorNames.Count && weight.TensorNames.All(other.TensorNames.Contains)))];
        return whole is [{ ReasonAgainstLayer: null, IsUpdate: false } only] && only.UnderRoot == Rational.One && only.Dropped == 0
            ? file with { Network = Chain(file, whole, isStated: false) }
            : file with { ReasonAgainstNetwork = Reason(path, builder.Weights) };
    }

    /// <summary>"fc1.weight" is the layer fc1.</summary>
    public static string LayerName(string tensor) => tensor.EndsWith(".weight", StringComparison.Ordinal) ? tensor[..^7] : tensor;

    private static string? Reason(string path, List<StoredWeight> weights)
    {
        string[] names = [.. weights.Where(w => w.ReasonAgainstLayer is null).Select(w => FileText.Short(LayerName(w.Name)))];
        return names.Length == 0
            ? $"{path}: there is no network in this file, only {(weights.Count > 0 ? "parts of layers" : "data")}"
            : weights.TrueForAll(w => w.IsUpdate || w.ReasonAgainstLayer is not null)
            ? $"{path}: this file holds low-rank updates of a model, which are no network by themselves: merge them into the model and "
            + $"export that as ONNX; 'spectrum' shows them"
            : $"{path}: this file holds weights only, and weights without an order are no network: state the order with "
            + $"--layers first,second,.. (there are: "
            + $"{string.Join(", ", names.Take(NamesShown))}"
            + $"{(names.Length > NamesShown ? $", and {names.Length - NamesShown} more" : "")}), "
            + $"or export the model as ONNX";
    }

    private static StoredWeight Find(StoredFile file, string name)
    {
        StoredWeight? found = file.Weights.FirstOrDefault(w => w.Name == name) 
            ?? file.Weights.FirstOrDefault(w => LayerName(w.Name) == name)
            ?? file.Weights.FirstOrDefault(w => w.TensorNames.Contains(name) && w.ReasonAgainstLayer is null);
        if (found is null)
        {
            string? why = file.Unread.FirstOrDefault(t => t.Name == name || LayerName(t.Name) == name)?.Reason
                ?? file.ReasonsAgainstMatrices.GetValueOrDefault(name)
                ?? file.Tensors.FirstOrDefault(t => t.Name == name || LayerName(t.Name) == name)?.ReasonAgainstMatrix;
            throw new InputException(why is not null ? $"{file.Path}: layer '{FileText.Short(name)}': {why}."
                : $"{file.Path}: there is no layer '{FileText.Short(name)}'; there are: "
                + $"{string.Join(", ", file.Weights.Take(NamesShown).Select(w => FileText.Short(LayerName(w.Name))))}"
                + $"{(file.Weights.Count > NamesShown ? $", and {file.Weights.Count - NamesShown} more" : "")}.");
        }

        string? reason = found.ReasonAgainstLayer
            ?? (found.UnderRoot != Rational.One ? "its factor alpha/sqrt(r) is no rational number; merge the adapter in Python"
            : found.Dropped != 0 ? "its sum with the low-rank update is not exactly a sum of doubles; merge the adapter in Python" : null);
        return reason is null ? found : throw new InputException($"{file.Path}: layer '{FileText.Short(name)}': {reason}.");
    }

    private static Network Chain(StoredFile file, IReadOnlyList<StoredWeight> weights, bool isStated)
    {
        string path = file.Path;
        LayerChain chain = new();
        HashSet<string> used = new(weights.SelectMany(w => w.TensorNames), StringComparer.Ordinal);
        foreach (StoredWeight weight in weights)
        {
            if (chain.EndsWithLayer)
            {
                chain.Add(new ActivationStep(AssumedKind, $"after {chain.Last!.Name}", Rational.One, PreservesZero: true,
                    IsElementwise: true));
            }

            chain.Add(LayerOf(path, weight, used, chain));
            if (weight.Note is { } note && weight.Tensor is null)
            {
                chain.Notes.Add($"{path}: layer '{FileText.Short(LayerName(weight.Name))}': {note}");
            }
        }

        foreach (StoredTensor rest in file.Tensors.Where(t => !used.Contains(t.Name)))
        {
            string line = $"{path}: tensor '{FileText.Short(rest.Name)}' ({rest.DType}, {TensorShape.Format(rest.Shape)})";
            if (rest.StorageType is null || isStated)
            {
                chain.Notes.Add(isStated ? $"{line} belongs to none of the layers that were stated and is left out"
                    : $"{line} is no weight and is left out");
            }
            else
            {
                chain.Fail($"{line}: it is neither a matrix nor the bias of one (a normalisation's scale, perhaps)");
            }
        }

        foreach (UnreadTensor rest in file.Unread)
        {
            string line = $"{path}: tensor '{FileText.Short(rest.Name)}' is not read: {rest.Reason}";
            bool matters = !isStated || weights.Any(w => w.TensorNames.Any(name => Orientation.BiasNames(name).Contains(rest.Name)));
            if (matters)
            {
                chain.Fail(line);
            }
            else
            {
                chain.Notes.Add(line);
            }
        }

        string order = isStated ? "the order of the layers is the one that was stated" : "it has one matrix, which is the only layer";
        chain.Notes.Insert(0, $"{path} holds weights only: {order}, and the activations are assumed to be 1-Lipschitz, elementwise and "
            + "0 at 0"
            + (weights.Any(w => w.IsTransposed) ? string.Empty : "; each matrix is taken as out × in (as torch stores it)"));
        chain.Notes.AddRange(file.Notes);
        return chain.Build(path);
    }

    private static Layer LayerOf(string path, StoredWeight weight, HashSet<string> used, LayerChain chain)
    {
        string name = LayerName(weight.Name);
        (double[]? bias, StoredBias[] stored) = Bias(path, weight, used, chain);
        if (weight.Tensor is { Shape.Count: > 2 } kernel)
        {
            return Convolution(path, name, weight, kernel, chain) with { Bias = bias, StoredBiases = stored };
        }

        Matrix[] factors = weight.IsTransposed ? [.. weight.Factors.Reverse().Select(f => f.Transpose())] : [.. weight.Factors];
        if (factors.Length == 1)
        {
            return new DenseLayer(name, factors[0]) { TensorName = weight.TensorNames[0], Bias = bias, StoredBiases = stored,
                Scale = weight.Scale };
        }

        DenseLayer[] parts = [.. factors.Reverse().Select((factor, i) => new DenseLayer(PartName(weight, factors.Length - 1 - i), factor)
        {
            TensorName = PartName(weight, factors.Length - 1 - i),
            Scale = i == 0 ? weight.Scale : Rational.One,
            Bias = i == factors.Length - 1 ? bias : null,
            StoredBiases = i == factors.Length - 1 ? stored : [],
        })];
        return new FactoredLayer(name, parts);
    }

    private static string PartName(StoredWeight weight, int factor) => weight.IsUpdate
        ? weight.TensorNames[weight.IsTransposed ? weight.Factors.Count - 1 - factor : factor]
        : FormattableString.Invariant($"{weight.Name}, factor {factor + 1}");

    private static ConvolutionLayer Convolution(string path, string name, StoredWeight weight, StoredTensor kernel, LayerChain chain)
    {
        chain.Fail(
            $"{path}: tensor '{FileText.Short(kernel.Name)}' ({TensorShape.Format(kernel.Shape)}) is taken as a convolution's kernel; "
            + $"its stride, padding and groups are not in a file of weights: export the network as ONNX");
        int rank = kernel.Shape.Count;
        if (weight.IsTransposed)
        {
            int[] order = [rank - 1, rank - 2, .. Enumerable.Range(0, rank - 2)];
            kernel = kernel with { RowMajor = TensorOrder.Permute(kernel.RowMajor, kernel.Shape, order),
                Shape = [.. order.Select(d => kernel.Shape[d])] };
        }

        return new ConvolutionLayer(name, kernel.ToMatrix(), kernel.Shape[1], kernel.Shape[0], [.. kernel.Shape.Skip(2)], 1, null)
        {
            TensorName = kernel.Name,
        };
    }

    private static (double[]? Values, StoredBias[] Stored) Bias(string path, StoredWeight weight, HashSet<string> used, LayerChain chain)
    {
        if (weight.Bias is not { } bias)
        {
            return (null, []);
        }

        used.Add(bias.Name);
        IReadOnlyList<int> shape = weight.Tensor?.Shape ?? weight.Shape;
        int outputs = weight.IsTransposed ? shape[^1] : shape[0];
        if (bias.Shape[0] != outputs)
        {
            chain.Fail(
                $"{path}: tensor '{FileText.Short(bias.Name)}' has {bias.Shape[0]} entries, but '{FileText.Short(weight.Name)}' "
                + $"({TensorShape.Format(shape)}) has {outputs} outputs");
            return (null, []);
        }

        return (chain.NonzeroBias(path, FileText.Short(bias.Name), bias.RowMajor),
            [new StoredBias(bias.Name, bias.RowMajor.Length, Rational.One)]);
    }
}
