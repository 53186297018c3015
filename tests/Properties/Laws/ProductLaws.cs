namespace LowRank.Verify.Properties;

/// <summary>Products, Gram matrices, traces.</summary>
public sealed class ProductLaws : LawBook
{
    [Law("σ₁(AB) ≤ σ₁(A) σ₁(B)")]
    [Property]
    public Property Spectral_norm_is_submultiplicative(Chain m) =>
        Claims.AtMost(SpectralNorm(Exactly.Product(m.A, m.B)), SpectralNorm(m.A) * SpectralNorm(m.B));

    [Law("Ideal property: ‖AB‖_p ≤ σ₁(A) ‖B‖_p")]
    [Property]
    public Property Schatten_norms_are_ideal(Chain m, Exponent p) =>
        Claims.AtMost(SchattenNorm(Exactly.Product(m.A, m.B), p.Value), SpectralNorm(m.A) * SchattenNorm(m.B, p.Value));

    [Law("Hölder: ‖AB‖_r ≤ ‖A‖_p ‖B‖_q for 1/r = 1/p + 1/q")]
    [Property]
    public Property Schatten_Hölder_inequality(Chain m, Exponent p, Exponent q) => Claims.AtMost(
        SchattenNorm(Exactly.Product(m.A, m.B), p.Value * q.Value / (p.Value + q.Value)),
        SchattenNorm(m.A, p.Value) * SchattenNorm(m.B, q.Value));

    [Law("Horn: Π_{i≤k} σᵢ(AB) ≤ Π_{i≤k} σᵢ(A) σᵢ(B)")]
    [Property]
    public Property Horn_inequality(Chain m)
    {
        Real[] a = SingularValues(m.A), b = SingularValues(m.B), product = SingularValues(Exactly.Product(m.A, m.B));
        int most = new[] { a.Length, b.Length, product.Length }.Min();
        return Claims.All(Enumerable.Range(1, most).Select(k => Claims.AtMost(
            Real.Product(product.Take(k)), Real.Product(a.Take(k)) * Real.Product(b.Take(k)))));
    }

    [Law("σ_{i+j−1}(AB) ≤ σᵢ(A) σⱼ(B)")]
    [Property]
    public Property Weyl_inequality_for_products(Chain m)
    {
        Real[] a = SingularValues(m.A), b = SingularValues(m.B), product = SingularValues(Exactly.Product(m.A, m.B));
        return Claims.All(from i in Enumerable.Range(0, Math.Min(4, a.Length))
                          from j in Enumerable.Range(0, Math.Min(4, b.Length))
                          where i + j < product.Length
                          select Claims.AtMost(product[i + j], a[i] * b[j]));
    }

    [Law("rank(AB) ≤ min(rank(A), rank(B))")]
    [Property]
    public Property Rank_of_a_product_is_at_most_each(Chain m)
    {
        Real product = Rank(Exactly.Product(m.A, m.B));
        return Claims.All(Claims.AtMost(product, Rank(m.A)), Claims.AtMost(product, Rank(m.B)));
    }

    [Law("Sylvester: rank(A) + rank(B) − n ≤ rank(AB)")]
    [Property]
    public Property Sylvester_rank_inequality(Chain m) =>
        Claims.AtMost(Rank(m.A) + Rank(m.B) - m.A.Columns, Rank(Exactly.Product(m.A, m.B)));

    [Law("Duality: |tr AᵀB| ≤ σ₁(A) ‖B‖_*")]
    [Property]
    public Property Trace_is_held_by_spectral_and_nuclear_norm(Pair m) =>
        Claims.AtMost(Rational.Abs(Exactly.Inner(m.A, m.B)), SpectralNorm(m.A) * NuclearNorm(m.B));

    [Law("von Neumann: |tr AᵀB| ≤ Σ σᵢ(A) σᵢ(B)")]
    [Property]
    public Property Von_Neumann_trace_inequality(Pair m) => Claims.AtMost(
        Rational.Abs(Exactly.Inner(m.A, m.B)), Real.Sum(SingularValues(m.A).Zip(SingularValues(m.B), (a, b) => a * b)));

    [Law("Hölder: |tr AᵀB| ≤ ‖A‖_p ‖B‖_q for 1/p + 1/q = 1")]
    [Property]
    public Property Trace_Hölder_inequality(Pair m, Exponent p) => Claims.AtMost(
        Rational.Abs(Exactly.Inner(m.A, m.B)), SchattenNorm(m.A, p.FromOne) * SchattenNorm(m.B, p.FromOne / (p.FromOne - Rational.One)));

    [Law("σ(AᵀA) = σ(A)²")]
    [Property]
    public Property Gram_matrix_squares_the_spectrum(GridMatrix m)
    {
        Matrix tall = m.A.Rows >= m.A.Columns ? m.A : m.A.Transpose();
        return Claims.Same(SingularValues(Exactly.Product(tall.Transpose(), tall)), [.. SingularValues(tall).Select(x => x * x)]);
    }

    [Law("S_{p/2}(AᵀA) = S_p(A)")]
    [Property]
    public Property Gram_matrix_halves_the_exponent(GridMatrix m, Exponent p) =>
        Claims.Same(SchattenSum(Exactly.Product(m.A.Transpose(), m.A), p.Value / new Rational(2, 1)), SchattenSum(m.A, p.Value));

    [Law("Jordan–Wielandt: [[0, A], [Aᵀ, 0]] has every σᵢ(A) twice")]
    [Property]
    public Property Jordan_Wielandt_matrix_doubles_the_spectrum(GridMatrix m)
    {
        int rows = m.A.Rows, size = rows + m.A.Columns;
        Matrix symmetric = Exactly.Create(size, size, (i, j) =>
            i < rows && j >= rows ? m.A[i, j - rows] : i >= rows && j < rows ? m.A[j, i - rows] : 0);
        Real[] values = SingularValues(m.A);
        return Claims.Same(SingularValues(symmetric)[..(2 * values.Length)], [.. values.SelectMany(x => new[] { x, x })]);
    }

    [Law("σ₁(uvᵀ)² = |u|² |v|², exactly")]
    [Property]
    public Property Spectral_norm_of_an_outer_product(Pair m)
    {
        Matrix u = Exactly.Block(m.A, m.A.Rows, 1), v = Exactly.Block(m.B, m.B.Rows, 1);
        Real norm = SpectralNorm(Exactly.Product(u, v.Transpose()));
        return Claims.Contains(norm * norm, Exactly.SumOfSquares(u) * Exactly.SumOfSquares(v));
    }
}
