using System.Globalization;
using System.Text.RegularExpressions;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>
/// Several matrices in one tensor: gates of torch's recurrent layers (LSTM i, f, g, o; GRU r, z, n), queries, keys and values of equal
/// size, experts along a third dimension. Each is a slice of its own.
/// </summary>
internal static partial class PackedParts
{
    private const string Part = "it is a part of a layer: one of the matrices that '";

    /// <summary>Sizes of a kernel's last dimension above which three dimensions are a stack of matrices.</summary>
    private const int WidestKernel = 32;

    private static readonly string[] Lstm = ["i", "f", "g", "o"], Gru = ["r", "z", "n"], Attention = ["q", "k", "v"];

    private static readonly string[] Interleaved = ["query_key_value.weight", "Wqkv.weight", "attn_qkv.weight"];

    private static readonly string[] Packed = ["in_proj_weight", "qkv.weight", "c_attn.weight", "qkv_proj.weight", "to_qkv.weight"];

    public static void Build(WeightBuilder builder)
    {
        foreach (StoredTensor tensor in builder.Tensors.Where(t => !builder.IsUsed(t) && t.ReasonAgainstMatrix is null)
            .OrderBy(t => t.Name, NaturalOrder.Instance).ToArray())
        {
            if (tensor.Shape.Count == 3 && IsStack(tensor))
            {
                int rows = tensor.Shape[1], columns = tensor.Shape[2];
                Slices(builder, tensor, [.. Enumerable.Range(0, tensor.Shape[0]).Select(e => e.ToString(CultureInfo.InvariantCulture))],
                    [rows, columns], e => Matrix.FromRowMajor(rows, columns, tensor.RowMajor.AsSpan(e * rows * columns, rows * columns),
                        tensor.StorageType!.Value), "stacked along the first dimension", null);
            }
            else if (tensor.Shape.Count == 2 && Recurrent().Match(tensor.Name) is { Success: true } match)
            {
                string[] gates = Gates(builder, tensor, match);
                if (gates.Length > 0)
                {
                    ByRows(builder, tensor, gates, $"the {(gates == Lstm ? "LSTM's" : "GRU's")} gates {string.Join(", ", gates)}",
                        Part + FileText.Short(tensor.Name) + "' packs");
                }
            }
            else if (tensor.Shape is [var rows, var columns] && Array.Exists(Packed, word => tensor.Name.EndsWith(word,
                StringComparison.Ordinal)))
            {
                string said = "queries, keys and values", why = Part + FileText.Short(tensor.Name) + "' packs";
                if (columns == 3 * rows)
                {
                    Slices(builder, tensor, Attention, [rows, rows],
                        k => WeightBuilder.Rows(tensor.ToMatrix().Transpose(), k * rows, rows).Transpose(), said + ", in × out", why);
                }
                else if (rows % 3 == 0 && (rows == 3 * columns || tensor.Name.EndsWith(Packed[0], StringComparison.Ordinal)))
                {
                    ByRows(builder, tensor, Attention, said, why);
                }
            }
        }
    }

    /// <summary>A note for a tensor whose parts lie among each other in a way that the file does not tell; null for others.</summary>
    public static string? NoteOf(StoredTensor tensor) => tensor.Shape is [var rows, var columns] && rows != columns
        && Array.Exists(Interleaved, word => tensor.Name.EndsWith(word, StringComparison.Ordinal))
        ? "queries, keys and values in one matrix, taken head by head in some models; how many heads there are is not in the file, so it "
        + "is not taken apart"
        : null;

    /// <summary>True for three dimensions that are no kernel: experts by name, or a last dimension that no kernel has.</summary>
    public static bool IsStack(StoredTensor tensor) => tensor.Name.Contains("expert", StringComparison.OrdinalIgnoreCase)
        || tensor.Name.Contains(".moe.", StringComparison.OrdinalIgnoreCase)
        || (tensor.Shape[2] > WidestKernel && !tensor.Name.Contains("conv", StringComparison.OrdinalIgnoreCase)
            && !Orientation.IsKernel(tensor.Name));

    private static string[] Gates(WeightBuilder builder, StoredTensor tensor, Match match)
    {
        string prefix = match.Groups["prefix"].Value, end = match.Groups["end"].Value;
        int hidden = builder.Find($"{prefix}weight_hr{end}") is { Shape: [_, var inner] } ? inner
            : builder.Find($"{prefix}weight_hh{end}") is { Shape: [_, var across] } ? across : 0;
        return hidden == 0 || tensor.Shape[0] % hidden != 0 ? [] : (tensor.Shape[0] / hidden) switch { 4 => Lstm, 3 => Gru, _ => [] };
    }

    private static void ByRows(WeightBuilder builder, StoredTensor tensor, string[] names, string said, string why)
    {
        int size = tensor.Shape[0] / names.Length;
        Slices(builder, tensor, names, [size, tensor.Shape[1]], k => WeightBuilder.Rows(tensor.ToMatrix(), k * size, size), said, why);
    }

    private static void Slices(WeightBuilder builder, StoredTensor tensor, string[] names, int[] shape, Func<int, Matrix> slice,
        string said, string? why)
    {
        for (int k = 0; k < names.Length; k++)
        {
            int index = k;
            builder.Add(new StoredWeight($"{tensor.Name}[{names[k]}]", shape, tensor.DType, [tensor.Name], () => [slice(index)])
            {
                Note = $"one of {names.Length} matrices of '{FileText.Short(tensor.Name)}' ({TensorShape.Format(tensor.Shape)}): {said}",
                ReasonAgainstLayer = why,
            });
        }
    }

    [GeneratedRegex(@"^(?<prefix>(.*\.)?)weight_(ih|hh)(?<end>(_l\d+(_reverse)?)?)$")]
    private static partial Regex Recurrent();
}
