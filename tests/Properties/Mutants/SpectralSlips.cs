using static LowRank.Verify.Properties.LawBook;
using static LowRank.Verify.Properties.Mutants.Slip;

namespace LowRank.Verify.Properties.Mutants;

/// <summary>Mistakes in the quantities of one matrix: what loose code does to them.</summary>
internal static class SpectralSlips
{
    private const string Sum = "spectra/schatten-sum";
    private const string Norm = "spectra/schatten-norm";
    private const string Spectral = "spectra/spectral-norm";
    private const string Frobenius = "spectra/frobenius-norm";
    private const string Nuclear = "spectra/nuclear-norm";
    private const string KyFanNorm = "spectra/ky-fan-norm";
    private const string RankOf = "spectra/rank";
    private const string Stable = "spectra/stable-rank";

    private static readonly Rational Two = new(2, 1);

    public static IReadOnlyList<Slip> OfExponents { get; } =
    [
        new(
            nameof(ExponentLaws.Norm_does_not_rise_with_the_exponent),
            "the norm is the sum: no root is taken",
            Number(Norm, c => c.SchattenSum(c.A, c.P))),
        new(
            nameof(ExponentLaws.Ratio_sum_does_not_rise_with_the_exponent),
            "the sum is divided by σ₁, not by its power",
            Number("spectra/schatten-ratio-sum", c => c.SchattenSum(c.A, c.P) / c.SpectralNorm(c.A))),
        new(
            nameof(ExponentLaws.Sum_is_log_convex_in_the_exponent),
            "the exponent passes through an integer",
            Exponent(Sum, p => Rational.Of(p.Ceiling()))),
        new(
            nameof(ExponentLaws.Norms_interpolate),
            "σ₁ stands for every norm of exponent 4 and more",
            Number(Norm, c => c.P >= new Rational(4, 1) ? c.SpectralNorm(c.A) : c.Value)),
        new(
            nameof(ExponentLaws.Norm_of_a_lower_exponent_is_held_by_the_rank),
            "the rank counts from 0",
            Number(RankOf, c => IsZero(c.A) ? c.Value : c.Value - 1)),
        new(nameof(ExponentLaws.Sum_lies_between_the_rank_times_two_powers), "exponent 2p", Exponent(Sum, p => p * Two)),
        new(
            nameof(ExponentLaws.Sum_tends_to_the_rank),
            "0^p counts as 1 when p is tiny",
            Number(Sum, c => c.P < new Rational(1, 1 << 30) ? c.A.MinimumDimension : c.Value)),
        new(
            nameof(ExponentLaws.Sum_at_exponent_0_is_the_rank),
            "at p = 0 the rows that are not 0 are counted",
            Number(Sum, c => c.P.Sign == 0 ? NonzeroRows(c.A) : c.Value)),
        new(
            nameof(ExponentLaws.Norm_at_exponent_1_is_the_nuclear_norm),
            "the nuclear norm is the sum of absolute entries",
            Number(Nuclear, c => Entrywise(c.A, Rational.One))),
        new(
            nameof(ExponentLaws.Norm_at_exponent_2_is_the_Frobenius_norm),
            "the Frobenius norm is its square",
            Number(Frobenius, c => c.Value * c.Value)),
        new(
            nameof(ExponentLaws.Sum_at_exponent_2_is_the_sum_of_squares),
            "the sum is kept in float32",
            Number(Sum, c => InSingle(c.Value))),
        new(
            nameof(ExponentLaws.Sum_at_an_even_exponent_is_a_trace),
            "one factor short at exponents of 4 and more",
            Exponent(Sum, p => p >= new Rational(4, 1) ? p - Two : p)),
        new(
            nameof(ExponentLaws.Sum_of_a_contraction_does_not_rise_with_the_exponent),
            "the sum times p, as its derivative has it",
            Number(Sum, c => (Real)c.P * c.Value)),
        new(
            nameof(ExponentLaws.Norm_lies_above_the_spectral_norm),
            "the Frobenius norm for the spectral norm",
            Number(Spectral, c => c.FrobeniusNorm(c.A))),
        new(
            nameof(ExponentLaws.Stable_rank_lies_between_1_and_the_rank),
            "numerator and denominator exchanged",
            Number(Stable, c => (Real)1 / c.Value)),
        new(
            nameof(ExponentLaws.Nuclear_norm_is_held_by_rank_and_Frobenius_norm),
            "every singular value counted twice",
            Number(Nuclear, c => (Real)2 * c.Value)),
        new(
            nameof(ExponentLaws.Sum_of_squares_is_held_by_spectral_and_nuclear_norm),
            "the greatest entry for the spectral norm",
            Number(Spectral, c => LargestEntry(c.A))),
    ];

    public static IReadOnlyList<Slip> OfSums { get; } =
    [
        new(nameof(SumLaws.Quasi_triangle_inequality), "the norm is squared", Number(Norm, c => c.Value * c.Value)),
        new(nameof(SumLaws.Sum_of_powers_is_subadditive), "exponent 2p", Exponent(Sum, p => p * Two)),
        new(
            nameof(SumLaws.Triangle_inequality),
            "the root is a square root whatever the exponent",
            Number(Norm, c => Real.Sqrt(c.SchattenSum(c.A, c.P)))),
        new(
            nameof(SumLaws.Reverse_triangle_inequality),
            "the norm is weighed with the stable rank",
            Number(Norm, c => IsZero(c.A) ? c.Value : c.StableRank(c.A) * c.Value)),
        new(nameof(SumLaws.Clarkson_inequality_above), "exponent p + 1", Exponent(Sum, p => p + Rational.One)),
        new(nameof(SumLaws.Clarkson_inequality_below), "exponent p/2", Exponent(Sum, p => p / Two)),
        new(nameof(SumLaws.Parallelogram_law), "the nuclear norm for the Frobenius norm", Number(Frobenius, c => c.NuclearNorm(c.A))),
        new(nameof(SumLaws.Rank_is_subadditive), "the rank of A⊗A", Number(RankOf, c => c.Value * c.Value)),
        new(
            nameof(SumLaws.Ky_Fan_norms_are_subadditive),
            "squared singular values are added up",
            Number(KyFanNorm, c => Real.Sum(c.Values.Take(c.K).Select(x => x * x)))),
        new(nameof(SumLaws.Weyl_inequality), "singular values in ascending order", Spectrum((_, s) => s.Reverse())),
        new(
            nameof(SumLaws.Weyl_perturbation_bound),
            "eigenvalues of the Gram matrix, the root forgotten",
            Spectrum((_, s) => s.Select(x => x * x))),
        new(
            nameof(SumLaws.Mirsky_bound_in_the_Frobenius_norm),
            "the Frobenius norm in the place of σ₁",
            Spectrum((a, s) => s.Select((x, i) => i == 0 ? Real.Sqrt(Exactly.SumOfSquares(a)) : x))),
        new(
            nameof(SumLaws.Mirsky_bound_in_Ky_Fan_norms),
            "the sum starts at the second value",
            Number(KyFanNorm, c => Real.Sum(c.Values.Skip(1).Take(c.K)))),
        new(
            nameof(SumLaws.Sums_add_over_a_direct_sum),
            "the mean of the powers, not their sum",
            Number(Sum, c => c.Value / c.A.MinimumDimension)),
        new(
            nameof(SumLaws.Spectra_merge_over_a_direct_sum),
            "equal values are listed once",
            Spectrum((_, s) => Padded(s.Where((x, i) => i == 0 || !x.Enclosure.Overlaps(s[i - 1].Enclosure)), s.Length))),
        new(
            nameof(SumLaws.Ranks_add_over_a_direct_sum),
            "never more than 3",
            Number(RankOf, c => c.Value.Enclosure.Lower > BigFloat.Of(3L) ? 3 : c.Value)),
        new(
            nameof(SumLaws.Sums_multiply_over_a_Kronecker_product),
            "0^p counts as 1",
            Number(Sum, c => c.Value + c.A.MinimumDimension - c.Rank(c.A))),
        new(
            nameof(SumLaws.Repeated_columns_scale_the_spectrum),
            "repeated columns are dropped",
            Of("spectra/singular-values", DistinctColumns)),
        new(
            nameof(SumLaws.Squared_Frobenius_norms_add_over_blocks),
            "the mean over columns, not the sum",
            Number(Frobenius, c => c.Value / Real.Sqrt(c.A.Columns))),
    ];

    public static IReadOnlyList<Slip> OfProducts { get; } =
    [
        new(
            nameof(ProductLaws.Spectral_norm_is_submultiplicative),
            "the greatest row norm for the spectral norm",
            Number(Spectral, c => Real.Sqrt(Enumerable.Range(0, c.A.Rows).Select(i => Exactly.RowSquare(c.A, i)).Max()))),
        new(nameof(ProductLaws.Schatten_norms_are_ideal), "the least singular value for the greatest", Number(Spectral, c => c.Values[^1])),
        new(
            nameof(ProductLaws.Schatten_Hölder_inequality),
            "the root is a square root whatever the exponent",
            Number(Norm, c => Real.Sqrt(c.SchattenSum(c.A, c.P)))),
        new(
            nameof(ProductLaws.Horn_inequality),
            "singular values normalised to sum 1",
            Spectrum((_, s) => s.Select(x => s[0].Enclosure.Upper.IsZero ? x : x / Real.Sum(s)))),
        new(
            nameof(ProductLaws.Weyl_inequality_for_products),
            "singular values divided by the greatest",
            Spectrum((_, s) => s.Select(x => s[0].Enclosure.Upper.IsZero ? x : x / s[0]))),
        new(
            nameof(ProductLaws.Rank_of_a_product_is_at_most_each),
            "full rank is taken for granted",
            Number(RankOf, c => c.A.MinimumDimension)),
        new(
            nameof(ProductLaws.Sylvester_rank_inequality),
            "both signs of every singular value are counted",
            Number(RankOf, c => (Real)2 * c.Value)),
        new(
            nameof(ProductLaws.Trace_is_held_by_spectral_and_nuclear_norm),
            "divided by the root of the rank",
            Number(Nuclear, c => IsZero(c.A) ? c.Value : c.Value / Real.Sqrt(c.Rank(c.A)))),
        new(
            nameof(ProductLaws.Von_Neumann_trace_inequality),
            "the last value is dropped",
            Spectrum((_, s) => Padded(s.SkipLast(1), s.Length))),
        new(
            nameof(ProductLaws.Trace_Hölder_inequality),
            "the root of the next exponent",
            Number(Norm, c => c.SchattenSum(c.A, c.P).Pow(Rational.One / (c.P + Rational.One)))),
        new(
            nameof(ProductLaws.Gram_matrix_squares_the_spectrum),
            "values below a twentieth of the greatest are cut",
            Spectrum((_, s) => s.Select(x => x.Enclosure.Upper < (s[0] / 20).Enclosure.Lower ? 0 : x))),
        new(
            nameof(ProductLaws.Gram_matrix_halves_the_exponent),
            "the exponent passes through an integer",
            Exponent(Sum, p => Rational.Of(p.Floor()))),
        new(
            nameof(ProductLaws.Jordan_Wielandt_matrix_doubles_the_spectrum),
            "of symmetric matrices the positive eigenvalues only",
            Spectrum((a, s) => IsSymmetric(a) ? Padded(s.Take(s.Length / 2), s.Length) : s)),
        new(
            nameof(ProductLaws.Spectral_norm_of_an_outer_product),
            "the greatest column norm for the spectral norm",
            Number(Spectral, c => Real.Sqrt(Enumerable.Range(0, c.A.Columns).Select(j => Exactly.RowSquare(c.A.Transpose(), j)).Max()))),
    ];

    public static IReadOnlyList<Slip> OfApproximation { get; } =
    [
        new(
            nameof(ApproximationLaws.Eckart_Young_in_the_spectral_norm),
            "σ_k for σ_{k+1}: indices from 1 in code that counts from 0",
            Spectrum((_, s) => s.Select((_, i) => s[Math.Max(0, i - 1)]))),
        new(
            nameof(ApproximationLaws.Eckart_Young_in_the_Frobenius_norm),
            "every value is the mean of all",
            Spectrum((_, s) => s.Select(_ => Real.Sum(s) / s.Length))),
        new(
            nameof(ApproximationLaws.Eckart_Young_in_every_Schatten_norm),
            "the least value is left out of the sum",
            Number(Sum, c => IsZero(c.A) ? c.Value : c.Value - c.Values.Last(x => x.Enclosure.Lower.Sign > 0).Pow(c.P))),
        new(
            nameof(ApproximationLaws.Truncation_leaves_the_next_singular_value),
            "the greatest row sum for the spectral norm",
            Number(Spectral, c => Exactly.LargestRowSum(c.A))),
        new(nameof(ApproximationLaws.Truncation_leaves_the_tail_of_the_sum), "exponent p + 1", Exponent(Sum, p => p + Rational.One)),
        new(
            nameof(ApproximationLaws.Planted_spectrum_is_enclosed),
            "one part in a million too large",
            Spectrum((_, s) => s.Select(x => x * new Rational(1_000_001, 1_000_000)))),
        new(
            nameof(ApproximationLaws.No_vector_is_stretched_beyond_the_spectral_norm),
            "one step of power iteration from the vector of ones",
            Number(Spectral, c => OneStep(c.A))),
        new(
            nameof(ApproximationLaws.No_vector_is_shrunk_below_the_least_singular_value),
            "every value is the mean of all",
            Spectrum((_, s) => s.Select(_ => Real.Sum(s) / s.Length))),
        new(
            nameof(ApproximationLaws.Every_row_is_at_most_the_spectral_norm),
            "the greatest entry for the spectral norm",
            Number(Spectral, c => LargestEntry(c.A))),
        new(
            nameof(ApproximationLaws.Spectral_norm_is_held_by_row_and_column_sums),
            "the Frobenius norm for the spectral norm",
            Number(Spectral, c => c.FrobeniusNorm(c.A))),
        new(
            nameof(ApproximationLaws.Product_of_the_singular_values_is_the_determinant),
            "a ridge of 2^−10 is added",
            Spectrum((_, s) => s.Select(x => x + new Rational(1, 1024)))),
        new(
            nameof(ApproximationLaws.Squared_singular_values_add_up_to_the_squared_entries),
            "values are kept in float32",
            Spectrum((_, s) => s.Select(InSingle))),
        new(
            nameof(ApproximationLaws.Any_transversal_is_at_most_the_Ky_Fan_norm),
            "the diagonal for the singular values",
            Number(KyFanNorm, c => Diagonal(c.A, c.K))),
        new(
            nameof(ApproximationLaws.Ky_Fan_norms_are_concave),
            "the smallest values are added up",
            Number(KyFanNorm, c => Real.Sum(c.Values.Reverse().Take(c.K)))),
        new(
            nameof(ApproximationLaws.First_Ky_Fan_norm_is_the_spectral_norm),
            "k values for k − 1: the first sum is empty",
            Number(KyFanNorm, c => Real.Sum(c.Values.Take(c.K - 1)))),
        new(
            nameof(ApproximationLaws.Last_Ky_Fan_norm_is_the_nuclear_norm),
            "never more than two values",
            Number(KyFanNorm, c => Real.Sum(c.Values.Take(Math.Min(2, c.K))))),
        new(
            nameof(ApproximationLaws.Sum_of_row_norms_is_held_by_the_Frobenius_norm),
            "squares of the row norms are added up",
            Number("spectra/row-norm-21", c => Exactly.SumOfSquares(c.A))),
    ];

    public static IReadOnlyList<Slip> OfInvariance { get; } =
    [
        new(
            nameof(InvarianceLaws.Transposition_keeps_the_spectrum),
            "a wide matrix loses its last value",
            Spectrum((a, s) => a.Columns > a.Rows ? Padded(s.SkipLast(1), s.Length) : s)),
        new(
            nameof(InvarianceLaws.Signed_row_permutations_keep_the_spectrum),
            "negative entries are cut",
            Of("spectra/singular-values", a => Exactly.Create(a.Rows, a.Columns, (i, j) => Math.Max(0, a[i, j]), a.Storage))),
        new(
            nameof(InvarianceLaws.Signed_column_permutations_keep_every_Schatten_sum),
            "the first column is left out",
            Of(Sum, a => Exactly.Create(a.Rows, a.Columns, (i, j) => j == 0 ? 0 : a[i, j], a.Storage))),
        new(
            nameof(InvarianceLaws.Reflections_keep_every_Schatten_sum),
            "powers of entries for powers of singular values",
            Number(Sum, c => Entrywise(c.A, c.P))),
        new(
            nameof(InvarianceLaws.Reflections_keep_every_Ky_Fan_norm),
            "column norms for singular values",
            Number(KyFanNorm, c => Real.Sum(Enumerable.Range(0, c.A.Columns)
                .Select(j => Exactly.RowSquare(c.A.Transpose(), j)).OrderDescending().Take(c.K).Select(x => Real.Sqrt(x))))),
        new(
            nameof(InvarianceLaws.Reflections_keep_the_stable_rank),
            "the greatest entry in the denominator",
            Number(Stable, c => Exactly.SumOfSquares(c.A) / (LargestEntry(c.A) * LargestEntry(c.A)))),
        new(
            nameof(InvarianceLaws.Row_operations_keep_the_rank),
            "rows that are not 0 are counted",
            Number(RankOf, c => Math.Min(NonzeroRows(c.A), c.A.Columns))),
        new(
            nameof(InvarianceLaws.Spectrum_scales_with_the_matrix),
            "values below 1e−10 are cut, whatever the scale",
            Spectrum((_, s) => s.Select(x => x.Enclosure.Upper < BigFloat.Of(1e-10) ? 0 : x))),
        new(
            nameof(InvarianceLaws.Rank_does_not_depend_on_scale),
            "values above 1e−10 are counted, whatever the scale",
            Number(RankOf, c => c.Values.Count(x => x.Enclosure.Upper > BigFloat.Of(1e-10)))),
        new(
            nameof(InvarianceLaws.Stable_rank_does_not_depend_on_scale),
            "1e−12 is added to the denominator",
            Number(Stable, c => Exactly.SumOfSquares(c.A) / ((c.SpectralNorm(c.A) * c.SpectralNorm(c.A)) + Rational.Of(1e-12)))),
        new(
            nameof(InvarianceLaws.Schatten_sum_is_homogeneous_of_its_exponent),
            "the exponent p for 2p below σ = 1",
            Number(Sum, c => Real.Sum(c.Values.Where(x => x.Enclosure.Lower.Sign > 0)
                .Select(x => x.Pow(x.Enclosure.Upper < BigFloat.One ? c.P * Two : c.P))))),
        new(nameof(InvarianceLaws.Zero_rows_change_nothing), "columns are centred first", Of(Sum, Centred)),
        new(
            nameof(InvarianceLaws.Singular_values_interlace_when_a_row_goes),
            "divided by the root of the number of rows",
            Spectrum((a, s) => s.Select(x => x / Real.Sqrt(a.Rows)))),
        new(
            nameof(InvarianceLaws.No_Schatten_sum_grows_when_a_row_goes),
            "the mean over rows, not the sum",
            Number(Sum, c => c.Value / c.A.Rows)),
        new(
            nameof(InvarianceLaws.Transposition_exchanges_row_and_column_norms),
            "the wrong axis",
            Number("spectra/column-norm-21", c => c.RowNorm21(c.A))),
    ];

    public static IReadOnlyList<Slip> OfRanks { get; } =
    [
        new(
            nameof(RankLaws.Rank_is_that_of_exact_elimination),
            "values below 1e−6 of the greatest do not count",
            Number(RankOf, c => c.Values.Count(x => x.Enclosure.Lower > (c.Values[0] * Rational.Of(1e-6)).Enclosure.Upper))),
        new(
            nameof(RankLaws.Rank_counts_the_nonzero_singular_values),
            "rounding noise counts once",
            Number(RankOf, c => Math.Min(c.A.MinimumDimension, (int)c.Value.Enclosure.Midpoint + 1))),
        new(
            nameof(RankLaws.Factors_of_inner_dimension_k_have_rank_at_most_k),
            "full rank is taken for granted",
            Number(RankOf, c => c.A.MinimumDimension)),
        new(
            nameof(RankLaws.Storage_radius_holds_for_what_rounds_to_the_same),
            "the radius of float64 for a matrix in float32",
            Of("spectra/storage-radius", a => new Matrix(a.Rows, a.Columns, a.Values))),
        new(
            nameof(RankLaws.Storage_range_holds_for_what_rounds_to_the_same),
            "the range of float64 for a matrix in float32",
            Of("spectra/storage-schatten-sum", a => new Matrix(a.Rows, a.Columns, a.Values))),
        new(nameof(RankLaws.Storage_range_contains_the_stored_value), "the lower end is the upper one", honest => honest with
        {
            Evaluate = (id, inputs, digits) => honest.Evaluate(id, inputs, digits) is var value
                && id == "spectra/storage-ky-fan-norm" && value is Shaped<CertifiedNumber>.Named named
                ? new Shaped<CertifiedNumber>.Named(named.Parts.ToDictionary(part => part.Key, _ => named.Parts["upper"],
                    StringComparer.Ordinal))
                : value,
        }),
        new(
            nameof(RankLaws.Storage_rank_is_at_most_the_rank),
            "rows that are not 0 are counted",
            Number("spectra/storage-rank", c => Math.Min(NonzeroRows(c.A), c.A.Columns))),
    ];

    private static int NonzeroRows(Matrix a) => Enumerable.Range(0, a.Rows).Count(i => Exactly.RowSquare(a, i).Sign > 0);

    private static Rational LargestEntry(Matrix a) => Rational.Of(a.Values.Max(Math.Abs));

    private static Real Entrywise(Matrix a, Rational p) =>
        Real.Sum(a.Values.Where(x => x != 0).Select(x => ((Real)Rational.Of(Math.Abs(x))).Pow(p)));

    private static Real Diagonal(Matrix a, int k) => Enumerable.Range(0, a.MinimumDimension).Select(i => Rational.Of(Math.Abs(a[i, i])))
        .OrderDescending().Take(k).Aggregate(Rational.Zero, (sum, x) => sum + x);

    private static IEnumerable<Real> Padded(IEnumerable<Real> values, int count) =>
        values.Concat(Enumerable.Repeat((Real)0, count)).Take(count);

    private static Real InSingle(Real x) => double.IsFinite((float)x.Enclosure.Midpoint) ? Rational.Of((float)x.Enclosure.Midpoint) : x;

    private static bool IsSymmetric(Matrix a) => a.Rows == a.Columns
        && Enumerable.Range(0, a.Rows).All(i => Enumerable.Range(0, i).All(j => a[i, j] == a[j, i]));

    private static Matrix Centred(Matrix a) =>
        Exactly.Create(a.Rows, a.Columns, (i, j) => a[i, j] - Enumerable.Range(0, a.Rows).Average(k => a[k, j]));

    private static Matrix DistinctColumns(Matrix a)
    {
        int[] kept = [.. Enumerable.Range(0, a.Columns)
            .DistinctBy(j => string.Join(' ', Enumerable.Range(0, a.Rows).Select(i => a[i, j])))];
        return Exactly.Create(a.Rows, a.Columns, (i, j) => kept.Contains(j) ? a[i, j] : 0);
    }

    // ‖A·1‖/‖1‖, never above σ₁.
    private static Real OneStep(Matrix a)
    {
        Rational square = Enumerable.Range(0, a.Rows)
            .Select(i => Enumerable.Range(0, a.Columns).Aggregate(Rational.Zero, (sum, j) => sum + Rational.Of(a[i, j])))
            .Aggregate(Rational.Zero, (sum, x) => sum + (x * x));
        return Real.Sqrt(square / new Rational(a.Columns, 1));
    }
}
