namespace LowRank.Verify.Properties;

/// <summary>The exact rank, and the ranges of what is stored with rounding.</summary>
public sealed class RankLaws : LawBook
{
    [Law("rank(A) by elimination over the rationals, exactly")]
    [Property]
    public Property Rank_is_that_of_exact_elimination(AnyMatrix m)
    {
        Matrix a = Exactly.Block(m.A, Math.Min(10, m.A.Rows), Math.Min(10, m.A.Columns));
        return Claims.Contains(Rank(a), new Rational(Exactly.Eliminate(a).Rank, 1));
    }

    [Law("rank(A) counts the singular values that are not 0")]
    [Property]
    public Property Rank_counts_the_nonzero_singular_values(AnyMatrix m)
    {
        Real[] values = SingularValues(m.A);
        int least = values.Count(x => x.Enclosure.Lower.Sign > 0), most = values.Count(x => x.Enclosure.Upper.Sign > 0);
        return Claims.All(Claims.AtMost(least, Rank(m.A)), Claims.AtMost(Rank(m.A), most));
    }

    [Law("rank(XY) ≤ k for X with k columns")]
    [Property]
    public Property Factors_of_inner_dimension_k_have_rank_at_most_k(Chain m)
    {
        Matrix x = Exactly.Block(m.A, m.A.Rows, Math.Min(2, m.A.Columns));
        return Claims.AtMost(Rank(Exactly.Product(x, Exactly.Block(m.B, x.Columns, m.B.Columns))), x.Columns);
    }

    [Law("Weyl: |σᵢ(A′) − σᵢ(A)| ≤ δ for every A′ that rounds to A")]
    [Property]
    public Property Storage_radius_holds_for_what_rounds_to_the_same(AnyMatrix m, Weight w)
    {
        (Matrix stored, Matrix other) = Neighbours(m, w);
        Real radius = StorageRadius(stored);
        return Claims.All(SingularValues(stored).Zip(SingularValues(other), (a, b) => Claims.AtMost(Real.Abs(a - b), radius)));
    }

    [Law("The storage range of S_p contains S_p(A′) for every A′ that rounds to A")]
    [Property]
    public Property Storage_range_holds_for_what_rounds_to_the_same(AnyMatrix m, Weight w, Exponent p)
    {
        (Matrix stored, Matrix other) = Neighbours(m, w);
        (Real lower, Real upper) = StorageRange("schatten-sum", stored, p.Value);
        Real sum = SchattenSum(other, p.Value);
        return Claims.All(Claims.AtMost(lower, sum), Claims.AtMost(sum, upper));
    }

    [Law("The storage range of the Ky Fan norm contains that of the stored matrix")]
    [Property]
    public Property Storage_range_contains_the_stored_value(AnyMatrix m)
    {
        Matrix stored = Single(m.A);
        (Real lower, Real upper) = StorageRange("ky-fan-norm", stored, new Rational(1, 1));
        return Claims.All(Claims.AtMost(lower, KyFan(stored, 1)), Claims.AtMost(KyFan(stored, 1), upper));
    }

    [Law("The storage rank is at most the rank")]
    [Property]
    public Property Storage_rank_is_at_most_the_rank(AnyMatrix m)
    {
        Matrix stored = Single(m.A);
        return Claims.AtMost(StorageRank(stored), Rank(stored));
    }

    // As stored in float32: beyond its range the entries end at half of the greatest number.
    private static Matrix Single(Matrix a) =>
        Exactly.Create(
            a.Rows, a.Columns, (i, j) => Math.Clamp((float)a[i, j], float.MinValue / 2, float.MaxValue / 2), StorageType.Float32);

    // A matrix in float32 and another in doubles that rounds to it: every entry moves by the same share of its half-ulp.
    private static (Matrix Stored, Matrix Other) Neighbours(AnyMatrix m, Weight w)
    {
        Matrix stored = Single(m.A);
        double share = 0.9375 * w.Value.ToDouble();
        return (stored, Exactly.Create(stored.Rows, stored.Columns, (i, j) =>
        {
            float x = (float)stored[i, j];
            return x + (share * 0.5 * ((double)MathF.BitIncrement(Math.Abs(x)) - Math.Abs(x)));
        }));
    }
}
