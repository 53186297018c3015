namespace LowRank.Verify.Properties;

/// <summary>Low-rank approximation, variational characterisations, and spectra that are known exactly.</summary>
public sealed class ApproximationLaws : LawBook
{
    [Law("Eckart–Young: σ_{k+1}(A) ≤ ‖A−B‖ for rank(B) ≤ k")]
    [Property]
    public Property Eckart_Young_in_the_spectral_norm(Pair m, Weight w)
    {
        (Matrix rest, int k) = Remainder(m, w);
        return Claims.AtMost(SingularValues(m.A)[k], SpectralNorm(rest));
    }

    [Law("Eckart–Young: Σ_{i>k} σᵢ² ≤ ‖A−B‖_F² for rank(B) ≤ k")]
    [Property]
    public Property Eckart_Young_in_the_Frobenius_norm(Pair m, Weight w)
    {
        (Matrix rest, int k) = Remainder(m, w);
        return Claims.AtMost(Real.Sum(SingularValues(m.A).Skip(k).Select(x => x * x)), Exactly.SumOfSquares(rest));
    }

    [Law("Mirsky: Σ_{i>k} σᵢ^p ≤ S_p(A−B) for rank(B) ≤ k")]
    [Property]
    public Property Eckart_Young_in_every_Schatten_norm(Pair m, Weight w, Exponent p)
    {
        (Matrix rest, int k) = Remainder(m, w);
        return Claims.AtMost(Real.Sum(SingularValues(m.A).Skip(k).Select(x => x.Pow(p.Value))), SchattenSum(rest, p.Value));
    }

    [Law("Eckart–Young is attained: ‖QD R − QD_k R‖ = |d_{k+1}|, exactly")]
    [Property]
    public Property Truncation_leaves_the_next_singular_value(GridMatrix m, Turn left, Turn right, Weight w)
    {
        (double[] d, Matrix rest) = Truncated(m, left, right, w, out int k);
        return Claims.Contains(SpectralNorm(rest), Rational.Of(d[k]));
    }

    [Law("S_q(QD R − QD_k R) = Σ_{i>k} |dᵢ|^q for q = 1, 2, 3, exactly")]
    [Property]
    public Property Truncation_leaves_the_tail_of_the_sum(GridMatrix m, Turn left, Turn right, Weight w)
    {
        (double[] d, Matrix rest) = Truncated(m, left, right, w, out int k);
        return Claims.All(Enumerable.Range(1, 3).Select(q => Claims.Contains(
            SchattenSum(rest, new Rational(q, 1)), d.Skip(k).Aggregate(Rational.Zero, (sum, x) => sum + Rational.Pow(Rational.Of(x), q)))));
    }

    [Law("σ(QD R) = |d| in order, exactly")]
    [Property]
    public Property Planted_spectrum_is_enclosed(GridMatrix m, Turn left, Turn right)
    {
        double[] d = Diagonal(m);
        Real[] values = SingularValues(Between(d, m.A.Rows, m.A.Columns, left, right));
        return Claims.All(values.Zip(d, (value, exact) => Claims.Contains(value, Rational.Of(exact))));
    }

    [Law("Courant–Fischer: |Ax|² ≤ σ₁² |x|², exactly")]
    [Property]
    public Property No_vector_is_stretched_beyond_the_spectral_norm(Chain m)
    {
        Matrix x = Exactly.Block(m.B, m.B.Rows, 1);
        return Claims.AtMost(
            Exactly.SumOfSquares(Exactly.Product(m.A, x)), SpectralNorm(m.A) * SpectralNorm(m.A) * Exactly.SumOfSquares(x));
    }

    [Law("Courant–Fischer: σ_n² |x|² ≤ |Ax|² for n columns, exactly")]
    [Property]
    public Property No_vector_is_shrunk_below_the_least_singular_value(Pair m)
    {
        bool isTall = m.A.Rows >= m.A.Columns;
        Matrix a = isTall ? m.A : m.A.Transpose(), x = Exactly.Block(isTall ? m.B.Transpose() : m.B, a.Columns, 1);
        Real least = SingularValues(a)[^1];
        return Claims.AtMost(least * least * Exactly.SumOfSquares(x), Exactly.SumOfSquares(Exactly.Product(a, x)));
    }

    [Law("Σⱼ a_ij² ≤ σ₁² for every row i, exactly")]
    [Property]
    public Property Every_row_is_at_most_the_spectral_norm(AnyMatrix m)
    {
        Real square = SpectralNorm(m.A) * SpectralNorm(m.A);
        return Claims.All(Enumerable.Range(0, m.A.Rows).Select(i => Claims.AtMost(Exactly.RowSquare(m.A, i), square)));
    }

    [Law("σ₁² ≤ ‖A‖_1 ‖A‖_∞, the greatest column and row sums, exactly")]
    [Property]
    public Property Spectral_norm_is_held_by_row_and_column_sums(AnyMatrix m) =>
        Claims.AtMost(SpectralNorm(m.A) * SpectralNorm(m.A), Exactly.LargestRowSum(m.A) * Exactly.LargestRowSum(m.A.Transpose()));

    [Law("Π σᵢ = |det A|, exactly")]
    [Property]
    public Property Product_of_the_singular_values_is_the_determinant(GridMatrix m)
    {
        int n = Math.Min(6, m.A.MinimumDimension);
        Matrix square = Exactly.Block(m.A, n, n);
        return Claims.Contains(Real.Product(SingularValues(square)), Rational.Abs(Exactly.Eliminate(square).Determinant));
    }

    [Law("Σ σᵢ² = Σ a_ij², exactly")]
    [Property]
    public Property Squared_singular_values_add_up_to_the_squared_entries(AnyMatrix m) =>
        Claims.Contains(Real.Sum(SingularValues(m.A).Select(x => x * x)), Exactly.SumOfSquares(m.A));

    [Law("Ky Fan: Σ_{i≤k} |a_{π(i)τ(i)}| ≤ Σ_{i≤k} σᵢ for distinct rows and columns, exactly")]
    [Property]
    public Property Any_transversal_is_at_most_the_Ky_Fan_norm(GridMatrix m, Turn turn, Weight w)
    {
        Matrix a = turn.Permuted(m.A);
        int k = 1 + (int)(w.Value * new Rational(a.MinimumDimension - 1, 1)).Floor();
        return Claims.AtMost(
            Enumerable.Range(0, k).Aggregate(Rational.Zero, (sum, i) => sum + Rational.Abs(Rational.Of(a[i, i]))), KyFan(m.A, k));
    }

    [Law("σ_k ≥ σ_{k+1}: increments of the Ky Fan norms do not grow")]
    [Property]
    public Property Ky_Fan_norms_are_concave(AnyMatrix m) => Claims.All(Enumerable
        .Range(1, Math.Min(5, m.A.MinimumDimension) - 1).Select(k =>
        Claims.AtMost(KyFan(m.A, k + 1) - KyFan(m.A, k), k == 1 ? KyFan(m.A, 1) : KyFan(m.A, k) - KyFan(m.A, k - 1))));

    [Law("The first Ky Fan norm is the spectral norm")]
    [Property]
    public Property First_Ky_Fan_norm_is_the_spectral_norm(AnyMatrix m) => Claims.Same(KyFan(m.A, 1), SpectralNorm(m.A));

    [Law("The last Ky Fan norm is the nuclear norm")]
    [Property]
    public Property Last_Ky_Fan_norm_is_the_nuclear_norm(AnyMatrix m) => Claims.Same(KyFan(m.A, m.A.MinimumDimension), NuclearNorm(m.A));

    [Law("‖A‖_F ≤ Σ of the row norms ≤ √m ‖A‖_F")]
    [Property]
    public Property Sum_of_row_norms_is_held_by_the_Frobenius_norm(AnyMatrix m)
    {
        Real rows = RowNorm21(m.A), frobenius = FrobeniusNorm(m.A);
        return Claims.All(Claims.AtMost(frobenius, rows), Claims.AtMost(rows, Real.Sqrt(m.A.Rows) * frobenius));
    }

    // A − B for a B of rank at most k: the first k columns of A, turned a little towards another matrix.
    private static (Matrix Left, int K) Remainder(Pair m, Weight w)
    {
        int k = (int)(w.Value * new Rational(m.A.MinimumDimension - 1, 1)).Floor();
        Matrix low = Exactly.FirstColumns(w.Value.Numerator.IsEven ? m.A : Exactly.Sum(m.A, m.B), k);
        return (Exactly.Difference(m.A, low), k);
    }

    // Sizes of the diagonal, in order, as small numbers of the grid.
    private static double[] Diagonal(GridMatrix m) =>
        [.. Enumerable.Range(0, m.A.MinimumDimension).Select(i => Math.Abs(m.A[i, i])).OrderDescending()];

    private static Matrix Between(double[] d, int rows, int columns, Turn left, Turn right)
    {
        Matrix diagonal = Exactly.Create(rows, columns, (i, j) => i == j ? d[i] : 0);
        return right.Apply(left.Apply(diagonal).Transpose()).Transpose();
    }

    private static (double[] D, Matrix Left) Truncated(GridMatrix m, Turn left, Turn right, Weight w, out int k)
    {
        double[] d = Diagonal(m);
        int kept = (int)(w.Value * new Rational(d.Length - 1, 1)).Floor();
        k = kept;
        Matrix whole = Between(d, m.A.Rows, m.A.Columns, left, right);
        Matrix low = Between([.. d.Select((x, i) => i < kept ? x : 0)], m.A.Rows, m.A.Columns, left, right);
        return (d, Exactly.Difference(whole, low));
    }
}
