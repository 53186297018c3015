using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>A − M for a layer and its reference, entry by entry in double.</summary>
internal static class ReferenceDifference
{
    /// <summary>A − M; A itself where M is zero.</summary>
    /// <exception cref="InputException">The shapes differ, or the difference overflows.</exception>
    public static Matrix Of(Matrix weight, Matrix reference, string name)
    {
        if (weight.Rows != reference.Rows || weight.Columns != reference.Columns)
        {
            throw new InputException(
                $"{name} is {reference.Rows}×{reference.Columns}; its layer is {weight.Rows}×{weight.Columns}: give the same shape.");
        }

        if (Array.TrueForAll(reference.Values, value => value == 0))
        {
            return weight;
        }

        double[] values = new double[weight.Values.Length];
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = weight.Values[t] - reference.Values[t];
            if (!double.IsFinite(values[t]))
            {
                throw new InputException($"The difference of the layer and {name} overflows double.");
            }
        }

        return new Matrix(weight.Rows, weight.Columns, values);
    }
}
