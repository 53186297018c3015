using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>
/// Quantities of the product F_L ⋯ F_1 in double precision: factors scaled by powers of two, inner products summed with compensation and
/// rounded once for each factor. A singular value below the rounding errors of forming the product counts as 0.
/// </summary>
internal static class FactorProducts
{
    /// <summary>All singular values, descending.</summary>
    public static FastResult SingularValues(InputMembers members, LayerSpectra spectra) => OfProduct(members, spectra,
        (spectrum, scale, _) => FastResult.List([.. spectrum.Values
            .Select(value => FastResult.Of(WideReal.Of(value, spectrum.Exponent) * scale))]));

    /// <summary>The number of singular values above the rounding errors.</summary>
    public static FastResult Rank(InputMembers members, LayerSpectra spectra) =>
        OfProduct(members, spectra, (_, _, rank) => FastResult.Of(rank));

    /// <summary>Σ σ_i^p; at p = 0 the rank.</summary>
    public static FastResult SchattenSum(InputMembers members, LayerSpectra spectra)
    {
        double p = members.Exponent("p", NumberRange.NonNegative);
        return members.Violation is { } reason ? new NotApplicable(reason)
            : OfProduct(members, spectra, (spectrum, scale, rank) => p == 0 || rank == 0 ? FastResult.Of(rank)
                : WidePower.Combine(spectrum.SpectralNorm * scale, spectrum.RelativePowerSum(p, rank), p));
    }

    private static FastResult OfProduct(InputMembers members, LayerSpectra spectra, Func<LayerSpectrum, WideReal, int, FastResult> quantity)
    {
        Matrix[] factors = members.Matrices("F");
        WideReal scale = WideReal.One, size = WideReal.One;
        Matrix? product = null;
        int inner = int.MaxValue;
        foreach (Matrix factor in factors)
        {
            if (product is not null && factor.Columns != product.Rows)
            {
                return new NotApplicable("neighbouring factors do not fit.");
            }

            int exponent = PowerOfTwoScaling.ExponentOf(factor);
            Matrix scaled = PowerOfTwoScaling.Apply(factor, -exponent);
            scale *= WideReal.Of(1, exponent);
            size *= EntrySums.Frobenius(scaled);
            inner = Math.Min(inner, factor.MinimumDimension);
            product = product is null ? scaled : Multiply(scaled, product);
        }

        if (spectra.Of(product!) is not { } spectrum)
        {
            return LayerSpectra.NoConvergence("the product");
        }

        double noise = Math.Max(spectrum.NoiseLevel,
            Math.ScaleB(size.ToDouble(), -spectrum.Exponent) * LayerSpectrum.MachineEpsilon * (factors.Length - 1));
        return quantity(spectrum, scale, Math.Min(inner, spectrum.Values.Count(value => value > noise)));
    }

    private static Matrix Multiply(Matrix a, Matrix b)
    {
        double[] values = new double[a.Rows * b.Columns];
        for (int j = 0; j < b.Columns; j++)
        {
            for (int i = 0; i < a.Rows; i++)
            {
                CompensatedSum sum = default;
                for (int t = 0; t < a.Columns; t++)
                {
                    sum.AddProduct(a[i, t], b[t, j]);
                }

                values[i + (j * a.Rows)] = sum.Total;
            }
        }

        return new Matrix(a.Rows, b.Columns, values);
    }
}
