using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.Spectra.Certificates;

/// <summary>
/// An upper bound of ‖I − UᵀU‖_F for a given m×n matrix U, m ≥ n. With U = U₁ + R (leading slice and rest) and W = U₁ + R/2,
/// UᵀU = U₁ᵀU₁ + WᵀR + RᵀW; the first product is exact, the second is computed once in doubles and its error is at most
/// γ‖W‖_F‖R‖_F, small because R carries only the low half of the bits.
/// </summary>
internal static class OrthogonalityDefect
{
    public static double Bound(IEngine engine, int m, int n, double[] u, double[] lead, double[] rest, double[] product, double[] cross)
    {
        LeadingSlice slice = LeadingSlice.ByColumns(m, n, u, LeadingSlice.BitsFor(m), lead, rest);
        engine.Gram(m, n, slice.Lead, product);
        if (!IntegerProductCheck.Gram(m, n, slice, product))
        {
            throw new EngineRefusedException(
                $"The engine '{engine.Name}' returned a wrong exact product (UᵀU, {m}×{n}); no certificate rests on it.");
        }

        // W overwrites the leading slice; rounding W is relative 2^−52 per entry and is inside γ.
        for (int i = 0; i < u.Length; i++)
        {
            lead[i] += 0.5 * rest[i];
        }

        engine.Multiply(true, false, n, n, m, lead, rest, cross);
        double squares = 0, sizes = 0;
        const int Block = 32;
        for (int j0 = 0; j0 < n; j0 += Block)
        {
            for (int i0 = 0; i0 <= j0; i0 += Block)
            {
                double blockSquares = 0, blockSizes = 0;
                for (int j = j0; j < Math.Min(j0 + Block, n); j++)
                {
                    for (int i = i0; i < Math.Min(i0 + Block, j + 1); i++)
                    {
                        double p = cross[i + (j * n)], q = cross[j + (i * n)];
                        double exact = product[i + (j * n)] - (i == j ? 1 : 0);
                        double entry = exact + (p + q);
                        double size = Math.Abs(exact) + Math.Abs(p) + Math.Abs(q);
                        double weight = i == j ? 1 : 2;
                        blockSquares += weight * entry * entry;
                        blockSizes += weight * size * size;
                    }
                }

                squares += blockSquares;
                sizes += blockSizes;
            }
        }

        // Three roundings per entry, each at most one ulp of the sum of sizes.
        long terms = ((long)n / Block * (n / Block)) + (Block * Block) + 64;
        double rounding = 4 * RoundingBounds.Unit * RoundingBounds.NormFromSquares(sizes, terms);
        double crossError = 2 * RoundingBounds.Gamma(m + 2) * (slice.LeadNorm + slice.RestNorm) * slice.RestNorm;
        return RoundingBounds.Enlarge(RoundingBounds.NormFromSquares(squares, terms) + rounding + crossError);
    }
}
