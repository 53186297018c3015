using System.Text.Json;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Networks.WeightParts;

/// <summary>
/// Integers and 8-bit numbers with scales beside them, put together where the format is known and the products are doubles: GPTQ, 8-bit
/// rows with their largest entries (SCB), float8 with a scale of the tensor, of each row or of blocks of 128. The scales of other formats
/// are named, and are no weights.
/// </summary>
internal static class QuantisedWeights
{
    private const string NotTogether = "it is part of a quantised weight in a format that is not put together here: save the model "
        + "dequantised";

    /// <summary>Blocks of float8 weights with "weight_scale_inv".</summary>
    private const int Block = 128;

    private static readonly string[] ScaleEnds = ["_scale", "_scale_inv"];

    private static readonly string[] Others = ["qweight", "qzeros", "scales", "g_idx", "absmax", "quant_map", "nested_absmax",
        "nested_quant_map", "weight_packed", "weight_scale", "weight_scale_inv", "weight_scale_2", "weight_zero_point", "weight_g_idx",
        "weight_shape", "input_scale", "output_scale", "k_scale", "v_scale", "SCB", "weight_format", "quant_state", "scale_inv"];

    public static void Build(WeightBuilder builder)
    {
        foreach (StoredTensor tensor in builder.Tensors.OrderBy(t => t.Name, NaturalOrder.Instance))
        {
            if (tensor.Name.EndsWith(".qweight", StringComparison.Ordinal))
            {
                Gptq(builder, tensor, tensor.Name[..^".qweight".Length]);
            }
            else if (tensor is { DType: "int8", Shape.Count: 2 } && Rest(tensor.Name, "weight") is { } prefix
                && builder.Find(prefix + "SCB") is { StorageType: not null } largest && largest.RowMajor.Length == tensor.Shape[0])
            {
                builder.Add(new StoredWeight(tensor.Name, tensor.Shape, $"int8 x {largest.DType}", [tensor.Name, largest.Name],
                    () => [Scaled(builder, tensor, largest, (i, _) => i)])
                {
                    Scale = Rational.One / Rational.Of(127.0),
                    Note = $"put together: q·c/127, q of '{FileText.Short(tensor.Name)}' and c of '{FileText.Short(largest.Name)}' by rows",
                });
            }
            else if (tensor.DType.StartsWith("float8", StringComparison.Ordinal) && tensor.Shape.Count == 2)
            {
                Float8(builder, tensor);
            }
        }

        foreach (StoredTensor rest in builder.Tensors.Where(t => !builder.IsUsed(t)))
        {
            if (Array.Exists(Others, word => rest.Name.EndsWith("." + word, StringComparison.Ordinal))
                || rest.Name.Contains(".quant_state.", StringComparison.Ordinal))
            {
                builder.Leave(rest, rest.Name.EndsWith("put_scale", StringComparison.Ordinal)
                    ? "it scales numbers between layers, no weights" : NotTogether);
            }
        }
    }

    private static void Float8(WeightBuilder builder, StoredTensor tensor)
    {
        if (builder.Unread.FirstOrDefault(t => Array.Exists(ScaleEnds, end => t.Name == tensor.Name + end)) is { } unread)
        {
            builder.Leave(tensor, $"its scale '{FileText.Short(unread.Name)}' is not read: {unread.Reason}");
            return;
        }

        if (tensor.StorageType is null || ScaleEnds.Select(end => builder.Find(tensor.Name + end))
            .FirstOrDefault(found => found is not null) is not { } scale)
        {
            return;
        }

        int rows = tensor.Shape[0], columns = tensor.Shape[1], count = scale.RowMajor.Length, across = (columns + Block - 1) / Block;
        Func<int, int, int>? place = scale.StorageType is null ? null
            : count == 1 ? (_, _) => 0
            : count == rows && (scale.Shape.Count == 1 || scale.Shape is [_, 1]) ? (i, _) => i
            : scale.Shape is [var down, var over] && down == (rows + Block - 1) / Block && over == across
                ? (i, j) => ((i / Block) * across) + (j / Block)
            : null;
        if (place is null)
        {
            builder.Leave(tensor, NotTogether);
            builder.Leave(scale, NotTogether);
            return;
        }

        builder.Add(new StoredWeight(tensor.Name, tensor.Shape, $"{tensor.DType} x {scale.DType}", [tensor.Name, scale.Name],
            () => [Scaled(builder, tensor, scale, place)])
        {
            Note = $"put together: '{FileText.Short(tensor.Name)}' times '{FileText.Short(scale.Name)}'"
                + (count == 1 ? string.Empty : count == rows ? ", by rows" : $", by blocks of {Block}"),
        });
    }

    private static Matrix Scaled(WeightBuilder builder, StoredTensor tensor, StoredTensor scale, Func<int, int, int> place)
    {
        int rows = tensor.Shape[0], columns = tensor.Shape[1];
        double[] values = new double[tensor.RowMajor.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[(i * columns) + j] = Product(builder.Path, scale, tensor.RowMajor[(i * columns) + j], scale.RowMajor[place(i, j)]);
            }
        }

        return Matrix.FromRowMajor(rows, columns, values, StorageType.Derived);
    }

    private static double Product(string path, StoredTensor scale, double x, double factor)
    {
        double product = x * factor;
        return x == 0 || factor == 0 || (Math.Abs(product) is > 1e-290 and <= double.MaxValue
            && Math.FusedMultiplyAdd(x, factor, -product) == 0)
            ? product
            : throw new InputException($"{ElementDecoder.Place(path, scale.Name)}: a weight times its scale is no double.");
    }

    // qweight[w, o] holds rows of the column o of in × out integers, low bits first; qzeros[g, z] the zero points of a group alike.
    private static void Gptq(WeightBuilder builder, StoredTensor packed, string prefix)
    {
        StoredTensor?[] parts =
            [packed, builder.Find(prefix + ".qzeros"), builder.Find(prefix + ".scales"), builder.Find(prefix + ".g_idx")];
        if (packed is not { DType: "int32", Shape: [var words, var outputs] } || words == 0 || outputs == 0
            || parts[1] is not { DType: "int32", Shape: [var groups, var zeroWords] } zeros
            || parts[2] is not { StorageType: not null, Shape: [var scaleGroups, var scaleOutputs] } scales
            || scaleGroups != groups || scaleOutputs != outputs || zeroWords * 32L % outputs != 0 || groups == 0)
        {
            Leave();
            return;
        }

        int bits = (int)(zeroWords * 32L / outputs);
        long inputs = bits is 2 or 3 or 4 or 8 ? words * 32L / bits : 0;
        StoredTensor? order = parts[3];
        if (inputs == 0 || words * 32L % bits != 0 || inputs % groups != 0 || (order is not null && (order.RowMajor.Length != inputs
            || order.DType is not ("int32" or "int64") || Array.Exists(order.RowMajor, g => g < 0 || g >= groups))))
        {
            Leave();
            return;
        }

        int shift = IsSecondVersion(builder.Path) ? 0 : 1, greatest = (1 << bits) - 1;
        double[] values = new double[inputs * outputs];
        for (int i = 0; i < inputs; i++)
        {
            int group = order is null ? (int)(i / (inputs / groups)) : (int)order.RowMajor[i];
            for (int o = 0; o < outputs; o++)
            {
                int zero = Packed(k => zeros.RowMajor[(group * zeroWords) + k], o, bits) + shift;
                if (zero > greatest)
                {
                    builder.Notes.Add($"{ElementDecoder.Place(builder.Path, zeros.Name)}: the zero point {greatest} + 1 leaves "
                        + $"{bits} bits, and readers differ on what it means");
                    Leave();
                    return;
                }

                int q = Packed(k => packed.RowMajor[(k * outputs) + o], i, bits);
                values[(i * outputs) + o] = Product(builder.Path, scales, q - zero, scales.RowMajor[(group * outputs) + o]);
            }
        }

        StoredTensor? bias = builder.Find(prefix + ".bias") is { StorageType: not null, Shape: [var length] } found && length == outputs
            ? found : null;
        builder.Add(new StoredWeight(prefix, [(int)inputs, outputs], $"int{bits} x {scales.DType}",
            [.. parts.OfType<StoredTensor>().Select(t => t.Name)],
            () => [Matrix.FromRowMajor((int)inputs, outputs, values, StorageType.Derived)])
        {
            IsTransposed = true,
            Bias = bias,
            Note = $"put together (GPTQ, {bits} bits, in x out): (q - {(shift == 1 ? "(z + 1)" : "z")})·s by groups, z + 1 as in files "
                + "of the first version unless quantize_config.json says gptq_v2",
        });

        void Leave()
        {
            foreach (StoredTensor part in parts.OfType<StoredTensor>())
            {
                builder.Leave(part, NotTogether);
            }
        }
    }

    private static int Packed(Func<int, double> word, int index, int bits)
    {
        long bit = (long)index * bits;
        int at = (int)(bit / 32), offset = (int)(bit % 32);
        ulong two = unchecked((uint)(int)word(at));
        if (offset + bits > 32)
        {
            two |= (ulong)unchecked((uint)(int)word(at + 1)) << 32;
        }

        return (int)((two >> offset) & ((1UL << bits) - 1));
    }

    private static bool IsSecondVersion(string weights)
    {
        string path = Path.Join(Path.GetDirectoryName(weights), "quantize_config.json");
        try
        {
            using JsonDocument? document = File.Exists(path) && new FileInfo(path).Length < 1 << 20
                ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
            return document?.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("checkpoint_format", out JsonElement format) && format.ValueKind == JsonValueKind.String
                && format.GetString() == "gptq_v2";
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the configuration cannot be read ({FileText.Short(e.Message.ReplaceLineEndings(" "))}).", e);
        }
    }

    private static string? Rest(string name, string end) => name.EndsWith(end, StringComparison.Ordinal) ? name[..^end.Length] : null;
}
