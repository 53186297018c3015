using LowRank.Verify.Networks.Operations;

namespace LowRank.Verify.Networks.Onnx;

/// <content>Operators that renumber the coordinates of each sample.</content>
internal sealed partial class OnnxGraph
{
    private OnnxValue.Data Flatten(NodeProto node, OnnxAttributes attributes, OnnxValue.Data data)
    {
        long axis = attributes.Integer("axis", 1);
        if (axis < 0 && data.Shape is { } known)
        {
            axis += known.Count;
        }

        if (axis != 1 || data.Shape?.Count == 1 || (data.Features == FeatureAxis.LastButOne && data.Shape is not { Count: 1 }))
        {
            return NotUnderstood(node, "it flattens across samples");
        }

        return Moves(node, new OnnxValue.Data([data.Shape?[0], Features(data.Shape)], FeatureAxis.Last));
    }

    private OnnxValue.Data Reshape(NodeProto node, OnnxValue.Data data)
    {
        if (data.Shape is not { Count: > 0 } shape || Features(shape) is not { } features
            || (shape.Count > 1 && data.Features == FeatureAxis.LastButOne))
        {
            return NotUnderstood(node,
                "the shape of its input is not known, or its columns are samples; export the model with a fixed input size");
        }

        int? samples = shape.Count == 1 ? 1 : shape[0];
        if (IsGiven(node, 1) && Value(node.Input[1]) is OnnxValue.ShapeOnly)
        {
            chain.Notes.Add($"{Place(node)}: its target shape is computed from the input's shape and is taken as samples × {features}");
            return Moves(node, new OnnxValue.Data([samples, features], FeatureAxis.Last));
        }

        if (Constant(node, 1) is not { StorageType: null, Shape.Count: 1, RowMajor.Length: > 0 } target)
        {
            return NotUnderstood(node, "its target shape is not stored in the file");
        }

        int?[] result = new int?[target.Shape[0]];
        long product = 1;
        int free = -1;
        for (int i = 0; i < result.Length; i++)
        {
            double asked = target.RowMajor[i];
            if (asked == -1 && free < 0)
            {
                free = i;
                continue;
            }

            result[i] = asked == 0 && i < shape.Count ? shape[i] : asked is > 0 and <= int.MaxValue ? (int)asked : null;
            if (i > 0)
            {
                product = result[i] is { } d && product <= int.MaxValue ? product * d : long.MaxValue;
            }
        }

        bool keepsSamples = target.RowMajor[0] == 0 || (result[0] is not null && result[0] == samples)
            || (free == 0 && product == features);
        if (free > 0 && product > 0 && features % product == 0)
        {
            result[free] = (int)(features / product);
            product = features;
        }

        if (!keepsSamples || product != features || result.Length < 2)
        {
            return NotUnderstood(node, "it moves numbers from one sample to another, or this cannot be ruled out");
        }

        result[0] = samples;
        return Moves(node, new OnnxValue.Data(result, FeatureAxis.Last));
    }

    private OnnxValue.Data TransposeData(NodeProto node, OnnxAttributes attributes, OnnxValue.Data data)
    {
        int? rank = data.Shape?.Count ?? attributes.Integers("perm")?.Count;
        if (rank is null)
        {
            return NotUnderstood(node, "the shape of its input is not known");
        }

        if (Permutation(attributes, rank.Value) is not { } permutation)
        {
            throw new InputException($"{Place(node)}: its perm is no permutation of the {rank} dimensions of its input.");
        }

        int?[]? shape = data.Shape is null ? null : [.. permutation.Select(d => data.Shape[d])];
        if (rank == 2 && permutation[0] == 1)
        {
            // Samples turn from rows to columns or back; each sample stays as it is.
            return new OnnxValue.Data(shape, data.Features switch
            {
                FeatureAxis.Last => FeatureAxis.LastButOne,
                FeatureAxis.LastButOne => FeatureAxis.Last,
                _ => FeatureAxis.Unknown,
            });
        }

        if (permutation.Length == 0 || permutation[0] != 0)
        {
            return NotUnderstood(node, "it exchanges samples with other dimensions");
        }

        if (permutation.Select((d, i) => d == i).All(same => same))
        {
            return Moves(node, data with { Shape = shape });
        }

        chain.Add(new ActivationStep(node.OpType, Name(node), Arithmetic.Rational.One, PreservesZero: true, IsElementwise: false,
            MovesOnly: true)
        {
            Operation = Sample(data) is { } sample ? TensorPlaces.Permuted(sample, [.. permutation.Skip(1).Select(d => d - 1)]) : null,
        });
        return data with { Shape = shape };
    }

    /// <summary>Padding with a constant (or cropping, where negative): 1-Lipschitz. By nothing at all it is left out.</summary>
    private OnnxValue.Data Pad(NodeProto node, OnnxAttributes attributes, OnnxValue.Data data)
    {
        double[]? pads = Constant(node, 1)?.RowMajor
            ?? (IsGiven(node, 1) ? null : attributes.Integers("pads")?.Select(p => (double)p).ToArray());
        double value = IsGiven(node, 2) ? Constant(node, 2)?.RowMajor.FirstOrDefault() ?? double.NaN : attributes.Real("value", 0);
        if (pads is null || IsGiven(node, 3) || attributes.Text("mode", "constant") != "constant" || double.IsNaN(value))
        {
            return NotUnderstood(node, "only padding by stored amounts with a stored constant is understood");
        }

        if (Array.TrueForAll(pads, p => p == 0))
        {
            return data;
        }

        int rank = pads.Length / 2;
        if (pads.Length % 2 != 0 || rank < 2 || data.Shape is not { } shape || shape.Count != rank || pads[0] != 0 || pads[rank] != 0
            || data.Features == FeatureAxis.LastButOne)
        {
            return NotUnderstood(node, "its amounts do not fit the input, or it pads samples");
        }

        int?[] padded = [.. shape.Select((d, i) => d + pads[i] + pads[rank + i] is { } size and > 0 and <= int.MaxValue ? (int?)size
            : null)];
        for (int i = 1; i < rank; i++)
        {
            if (shape[i] is not null && padded[i] is null)
            {
                throw new InputException($"{Place(node)}: it leaves nothing of dimension {i}, or more than can be held.");
            }
        }

        return Step(node, data with { Shape = padded }, Arithmetic.Rational.One, preservesZero: value == 0, elementwise: false,
            operation: Sample(data) is { } sample
            ? TensorPlaces.Padded(sample, [.. pads.Skip(1).Take(rank - 1).Select(p => (int)p)],
                [.. pads.Skip(rank + 1).Select(p => (int)p)], value)
            : null);
    }

    /// <summary>Numbers in one sample, where the shape is known.</summary>
    private static int? Features(IReadOnlyList<int?>? shape)
    {
        if (shape is null || shape.Count == 0)
        {
            return null;
        }

        long product = 1;
        foreach (int? d in shape.Count == 1 ? shape : shape.Skip(1))
        {
            product = d is { } size && product <= int.MaxValue ? product * size : long.MaxValue;
        }

        return product <= int.MaxValue ? (int)product : null;
    }
}
