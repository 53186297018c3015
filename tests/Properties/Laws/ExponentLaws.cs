namespace LowRank.Verify.Properties;

/// <summary>Schatten sums and (quasi-)norms of one matrix as functions of the exponent.</summary>
public sealed class ExponentLaws : LawBook
{
    [Law("‖A‖_q ≤ ‖A‖_p for p ≤ q")]
    [Property]
    public Property Norm_does_not_rise_with_the_exponent(AnyMatrix m, Exponent p, Exponent q) =>
        Claims.AtMost(SchattenNorm(m.A, Greater(p, q)), SchattenNorm(m.A, Less(p, q)));

    [Law("S_q/σ₁^q ≤ S_p/σ₁^p for p ≤ q")]
    [Property]
    public Property Ratio_sum_does_not_rise_with_the_exponent(AnyMatrix m, Exponent p, Exponent q) => IsZero(m.A)
        ? Claims.Nothing
        : Claims.AtMost(RatioSum(m.A, Greater(p, q)), RatioSum(m.A, Less(p, q)));

    [Law("Lyapunov: S_{(1−t)p+tq} ≤ S_p^{1−t} S_q^t, log-convexity in p")]
    [Property]
    public Property Sum_is_log_convex_in_the_exponent(AnyMatrix m, Exponent p, Exponent q, Weight t) => Claims.AtMost(
        SchattenSum(m.A, (t.Rest * p.Value) + (t.Value * q.Value)),
        SchattenSum(m.A, p.Value).Pow(t.Rest) * SchattenSum(m.A, q.Value).Pow(t.Value));

    [Law("Interpolation: ‖A‖_r ≤ ‖A‖_p^{1−t} ‖A‖_q^t for 1/r = (1−t)/p + t/q")]
    [Property]
    public Property Norms_interpolate(AnyMatrix m, Exponent p, Exponent q, Weight t) => Claims.AtMost(
        SchattenNorm(m.A, Rational.One / ((t.Rest / p.Value) + (t.Value / q.Value))),
        SchattenNorm(m.A, p.Value).Pow(t.Rest) * SchattenNorm(m.A, q.Value).Pow(t.Value));

    [Law("Hölder: ‖A‖_p ≤ rank(A)^{1/p−1/q} ‖A‖_q for p ≤ q")]
    [Property]
    public Property Norm_of_a_lower_exponent_is_held_by_the_rank(AnyMatrix m, Exponent p, Exponent q) => Claims.AtMost(
        SchattenNorm(m.A, Less(p, q)),
        Rank(m.A).Pow((Rational.One / Less(p, q)) - (Rational.One / Greater(p, q))) * SchattenNorm(m.A, Greater(p, q)));

    [Law("r σ_r^p ≤ S_p ≤ r σ₁^p for r = rank(A)")]
    [Property]
    public Property Sum_lies_between_the_rank_times_two_powers(GridMatrix m, Exponent p)
    {
        if (IsZero(m.A))
        {
            return Claims.Nothing;
        }

        int rank = Exactly.Eliminate(m.A).Rank;
        Real[] values = SingularValues(m.A);
        Real sum = SchattenSum(m.A, p.Value);
        return Claims.All(
            Claims.AtMost((Real)rank * values[rank - 1].Pow(p.Value), sum),
            Claims.AtMost(sum, (Real)rank * values[0].Pow(p.Value)));
    }

    [Law("|S_p − rank(A)| < 1/2 for p = 2^−60: the limit p → 0")]
    [Property]
    public Property Sum_tends_to_the_rank(AnyMatrix m)
    {
        // |σ^p − 1| ≤ p|ln σ|·max(1, σ^p) < 2^−60·800·2 a value, for 40 values far below 1/2.
        Rational tiny = new(1, System.Numerics.BigInteger.One << 60);
        return Claims.Below(Real.Abs(SchattenSum(m.A, tiny) - Rank(m.A)), new Rational(1, 2));
    }

    [Law("S_0 = rank(A)")]
    [Property]
    public Property Sum_at_exponent_0_is_the_rank(AnyMatrix m) => Claims.Same(SchattenSum(m.A, Rational.Zero), Rank(m.A));

    [Law("‖A‖_1 is the nuclear norm")]
    [Property]
    public Property Norm_at_exponent_1_is_the_nuclear_norm(AnyMatrix m) => Claims.Same(SchattenNorm(m.A, Rational.One), NuclearNorm(m.A));

    [Law("‖A‖_2 is the Frobenius norm")]
    [Property]
    public Property Norm_at_exponent_2_is_the_Frobenius_norm(AnyMatrix m) =>
        Claims.Same(SchattenNorm(m.A, new Rational(2, 1)), FrobeniusNorm(m.A));

    [Law("S_2 = Σ a_ij², exactly")]
    [Property]
    public Property Sum_at_exponent_2_is_the_sum_of_squares(AnyMatrix m) =>
        Claims.Contains(SchattenSum(m.A, new Rational(2, 1)), Exactly.SumOfSquares(m.A));

    [Law("S_{2k} = tr (AᵀA)^k, exactly")]
    [Property(MaxTest = 40)]
    public Property Sum_at_an_even_exponent_is_a_trace(GridMatrix m, Exponent k)
    {
        Matrix a = m.A.Columns <= 12 ? m.A : Exactly.Block(m.A, m.A.Rows, 12);
        int power = 1 + (int)(k.Value.Floor() % 4);
        return Claims.Contains(SchattenSum(a, new Rational(2 * power, 1)), Exactly.TraceOfGramPower(a, power));
    }

    [Law("S_q ≤ S_p for p ≤ q where ‖A‖ ≤ 1")]
    [Property]
    public Property Sum_of_a_contraction_does_not_rise_with_the_exponent(GridMatrix m, Exponent p, Exponent q)
    {
        double size = Math.Sqrt(m.A.Values.Sum(x => x * x));
        Matrix contraction = Exactly.Scaled(m.A, size == 0 ? 1 : double.ScaleB(1, -1 - Math.ILogB(size)));
        return Claims.AtMost(SchattenSum(contraction, Greater(p, q)), SchattenSum(contraction, Less(p, q)));
    }

    [Law("σ₁ ≤ ‖A‖_p ≤ rank(A)^{1/p} σ₁: the limit p → ∞")]
    [Property]
    public Property Norm_lies_above_the_spectral_norm(AnyMatrix m, Exponent p)
    {
        Real norm = SchattenNorm(m.A, p.Value);
        return Claims.All(
            Claims.AtMost(SpectralNorm(m.A), norm),
            Claims.AtMost(norm, Rank(m.A).Pow(Rational.One / p.Value) * SpectralNorm(m.A)));
    }

    [Law("1 ≤ ‖A‖_F²/σ₁² ≤ rank(A)")]
    [Property]
    public Property Stable_rank_lies_between_1_and_the_rank(AnyMatrix m) => IsZero(m.A)
        ? Claims.Nothing
        : Claims.All(Claims.AtMost(1, StableRank(m.A)), Claims.AtMost(StableRank(m.A), Rank(m.A)));

    [Law("Cauchy–Schwarz: ‖A‖_*² ≤ rank(A) ‖A‖_F²")]
    [Property]
    public Property Nuclear_norm_is_held_by_rank_and_Frobenius_norm(AnyMatrix m) =>
        Claims.AtMost(NuclearNorm(m.A) * NuclearNorm(m.A), Rank(m.A) * Exactly.SumOfSquares(m.A));

    [Law("‖A‖_F² ≤ σ₁ ‖A‖_*")]
    [Property]
    public Property Sum_of_squares_is_held_by_spectral_and_nuclear_norm(AnyMatrix m) =>
        Claims.AtMost(Exactly.SumOfSquares(m.A), SpectralNorm(m.A) * NuclearNorm(m.A));

    private static Rational Less(Exponent p, Exponent q) => p.Value < q.Value ? p.Value : q.Value;

    private static Rational Greater(Exponent p, Exponent q) => p.Value < q.Value ? q.Value : p.Value;
}
