namespace LowRank.Verify.Properties;

/// <summary>What leaves spectra unchanged or scales them, and what happens when rows come and go.</summary>
public sealed class InvarianceLaws : LawBook
{
    [Law("σ(Aᵀ) = σ(A)")]
    [Property]
    public Property Transposition_keeps_the_spectrum(AnyMatrix m) => Claims.Same(SingularValues(m.A.Transpose()), SingularValues(m.A));

    [Law("σ(PA) = σ(A) for signed permutations P")]
    [Property]
    public Property Signed_row_permutations_keep_the_spectrum(AnyMatrix m, Turn turn) =>
        Claims.Same(SingularValues(turn.Permuted(m.A)), SingularValues(m.A));

    [Law("S_p(AQ) = S_p(A) for signed permutations Q")]
    [Property]
    public Property Signed_column_permutations_keep_every_Schatten_sum(AnyMatrix m, Turn turn, Exponent p) =>
        Claims.Same(SchattenSum(turn.Permuted(m.A.Transpose()).Transpose(), p.Value), SchattenSum(m.A, p.Value));

    [Law("S_p(HA) = S_p(A) for exact Householder reflections H")]
    [Property]
    public Property Reflections_keep_every_Schatten_sum(GridMatrix m, Turn turn, Exponent p) =>
        Claims.Same(SchattenSum(turn.Apply(m.A), p.Value), SchattenSum(m.A, p.Value));

    [Law("Σ_{i≤k} σᵢ(AH) = Σ_{i≤k} σᵢ(A) for exact Householder reflections H")]
    [Property]
    public Property Reflections_keep_every_Ky_Fan_norm(GridMatrix m, Turn turn, Weight w)
    {
        int k = 1 + (int)(w.Value * new Rational(m.A.MinimumDimension - 1, 1)).Floor();
        return Claims.Same(KyFan(turn.Apply(m.A.Transpose()).Transpose(), k), KyFan(m.A, k));
    }

    [Law("‖HA‖_F²/‖HA‖² = ‖A‖_F²/‖A‖² for exact Householder reflections H")]
    [Property]
    public Property Reflections_keep_the_stable_rank(GridMatrix m, Turn turn) => IsZero(m.A)
        ? Claims.Nothing
        : Claims.Same(StableRank(turn.Apply(m.A)), StableRank(m.A));

    [Law("rank(UA) = rank(A) for a row operation U")]
    [Property]
    public Property Row_operations_keep_the_rank(GridMatrix m, Weight w)
    {
        int source = (int)(w.Value * new Rational(m.A.Rows - 1, 1)).Floor(), target = (source + 1) % m.A.Rows;
        return source == target
            ? Claims.Nothing
            : Claims.Same(
                Rank(Exactly.Create(m.A.Rows, m.A.Columns, (i, j) => i == target ? m.A[i, j] + (3 * m.A[source, j]) : m.A[i, j])),
                Rank(m.A));
    }

    [Law("σ(2^k A) = 2^k σ(A), at every scale")]
    [Property]
    public Property Spectrum_scales_with_the_matrix(GridMatrix m, Weight w)
    {
        int k = Exponent(w);
        Real factor = Rational.Of(double.ScaleB(1, k));
        return Claims.Same(SingularValues(Exactly.Scaled(m.A, double.ScaleB(1, k))), [.. SingularValues(m.A).Select(x => factor * x)]);
    }

    [Law("rank(2^k A) = rank(A), at every scale")]
    [Property]
    public Property Rank_does_not_depend_on_scale(GridMatrix m, Weight w) =>
        Claims.Same(Rank(Exactly.Scaled(m.A, double.ScaleB(1, Exponent(w)))), Rank(m.A));

    [Law("The stable rank of 2^k A is that of A")]
    [Property]
    public Property Stable_rank_does_not_depend_on_scale(GridMatrix m, Weight w) => IsZero(m.A)
        ? Claims.Nothing
        : Claims.Same(StableRank(Exactly.Scaled(m.A, double.ScaleB(1, Exponent(w)))), StableRank(m.A));

    [Law("S_p(2^k A) = 2^{kp} S_p(A)")]
    [Property]
    public Property Schatten_sum_is_homogeneous_of_its_exponent(GridMatrix m, Exponent p, Weight w)
    {
        int k = Exponent(w) / 100;
        return Claims.Same(
            SchattenSum(Exactly.Scaled(m.A, double.ScaleB(1, k)), p.Value),
            ((Real)2).Pow(p.Value * new Rational(k, 1)) * SchattenSum(m.A, p.Value));
    }

    [Law("Zero rows change no Schatten sum")]
    [Property]
    public Property Zero_rows_change_nothing(GridMatrix m, Exponent p) =>
        Claims.Same(SchattenSum(Exactly.Block(m.A, m.A.Rows + 1, m.A.Columns), p.Value), SchattenSum(m.A, p.Value));

    [Law("Cauchy: σ_{i+1}(A) ≤ σᵢ(A less a row) ≤ σᵢ(A)")]
    [Property]
    public Property Singular_values_interlace_when_a_row_goes(GridMatrix m)
    {
        Matrix a = m.A.Rows > 1 ? m.A : Exactly.DirectSum(m.A, m.A);
        Real[] whole = SingularValues(a), part = SingularValues(Exactly.Block(a, a.Rows - 1, a.Columns));
        return Claims.All(part.Select((x, i) => Claims.All(
            Claims.AtMost(x, whole[i]), i + 1 < whole.Length ? Claims.AtMost(whole[i + 1], x) : Claims.Nothing)));
    }

    [Law("S_p(A less a row) ≤ S_p(A)")]
    [Property]
    public Property No_Schatten_sum_grows_when_a_row_goes(GridMatrix m, Exponent p)
    {
        Matrix a = m.A.Rows > 1 ? m.A : Exactly.DirectSum(m.A, m.A);
        return Claims.AtMost(SchattenSum(Exactly.Block(a, a.Rows - 1, a.Columns), p.Value), SchattenSum(a, p.Value));
    }

    [Law("The row norms of A are the column norms of Aᵀ")]
    [Property]
    public Property Transposition_exchanges_row_and_column_norms(AnyMatrix m) => Claims.Same(ColumnNorm21(m.A), RowNorm21(m.A.Transpose()));

    // From −900 to 900, so that entries stay normal numbers.
    private static int Exponent(Weight w) => -900 + (int)(w.Value * new Rational(1800, 1)).Floor();
}
