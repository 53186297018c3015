using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// An upper bound of ‖F‖_F for F = AV − U diag(s), A m×n. With A = A₁ + Q and V = V₁ + R (leading slices on row and column grids),
/// AV = A₁V₁ + A₁R + QV: the first product is exact; the other two carry only low bits, and their errors are at most
/// γ(‖A₁‖_F‖R‖_F + ‖Q‖_F‖V‖_F). u_ij·s_j is subtracted with its exact rounding error.
/// </summary>
internal static class ResidualBound
{
    public static double Bound(IEngine engine, int m, int n, double[] a, double[] u, double[] s, double[] v, double[] lead, double[] rest,
        double[] exact, double[] cross)
    {
        int bits = LeadingSlice.BitsFor(n);
        LeadingSlice right = LeadingSlice.ByColumns(n, n, v, bits, lead, rest);
        LeadingSlice left = LeadingSlice.ByRows(m, n, a, bits);
        engine.Multiply(false, false, m, n, n, left.Lead, right.Lead, exact);
        if (!IntegerProductCheck.Product(m, n, n, left, right, exact))
        {
            throw new EngineRefusedException(
                $"The engine '{engine.Name}' returned a wrong exact product (AV, {m}×{n}); no certificate rests on it.");
        }

        engine.Multiply(false, false, m, n, n, left.Lead, right.Rest, cross);
        double squares = 0, sizes = 0;
        double[]? second = null;
        if (left.RestNorm != 0)
        {
            // A₁ is no longer needed: its memory takes QV.
            second = left.Lead;
            engine.Multiply(false, false, m, n, n, left.Rest, v, second);
        }

        for (int j = 0; j < n; j++)
        {
            double columnSquares = 0, columnSizes = 0, value = s[j];
            for (int i = j * m; i < (j + 1) * m; i++)
            {
                double product = u[i] * value;
                double error = Math.FusedMultiplyAdd(u[i], value, -product);
                double difference = exact[i] - product;
                double low = cross[i] + (second is null ? 0 : second[i]);
                double entry = difference + (low - error);
                double size = Math.Abs(difference) + Math.Abs(cross[i]) + Math.Abs(second is null ? 0 : second[i]) + Math.Abs(error);
                columnSquares += entry * entry;
                columnSizes += size * size;
            }

            squares += columnSquares;
            sizes += columnSizes;
        }

        // Four roundings per entry, each at most one ulp of the sum of sizes.
        long terms = (long)m + n;
        double rounding = 6 * RoundingBounds.Unit * RoundingBounds.NormFromSquares(sizes, terms);
        double crossError = RoundingBounds.Gamma(n)
            * ((left.LeadNorm * right.RestNorm) + (left.RestNorm * (right.LeadNorm + right.RestNorm)));
        return RoundingBounds.Enlarge(RoundingBounds.NormFromSquares(squares, terms) + rounding + crossError);
    }
}
