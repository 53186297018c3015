namespace LowRank.Verify.Properties;

/// <summary>Sums, direct sums and Kronecker products of two matrices.</summary>
public sealed class SumLaws : LawBook
{
    [Law("Quasi-triangle: ‖A+B‖_p ≤ 2^{1/p−1} (‖A‖_p + ‖B‖_p) for p ≤ 1")]
    [Property]
    public Property Quasi_triangle_inequality(Pair m, Exponent p) => Claims.AtMost(
        SchattenNorm(Exactly.Sum(m.A, m.B), p.UpToOne),
        ((Real)2).Pow((Rational.One / p.UpToOne) - Rational.One) * (SchattenNorm(m.A, p.UpToOne) + SchattenNorm(m.B, p.UpToOne)));

    [Law("Rotfel'd: S_p(A+B) ≤ S_p(A) + S_p(B) for p ≤ 1")]
    [Property]
    public Property Sum_of_powers_is_subadditive(Pair m, Exponent p) =>
        Claims.AtMost(SchattenSum(Exactly.Sum(m.A, m.B), p.UpToOne), SchattenSum(m.A, p.UpToOne) + SchattenSum(m.B, p.UpToOne));

    [Law("Minkowski: ‖A+B‖_p ≤ ‖A‖_p + ‖B‖_p for p ≥ 1")]
    [Property]
    public Property Triangle_inequality(Pair m, Exponent p) =>
        Claims.AtMost(SchattenNorm(Exactly.Sum(m.A, m.B), p.FromOne), SchattenNorm(m.A, p.FromOne) + SchattenNorm(m.B, p.FromOne));

    [Law("|‖A‖_p − ‖B‖_p| ≤ ‖A−B‖_p for p ≥ 1")]
    [Property]
    public Property Reverse_triangle_inequality(Pair m, Exponent p) =>
        Claims.AtMost(
            Real.Abs(SchattenNorm(m.A, p.FromOne) - SchattenNorm(m.B, p.FromOne)), SchattenNorm(Exactly.Difference(m.A, m.B), p.FromOne));

    [Law("Clarkson–McCarthy: S_p(A+B) + S_p(A−B) ≤ 2^{p−1} (S_p(A) + S_p(B)) for p ≥ 2")]
    [Property]
    public Property Clarkson_inequality_above(Pair m, Exponent p) => Claims.AtMost(
        SumAndDifference(m, p.FromTwo),
        ((Real)2).Pow(p.FromTwo - Rational.One) * (SchattenSum(m.A, p.FromTwo) + SchattenSum(m.B, p.FromTwo)));

    [Law("Clarkson–McCarthy: 2 (S_p(A) + S_p(B)) ≤ S_p(A+B) + S_p(A−B) for p ≥ 2")]
    [Property]
    public Property Clarkson_inequality_below(Pair m, Exponent p) =>
        Claims.AtMost((Real)2 * (SchattenSum(m.A, p.FromTwo) + SchattenSum(m.B, p.FromTwo)), SumAndDifference(m, p.FromTwo));

    [Law("Parallelogram: ‖A+B‖_F² + ‖A−B‖_F² = 2‖A‖_F² + 2‖B‖_F²")]
    [Property]
    public Property Parallelogram_law(Pair m) => Claims.Same(
        Square(FrobeniusNorm(Exactly.Sum(m.A, m.B))) + Square(FrobeniusNorm(Exactly.Difference(m.A, m.B))),
        (Real)2 * (Square(FrobeniusNorm(m.A)) + Square(FrobeniusNorm(m.B))));

    [Law("rank(A+B) ≤ rank(A) + rank(B)")]
    [Property]
    public Property Rank_is_subadditive(Pair m) => Claims.AtMost(Rank(Exactly.Sum(m.A, m.B)), Rank(m.A) + Rank(m.B));

    [Law("Ky Fan: Σ_{i≤k} σᵢ(A+B) ≤ Σ_{i≤k} σᵢ(A) + σᵢ(B)")]
    [Property]
    public Property Ky_Fan_norms_are_subadditive(Pair m, Weight w)
    {
        int k = Place(m.A, w) + 1;
        return Claims.AtMost(KyFan(Exactly.Sum(m.A, m.B), k), KyFan(m.A, k) + KyFan(m.B, k));
    }

    [Law("Weyl: σ_{i+j−1}(A+B) ≤ σᵢ(A) + σⱼ(B)")]
    [Property]
    public Property Weyl_inequality(Pair m)
    {
        Real[] sum = SingularValues(Exactly.Sum(m.A, m.B)), a = SingularValues(m.A), b = SingularValues(m.B);
        return Claims.All(
            from i in Few(a.Length) from j in Few(a.Length) where i + j < a.Length select Claims.AtMost(sum[i + j], a[i] + b[j]));
    }

    [Law("Weyl: |σᵢ(A) − σᵢ(B)| ≤ σ₁(A−B)")]
    [Property]
    public Property Weyl_perturbation_bound(Pair m)
    {
        Real distance = SpectralNorm(Exactly.Difference(m.A, m.B));
        return Claims.All(SingularValues(m.A).Zip(SingularValues(m.B), (a, b) => Claims.AtMost(Real.Abs(a - b), distance)));
    }

    [Law("Mirsky: Σ (σᵢ(A) − σᵢ(B))² ≤ ‖A−B‖_F²")]
    [Property]
    public Property Mirsky_bound_in_the_Frobenius_norm(Pair m) => Claims.AtMost(
        Real.Sum(SingularValues(m.A).Zip(SingularValues(m.B), (a, b) => Square(a - b))),
        Exactly.SumOfSquares(Exactly.Difference(m.A, m.B)));

    [Law("Lidskii–Mirsky: Σ_{i≤k} |σᵢ(A) − σᵢ(B)| ≤ Σ_{i≤k} σᵢ(A−B)")]
    [Property]
    public Property Mirsky_bound_in_Ky_Fan_norms(Pair m, Weight w)
    {
        int k = Place(m.A, w) + 1;
        return Claims.AtMost(
            Real.Sum(SingularValues(m.A).Zip(SingularValues(m.B), (a, b) => Real.Abs(a - b)).Take(k)),
            KyFan(Exactly.Difference(m.A, m.B), k));
    }

    [Law("S_p(A⊕B) = S_p(A) + S_p(B)")]
    [Property]
    public Property Sums_add_over_a_direct_sum(Pair m, Exponent p) =>
        Claims.Same(SchattenSum(Exactly.DirectSum(m.A, m.B), p.Value), SchattenSum(m.A, p.Value) + SchattenSum(m.B, p.Value));

    [Law("σ(A⊕B) is σ(A) and σ(B) in order")]
    [Property]
    public Property Spectra_merge_over_a_direct_sum(Pair m) => Claims.Same(
        SingularValues(Exactly.DirectSum(m.A, m.B)),
        [.. SingularValues(m.A).Concat(SingularValues(m.B)).OrderByDescending(x => x.Enclosure.Midpoint)]);

    [Law("rank(A⊕B) = rank(A) + rank(B)")]
    [Property]
    public Property Ranks_add_over_a_direct_sum(Pair m) => Claims.Same(Rank(Exactly.DirectSum(m.A, m.B)), Rank(m.A) + Rank(m.B));

    [Law("S_p(A⊗B) = S_p(A) S_p(B)")]
    [Property(MaxTest = 40)]
    public Property Sums_multiply_over_a_Kronecker_product(Pair m, Exponent p)
    {
        Matrix a = Exactly.Block(m.A, Math.Min(4, m.A.Rows), Math.Min(4, m.A.Columns));
        Matrix b = Exactly.Block(m.B, Math.Min(3, m.A.Rows), Math.Min(5, m.A.Columns));
        return Claims.Same(SchattenSum(Exactly.Kronecker(a, b), p.Value), SchattenSum(a, p.Value) * SchattenSum(b, p.Value));
    }

    [Law("σ([A A]) = √2 σ(A)")]
    [Property]
    public Property Repeated_columns_scale_the_spectrum(GridMatrix m)
    {
        Matrix tall = m.A.Rows >= m.A.Columns ? m.A.Transpose() : m.A;
        return Claims.Same(SingularValues(Exactly.Beside(tall, tall)), [.. SingularValues(tall).Select(x => Real.Sqrt(2) * x)]);
    }

    [Law("‖[A B]‖_F² = ‖A‖_F² + ‖B‖_F²")]
    [Property]
    public Property Squared_Frobenius_norms_add_over_blocks(Pair m) =>
        Claims.Same(Square(FrobeniusNorm(Exactly.Beside(m.A, m.B))), Square(FrobeniusNorm(m.A)) + Square(FrobeniusNorm(m.B)));

    private Real SumAndDifference(Pair m, Rational p) =>
        SchattenSum(Exactly.Sum(m.A, m.B), p) + SchattenSum(Exactly.Difference(m.A, m.B), p);

    private static Real Square(Real x) => x * x;

    private static int Place(Matrix a, Weight w) => (int)((w.Value * new Rational(a.MinimumDimension - 1, 1)).Floor());

    // Pairs of indices of a large matrix would cost more than they show.
    private static IEnumerable<int> Few(int count) => Enumerable.Range(0, Math.Min(count, 6));
}
