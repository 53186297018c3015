using LowRank.Verify.Arithmetic;
using LowRank.Verify.Formulas;
using LowRank.Verify.Gate.Generation;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Properties;

/// <summary>Exact transformations of inputs; null where one cannot be done without rounding.</summary>
internal static class Transformations
{
    /// <summary>True for a matrix or a list that holds one.</summary>
    public static bool HoldsMatrix(InputValue value) =>
        value is InputValue.MatrixValue || (value is InputValue.Sequence list && list.Items.Any(HoldsMatrix));

    /// <summary>Every number or entry times a factor.</summary>
    public static InputValue? Scale(InputValue value, Rational factor)
    {
        switch (value)
        {
            case InputValue.Number number:
                return ExactNumber.Of(number.Exact * factor);
            case InputValue.MatrixValue matrix:
                return Rational.Of(factor.ToDouble()) == factor
                    && Scale(matrix.Value, factor.ToDouble()) is { } scaled ? new InputValue.MatrixValue(scaled) : null;
            case InputValue.Sequence list:
                InputValue?[] items = [.. list.Items.Select(item => Scale(item, factor))];
                return items.Any(item => item is null) ? null : new InputValue.Sequence(items!);
            default:
                return null;
        }
    }

    /// <summary>One item times a power of two, another divided by it.</summary>
    public static InputValue? Rebalance(InputValue value, Random random)
    {
        if (value is not InputValue.Sequence { Items.Count: > 1 } list)
        {
            return null;
        }

        int up = random.Next(list.Items.Count);
        int down = (up + 1 + random.Next(list.Items.Count - 1)) % list.Items.Count;
        Rational factor = Rational.Of(double.ScaleB(1, random.Next(1, 4)));
        if (Scale(list.Items[up], factor) is not { } raised || Scale(list.Items[down], Rational.One / factor) is not { } lowered)
        {
            return null;
        }

        return new InputValue.Sequence([.. list.Items.Select((item, i) => i == up ? raised : i == down ? lowered : item)]);
    }

    /// <summary>transpose, permute-rows, permute-columns or flip-signs, applied to every matrix of the value.</summary>
    public static InputValue? EachMatrix(InputValue value, string transformation, Random random)
    {
        switch (value)
        {
            case InputValue.MatrixValue matrix:
                return Transform(matrix.Value, transformation, random) is { } changed ? new InputValue.MatrixValue(changed) : null;
            case InputValue.Sequence list when transformation != "transpose":
                InputValue?[] items = [.. list.Items.Select(item => EachMatrix(item, transformation, random))];
                return items.Length == 0 || items.Any(item => item is null) ? null : new InputValue.Sequence(items!);
            default:
                return null;
        }
    }

    private static Matrix? Scale(Matrix a, double factor)
    {
        double[] values = [.. a.Values.Select(v => v * factor)];
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || values[i] / factor != a.Values[i]
                || StorageRounding.Round(values[i], a.Storage) != values[i])
            {
                return null;
            }
        }

        if (a.StorageScale is not { } scale)
        {
            return new Matrix(a.Rows, a.Columns, values, a.Storage);
        }

        // The integers stay and the scale takes the factor, where every product is a double.
        bool isExact = factor > 0 && double.IsFinite(scale * factor)
            && Rational.Of(scale) * Rational.Of(factor) == Rational.Of(scale * factor)
            && values.Zip(a.Values).All(pair => Rational.Of(pair.Second) * Rational.Of(factor) == Rational.Of(pair.First));
        return isExact ? Matrix.FromInt8(a.Rows, a.Columns, values, scale * factor) : null;
    }

    // The same numbers elsewhere, or with other signs; null where int8 has no such number, which is 128.
    private static Matrix? Stored(Matrix a, double[] values) => a.StorageScale is not { } scale
        ? new Matrix(a.Rows, a.Columns, values, a.Storage)
        : Array.Exists(values, value => value > sbyte.MaxValue * scale) ? null : Matrix.FromInt8(a.Rows, a.Columns, values, scale);

    private static Matrix? Transform(Matrix a, string transformation, Random random)
    {
        switch (transformation)
        {
            case "transpose":
                return a.Transpose();
            case "permute-rows":
                return PermuteColumns(a.Transpose(), random).Transpose();
            case "permute-columns":
                return PermuteColumns(a, random);
            case "flip-signs":
                return random.Next(2) == 0 ? FlipColumns(a, random) : FlipColumns(a.Transpose(), random)?.Transpose();
            default:
                return null;
        }
    }

    private static Matrix PermuteColumns(Matrix a, Random random)
    {
        int[] order = [.. Enumerable.Range(0, a.Columns)];
        random.Shuffle(order);
        return Samples.Columns(a, order);
    }

    private static Matrix? FlipColumns(Matrix a, Random random)
    {
        bool[] flip = [.. Enumerable.Range(0, a.Columns).Select(_ => random.Next(2) == 0)];
        return Stored(a, [.. a.Values.Select((v, i) => flip[i / a.Rows] ? -v : v)]);
    }
}
