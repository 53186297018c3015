using LowRank.Verify.Catalogue;
using LowRank.Verify.Formulas;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Gate.Properties;

/// <summary>Samples of matrices of data and of lists with an item for each: repeated or in another order, without rounding.</summary>
internal static class Samples
{
    /// <summary>Their number; 0 for a single number.</summary>
    public static int Count(InputValue value, SampleAxis axis) => value switch
    {
        InputValue.MatrixValue { Value: var matrix } => axis == SampleAxis.Rows ? matrix.Rows : matrix.Columns,
        InputValue.Sequence list => list.Items.Count,
        _ => 0,
    };

    /// <summary>All samples, and all of them again; null for a single number.</summary>
    public static InputValue? Twice(InputValue value, SampleAxis axis)
    {
        int count = Count(value, axis);
        return InOrder(value, axis, [.. Enumerable.Range(0, count), .. Enumerable.Range(0, count)]);
    }

    /// <summary>The samples at these places, in this order; null for a single number.</summary>
    public static InputValue? InOrder(InputValue value, SampleAxis axis, IReadOnlyList<int> order) => value switch
    {
        InputValue.MatrixValue { Value: var matrix } => new InputValue.MatrixValue(
            axis == SampleAxis.Rows ? Columns(matrix.Transpose(), order).Transpose() : Columns(matrix, order)),
        InputValue.Sequence list => new InputValue.Sequence([.. order.Select(place => list.Items[place])]),
        _ => null,
    };

    /// <summary>The columns at these places, in this order, as they are stored.</summary>
    public static Matrix Columns(Matrix a, IReadOnlyList<int> order)
    {
        double[] values = [.. order.SelectMany(j => a.Values.Skip(j * a.Rows).Take(a.Rows))];
        return a.StorageScale is { } scale
            ? Matrix.FromInt8(a.Rows, order.Count, values, scale)
            : new Matrix(a.Rows, order.Count, values, a.Storage);
    }
}
