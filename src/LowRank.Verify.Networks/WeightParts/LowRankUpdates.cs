using System.Globalization;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>
/// Low-rank updates s·B·A in the spellings of peft, loralib, diffusers, kohya and mlx: one product, and W + s·B·A where the file holds W.
/// s = alpha/r, or alpha/√r with use_rslora; alpha is a tensor of the file, or lora_alpha of adapter_config.json beside it; otherwise
/// s = 1, which is said.
/// </summary>
internal static class LowRankUpdates
{
    private static readonly string[] BaseEnds = [".base_layer.weight", ".weight", ".linear.weight", ".original.weight"];

    private sealed record Pair(string Module, string Adapter, Dictionary<LowRankPart, StoredTensor> Parts, bool IsEmbedding,
        bool IsReversed);

    public static void Build(WeightBuilder builder)
    {
        Dictionary<(string, string), Pair> pairs = [];
        foreach (StoredTensor tensor in builder.Tensors)
        {
            if (LowRankName.Parse(tensor.Name) is not { } name)
            {
                continue;
            }

            var key = (name.Module, name.Adapter);
            if (!pairs.TryGetValue(key, out Pair? pair))
            {
                pairs[key] = pair = new Pair(name.Module, name.Adapter, [], name.IsEmbedding, name.IsReversed);
            }

            if (name.Part is LowRankPart.Down or LowRankPart.Up)
            {
                pairs[key] = pair = pair with { IsEmbedding = name.IsEmbedding, IsReversed = name.IsReversed };
            }

            pair.Parts[name.Part] = tensor;
        }

        Pair[] found = [.. pairs.Values.Where(p => p.Parts.ContainsKey(LowRankPart.Down) || p.Parts.ContainsKey(LowRankPart.Up))];
        if (found.Length == 0)
        {
            return;
        }

        AdapterConfig? config = AdapterConfig.Beside(builder.Path);
        foreach (Pair pair in found.OrderBy(p => p.Module, NaturalOrder.Instance))
        {
            Build(builder, pair, config, pairs.GetValueOrDefault((pair.Module, string.Empty)),
                found.Count(other => other.Module == pair.Module) == 1);
        }
    }

    private static void Build(WeightBuilder builder, Pair pair, AdapterConfig? config, Pair? unnamed, bool isOnly)
    {
        if (!pair.Parts.TryGetValue(LowRankPart.Down, out StoredTensor? down)
            || !pair.Parts.TryGetValue(LowRankPart.Up, out StoredTensor? up))
        {
            builder.Leave(pair.Parts.Values.First(), "it is half of a low-rank pair, and the other half is missing");
            return;
        }

        if (Unread(builder, pair) is { } unread)
        {
            foreach (StoredTensor part in pair.Parts.Values)
            {
                builder.Leave(part, $"'{FileText.Short(unread.Name)}' of the same update is not read: {unread.Reason}");
            }

            return;
        }

        if (pair.Parts.ContainsKey(LowRankPart.Mid) || ReasonAgainst(down) is { } || ReasonAgainst(up) is { } || Pointless(up))
        {
            foreach (StoredTensor part in pair.Parts.Values)
            {
                builder.Leave(part, ReasonAgainst(part) ?? "it is part of an update of a convolution, which is not formed here");
            }

            return;
        }

        Matrix a = down.ToMatrix(), b = up.ToMatrix();
        if (pair.IsReversed && a.Columns == b.Rows)
        {
            (a, b) = (a.Transpose(), b.Transpose());
        }

        if (b.Columns != a.Rows)
        {
            throw new InputException(
                $"{builder.Path}: tensors '{FileText.Short(up.Name)}' ({TensorShape.Format(up.Shape)}) and '{FileText.Short(down.Name)}' "
                + $"({TensorShape.Format(down.Shape)}) cannot be multiplied: their inner dimensions disagree.");
        }

        StoredTensor? alpha = pair.Parts.GetValueOrDefault(LowRankPart.Alpha) ?? unnamed?.Parts.GetValueOrDefault(LowRankPart.Alpha);
        StoredTensor? middle = pair.Parts.GetValueOrDefault(LowRankPart.Middle);
        List<StoredTensor> tensors = [up, down];
        string order = $"{FileText.Short(up.Name)}·{FileText.Short(down.Name)}";
        if (middle is not null)
        {
            if (middle.RowMajor.Length != a.Rows || middle.StorageType is null)
            {
                throw new InputException($"{ElementDecoder.Place(builder.Path, middle.Name)}: it has {middle.RowMajor.Length} numbers, "
                    + $"the pair has {a.Rows} in between.");
            }

            tensors.Insert(1, middle);
            order = $"{FileText.Short(up.Name)}·diag({FileText.Short(middle.Name)})·{FileText.Short(down.Name)}";
        }

        (Rational scale, Rational underRoot, string said) = Factor(builder, pair, config, alpha, a.Rows, middle is not null);
        if (alpha is not null)
        {
            tensors.Add(alpha);
        }

        bool isDora = pair.Parts.ContainsKey(LowRankPart.Magnitude) || config?.UsesDora == true;
        if (pair.Parts.TryGetValue(LowRankPart.Magnitude, out StoredTensor? magnitude))
        {
            builder.Leave(magnitude, "it holds the norms of the merged rows (DoRA); the merged matrix is not formed here");
        }

        string kernel = down.Shape.Count > 2 ? ", as the reshaped kernel of a convolution" : string.Empty;
        string dora = isDora ? "; DoRA gives the rows of the sum other lengths, and that sum is not formed here" : string.Empty;
        StoredTensor? own = Base(builder, pair.Module);
        string suffix = pair.Adapter.Length == 0 || pair.Adapter == "default" ? string.Empty : "." + pair.Adapter;
        builder.Add(new StoredWeight(own is null ? pair.Module + suffix : $"{pair.Module}.lora{suffix}", [b.Rows, a.Columns],
            WeightBuilder.Formats(tensors.Where(t => t != alpha)), [.. tensors.Select(t => t.Name)],
            () => middle is null ? [b, a] : [b, Diagonal(middle), a])
        {
            Scale = scale,
            UnderRoot = underRoot,
            IsUpdate = true,
            Note = $"the low-rank update {order}{kernel}, {said}{dora}",
            ReasonAgainstLayer = isDora ? "DoRA's merged matrix is not formed here; merge the adapter in Python"
                : down.Shape.Count > 2 ? "it is the update of a convolution's kernel" : null,
        });
        if (own is not null && isOnly && !isDora && middle is null)
        {
            AddSum(builder, pair, [own, .. tensors], (b, a), (scale, underRoot, said), config);
        }
    }

    private static void AddSum(WeightBuilder builder, Pair pair, StoredTensor[] tensors, (Matrix B, Matrix A) update,
        (Rational Scale, Rational UnderRoot, string Said) factor, AdapterConfig? config)
    {
        (Matrix b, Matrix a) = update;
        StoredTensor own = tensors[0];
        int rows = own.Shape[0], columns = own.RowMajor.Length / rows;
        bool fits = rows == b.Rows && columns == a.Columns, fitsTurned = rows == a.Columns && columns == b.Rows;
        bool isTurned = fitsTurned && (!fits || pair.IsEmbedding || config?.IsTransposed == true);
        if (!fits && !fitsTurned)
        {
            builder.Notes.Add($"{ElementDecoder.Place(builder.Path, own.Name)} is {rows} × {columns}, and its low-rank update "
                + $"{b.Rows} × {a.Columns}: their sum is not formed");
            return;
        }

        Lazy<UpdatedMatrix> sum = new(() => UpdatedMatrix.Of(ElementDecoder.Place(builder.Path, pair.Module), own.ToMatrix(),
            isTurned ? a.Transpose() : b, isTurned ? b.Transpose() : a, factor.Scale, factor.UnderRoot));
        string place = $"{FileText.Short(own.Name)} + s·{(isTurned ? "(B·A)ᵀ" : "B·A")}, {factor.Said}";
        builder.Weights.Add(new StoredWeight(pair.Module, own.Shape, WeightBuilder.Formats(tensors[..3]), [.. tensors.Select(t => t.Name)],
            () => sum.Value.Factors)
        {
            DroppedOf = () => sum.Value.Dropped,
            Note = $"the weights with their update, {place}",
            IsTransposed = isTurned && !pair.IsEmbedding,
            Bias = Beside(builder, own.Name),
            ReasonAgainstLayer = pair.IsEmbedding ? "it is the table of an embedding" : own.Shape.Count > 2 ? "it is a reshaped kernel"
                : null,
        });
    }

    private static (Rational Scale, Rational UnderRoot, string Said) Factor(WeightBuilder builder, Pair pair, AdapterConfig? config,
        StoredTensor? alpha, int rank, bool isAdaptive)
    {
        if (alpha is not null && (alpha.RowMajor.Length != 1 || alpha.DType == "bool"))
        {
            throw new InputException($"{ElementDecoder.Place(builder.Path, alpha.Name)}: alpha is one number, this tensor has "
                + $"{alpha.RowMajor.Length}.");
        }

        Rational? stated = alpha is not null ? Rational.Of(alpha.RowMajor[0]) : isAdaptive ? null : config?.AlphaOf(pair.Module);
        if (stated is not { } value)
        {
            return (Rational.One, Rational.One, isAdaptive
                ? "its factor (AdaLoRA's alpha over a rank that training changes) is not in the file and is taken as s = 1"
                : $"its factor lora_alpha/r is {(config is null ? "not in the file" : $"not in {FileText.Short(config.Path)}")} and is "
                + "taken as s = 1");
        }

        string from = alpha is not null ? $"alpha = {Text(value)} of '{FileText.Short(alpha.Name)}'"
            : $"lora_alpha = {Text(value)} of adapter_config.json";
        if (alpha is not null || config?.UsesRoot != true)
        {
            return (value / Rational.Of((double)rank), Rational.One, $"s = alpha/r = {Text(value / Rational.Of((double)rank))} ({from}, "
                + $"r = {rank})");
        }

        int root = (int)Math.Round(Math.Sqrt(rank));
        string said = $"s = alpha/sqrt(r) = {Text(value)}/sqrt({rank}) ({from}, use_rslora)";
        return root * root == rank ? (value / Rational.Of((double)root), Rational.One, said)
            : (value, Rational.One / Rational.Of((double)rank), said);
    }

    private static string Text(Rational value) => value.IsInteger ? value.Numerator.ToString(CultureInfo.InvariantCulture)
        : value.ToString();

    // A factor that is in the file and cannot be read is not 1.
    private static UnreadTensor? Unread(WeightBuilder builder, Pair pair) => builder.Unread.FirstOrDefault(tensor =>
        LowRankName.Parse(tensor.Name) is { } name && name.Module == pair.Module
        && (name.Adapter == pair.Adapter || name.Part == LowRankPart.Alpha));

    private static StoredTensor? Base(WeightBuilder builder, string module) =>
        BaseEnds.Select(end => builder.Find(module + end))
            .FirstOrDefault(tensor => tensor is { StorageType: not null, ReasonAgainstMatrix: null } && !builder.IsUsed(tensor));

    private static StoredTensor? Beside(WeightBuilder builder, string weight) =>
        builder.Find(weight[..^"weight".Length] + "bias") is { Shape.Count: 1, StorageType: not null } bias ? bias : null;

    private static string? ReasonAgainst(StoredTensor tensor) => tensor.ReasonAgainstMatrix;

    // B of a convolution is out × r × 1 × 1; a larger kernel makes the product another convolution.
    private static bool Pointless(StoredTensor up) => up.Shape.Skip(2).Any(size => size != 1);

    private static Matrix Diagonal(StoredTensor middle)
    {
        int size = middle.RowMajor.Length;
        double[] values = new double[(long)size * size];
        for (int i = 0; i < size; i++)
        {
            values[i + ((long)i * size)] = middle.RowMajor[i];
        }

        return new Matrix(size, size, values);
    }
}
