using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Networks;

/// <summary>
/// Layers of a file of weights alone, guessed from names and shapes as torch writes them: 2-D is a dense layer out × in, more
/// dimensions are a convolution's kernel, 1-D is the bias of the matrix whose name differs in "weight" alone; lora_B·lora_A is a
/// factored layer. The order is the natural order of the names. All that is assumed stands in the notes.
/// </summary>
internal static class WeightFileLayers
{
    private const string AssumedKind = "assumed";

    /// <summary>The network of these tensors, or null when none of them is a floating-point matrix.</summary>
    public static Network? Build(string source, IReadOnlyList<StoredTensor> tensors)
    {
        LayerChain chain = new();
        Dictionary<string, StoredTensor> byName = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (StoredTensor tensor in tensors.OrderBy(t => t.Name, NaturalOrder.Instance))
        {
            if (tensor.StorageType is null || tensor.Shape.Count < 2 || used.Contains(tensor.Name))
            {
                continue;
            }

            if (LayerOf(source, tensor, byName, used, chain) is not { } layer)
            {
                continue;
            }

            if (chain.EndsWithLayer)
            {
                chain.Add(new ActivationStep(AssumedKind, $"after {chain.Last!.Name}", Rational.One, PreservesZero: true,
                    IsElementwise: true));
            }

            chain.Add(layer);
        }

        if (!chain.EndsWithLayer)
        {
            return null;
        }

        foreach (StoredTensor rest in tensors.Where(t => !used.Contains(t.Name)))
        {
            string line = $"{source}: tensor '{FileText.Short(rest.Name)}' ({rest.DType}, {TensorShape.Format(rest.Shape)})";
            if (rest.StorageType is null)
            {
                chain.Notes.Add($"{line} is no weight and is left out");
            }
            else
            {
                chain.NotUnderstood.Add($"{line}: it is neither a matrix nor the bias of one (a normalisation's scale, perhaps)");
            }
        }

        chain.Notes.Insert(0,
            $"{source} holds weights only: the order of the layers is taken from their names, each matrix is taken as out × in (as torch "
            + $"stores it), and the activations are assumed to be 1-Lipschitz, elementwise and 0 at 0");
        return chain.Build(source);
    }

    private static Layer? LayerOf(string source, StoredTensor tensor, Dictionary<string, StoredTensor> byName, HashSet<string> used,
        LayerChain chain)
    {
        if (tensor.Name.Contains("lora_A", StringComparison.Ordinal) || tensor.Name.Contains("lora_B", StringComparison.Ordinal))
        {
            return LowRankPair(source, tensor, byName, used, chain);
        }

        used.Add(tensor.Name);
        string name = LayerName(tensor.Name);
        (double[]? bias, StoredBias[] stored) = Bias(source, tensor, byName, used, chain);
        if (tensor.Shape.Count == 2)
        {
            return new DenseLayer(name, tensor.ToMatrix()) { TensorName = tensor.Name, Bias = bias, StoredBiases = stored };
        }

        chain.NotUnderstood.Add(
            $"{source}: tensor '{FileText.Short(tensor.Name)}' ({TensorShape.Format(tensor.Shape)}) is taken as a convolution's kernel; "
            + $"its stride, padding and groups are not in a file of weights: export the network as ONNX");
        return new ConvolutionLayer(name, tensor.ToMatrix(), tensor.Shape[1], tensor.Shape[0], [.. tensor.Shape.Skip(2)], 1,
            null) { TensorName = tensor.Name, Bias = bias, StoredBiases = stored };
    }

    private static FactoredLayer? LowRankPair(string source, StoredTensor tensor, Dictionary<string, StoredTensor> byName,
        HashSet<string> used, LayerChain chain)
    {
        string nameA = tensor.Name.Replace("lora_B", "lora_A", StringComparison.Ordinal);
        string nameB = tensor.Name.Replace("lora_A", "lora_B", StringComparison.Ordinal);
        used.Add(tensor.Name);
        if (!byName.TryGetValue(nameA, out StoredTensor? a) || !byName.TryGetValue(nameB, out StoredTensor? b) || a.Shape.Count != 2
            || b.Shape.Count != 2)
        {
            chain.NotUnderstood.Add(
                $"{source}: tensor '{FileText.Short(tensor.Name)}' is half of a low-rank pair, and the other half is missing or no matrix");
            return null;
        }

        used.Add(nameA);
        used.Add(nameB);
        DenseLayer first = new(nameA, a.ToMatrix()) { TensorName = nameA };
        DenseLayer second = new(nameB, b.ToMatrix()) { TensorName = nameB };
        if (first.OutputDimension != second.InputDimension)
        {
            throw new InputException(
                $"{source}: tensors '{FileText.Short(nameB)}' ({TensorShape.Format(b.Shape)}) and '{FileText.Short(nameA)}' "
                + $"({TensorShape.Format(a.Shape)}) cannot be multiplied: their inner dimensions disagree.");
        }

        int cut = tensor.Name.IndexOf(".lora_", StringComparison.Ordinal);
        string name = cut > 0 ? tensor.Name[..cut] : tensor.Name;
        chain.Notes.Add($"{source}: '{FileText.Short(name)}' is the low-rank update {FileText.Short(nameB)}·{FileText.Short(nameA)}; its "
            + $"factor lora_alpha/r is not in the file and is taken as 1");
        return new FactoredLayer(name, [first, second]);
    }

    private static (double[]? Values, StoredBias[] Stored) Bias(string source, StoredTensor matrix, Dictionary<string, StoredTensor> byName,
        HashSet<string> used, LayerChain chain)
    {
        foreach (string candidate in BiasNames(matrix.Name))
        {
            if (candidate == matrix.Name || !byName.TryGetValue(candidate, out StoredTensor? bias) || bias.Shape.Count != 1
                || bias.StorageType is null)
            {
                continue;
            }

            if (bias.Shape[0] != matrix.Shape[0])
            {
                chain.NotUnderstood.Add(
                    $"{source}: tensor '{FileText.Short(candidate)}' has {bias.Shape[0]} entries, but '{FileText.Short(matrix.Name)}' "
                    + $"({TensorShape.Format(matrix.Shape)}) has {matrix.Shape[0]} "
                    + $"outputs{(bias.Shape[0] == matrix.Shape[^1] ? "; the matrix may be stored in × out" : string.Empty)}");
                used.Add(candidate);
                return (null, []);
            }

            used.Add(candidate);
            return (chain.NonzeroBias(source, FileText.Short(candidate), bias.RowMajor),
                [new StoredBias(candidate, bias.RowMajor.Length, Rational.One)]);
        }

        return (null, []);
    }

    private static IEnumerable<string> BiasNames(string name)
    {
        int dot = name.LastIndexOf('.') + 1;
        string prefix = name[..dot], last = name[dot..];
        yield return prefix + last.Replace("weight", "bias", StringComparison.Ordinal);
        yield return prefix + last.Replace("kernel", "bias", StringComparison.Ordinal);
        yield return prefix + last.Replace('W', 'b');
        yield return prefix + last.Replace('w', 'b');
    }

    private static string LayerName(string tensor) => tensor.EndsWith(".weight", StringComparison.Ordinal) ? tensor[..^7] : tensor;
}
