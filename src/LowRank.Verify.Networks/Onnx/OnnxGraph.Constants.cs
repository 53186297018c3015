using System.Globalization;
using LowRank.Verify.Networks.Onnx.Constants;

namespace LowRank.Verify.Networks.Onnx;

/// <content>Values that do not depend on the input.</content>
internal sealed partial class OnnxGraph
{
    /// <summary>What a note says of a layer's weights that are no array of doubles, after their place.</summary>
    public const string KnownToWithin = ": it is computed from stored numbers and no array of doubles; it is known to within";

    /// <summary>What a value is: of those that depend on the input what the walk found, of all others the constant.</summary>
    private OnnxValue Value(string name)
    {
        if (values.TryGetValue(name, out OnnxValue? known))
        {
            return known;
        }

        return values[name] = constants.Find(name) switch
        {
            ConstantValue.Known { Tensor: var tensor } => tensor.ToStored(path, Named(tensor, name), out string reason) is { } stored
                ? new OnnxValue.Constant(stored)
                : tensor.IsExact && !tensor.IsWhole
                ? throw new InputException($"{ElementDecoder.Place(path, Named(tensor, name))}: {reason}.")
                : new OnnxValue.Unevaluated($"{ElementDecoder.Place(path, Named(tensor, name))}: {reason}"),
            ConstantValue.Unevaluated unevaluated => new OnnxValue.Unevaluated(unevaluated.Text),
            _ => new OnnxValue.Data(null, FeatureAxis.Unknown),
        };
    }

    // What is only moved keeps the name of the tensor that holds it.
    private static string Named(ConstantTensor tensor, string name) =>
        tensor.Storage is not null && tensor.Name.Length > 0 ? tensor.Name : name;

    private static int[]? Permutation(OnnxAttributes attributes, int rank)
    {
        IReadOnlyList<long>? perm = attributes.Integers("perm");
        if (perm is null)
        {
            return [.. Enumerable.Range(0, rank).Reverse()];
        }

        return perm.Count == rank && perm.Order().Select((d, i) => d == i).All(same => same) ? [.. perm.Select(d => (int)d)] : null;
    }

    /// <summary>The constant in an input slot, or null.</summary>
    private StoredTensor? Constant(NodeProto node, int slot) =>
        slot < node.Input.Count && node.Input[slot].Length > 0
            && Value(node.Input[slot]) is OnnxValue.Constant constant ? constant.Tensor : null;

    /// <summary>The weights in an input slot, stored or computed (then with a radius); or null.</summary>
    private StoredTensor? Weights(NodeProto node, int slot)
    {
        if (Constant(node, slot) is { } stored || !IsGiven(node, slot) || constants.Tensor(node.Input[slot]) is not { } tensor
            || tensor.ToNearby(path, node.Input[slot]) is not { } nearby)
        {
            return Constant(node, slot);
        }

        chain.Notes.Add(string.Create(CultureInfo.InvariantCulture,
            $"{ElementDecoder.Place(path, nearby.Name)}{KnownToWithin} {nearby.Radius:0.#e+0} (Frobenius norm), which every norm "
            + $"allows for"));
        return nearby;
    }

    private OnnxValue.Data? DataAt(NodeProto node, int slot) =>
        slot < node.Input.Count && node.Input[slot].Length > 0 ? Value(node.Input[slot]) as OnnxValue.Data : null;

    private static bool IsGiven(NodeProto node, int slot) => slot < node.Input.Count && node.Input[slot].Length > 0;
}
