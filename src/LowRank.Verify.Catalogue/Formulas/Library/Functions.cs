using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Formulas.Library;

/// <summary>The functions of the formula language with fixed arguments.</summary>
internal static class Functions
{
    private const ValueKind Number = ValueKind.Number;
    private const ValueKind Matrix = ValueKind.Matrix;
    private const ValueKind List = ValueKind.Array;
    private const ValueKind Matrices = ValueKind.Matrices;

    private static readonly string[] Variadic = ["min", "max", "sum", "prod", "integral", "given"];

    private static readonly Dictionary<string, Function> All = new Function[]
    {
        OfNumber("sqrt", (f, x) => f.Arithmetic.Sqrt(x)),
        OfNumber("exp", (f, x) => f.Arithmetic.Exp(x)),
        OfNumber("log", (f, x) => f.Arithmetic.Log(x)),
        OfNumber("log10", (f, x) => f.Arithmetic.Log10(x)),
        OfNumber("arccos", (f, x) => f.Arithmetic.Arccos(x)),
        OfNumber("arcsin", (f, x) => f.Arithmetic.Arcsin(x)),
        OfNumber("cosh", (f, x) => f.Arithmetic.Cosh(x)),
        OfNumber("sinh", (f, x) => f.Arithmetic.Sinh(x)),
        OfNumber("sigmoid_correlation", (f, x) => f.Arithmetic.SigmoidCorrelation(x)),
        OfNumber("sin", (f, x) => f.Arithmetic.Sin(x)),
        OfNumber("cos", (f, x) => f.Arithmetic.Cos(x)),
        OfNumber("erf", (f, x) => f.Arithmetic.Erf(x)),
        OfNumber("normal_cdf", (f, x) => f.Arithmetic.NormalDistribution(x)),
        OfNumber("abs", (f, x) => f.Arithmetic.Abs(x)),
        OfNumber("floor", (f, x) => Decided(f, f.Arithmetic.Floor(x), "floor")),
        OfNumber("ceil", (f, x) => Decided(f, f.Arithmetic.Ceiling(x), "ceil")),
        new("pow", [Number, Number], a => BoundTerm.Of(f => f.Arithmetic.Power(a[0].Number(f), a[1].Number(f)))),
        OfNumber("harmonic", (f, n) => f.Arithmetic.Rounded(HarmonicNumber.Of(f, n))),
        OfNumbers("kl_inverse", RelativeEntropy.Inverse),
        OfNumbers("hurwitz_zeta", HurwitzZeta.Of),
        new("binomial_inverse", [Number, Number, Number],
            a => BoundTerm.Of(f => f.Arithmetic.Rounded(BinomialTail.Inverse(f, a[0].Number(f), a[1].Number(f), a[2].Number(f))))),
        OfMatrix("rows", (_, w) => Quantity.Of(w.Rows)),
        OfMatrix("cols", (_, w) => Quantity.Of(w.Columns)),
        OfMatrix("spectral", (f, w) => Quantity.Of(MatrixFunctions.Values(f, w).SpectralNorm)),
        OfMatrix("frobenius", (f, w) => MatrixFunctions.EntryNorm(f, w, MatrixFunctions.Frobenius)),
        OfMatrix("norm21_rows", (f, w) => MatrixFunctions.EntryNorm(f, w, EntryNorms.RowNorm21)),
        OfMatrix("norm21_columns", (f, w) => MatrixFunctions.EntryNorm(f, w, EntryNorms.ColumnNorm21)),
        new("group_norm", [Matrix, Number, Number],
            a => BoundTerm.Of(f => f.Arithmetic.Rounded(MatrixFunctions.GroupNorm(f, a[0].Matrix(f), a[1].Number(f), a[2].Number(f))))),
        new("norm_of_paths", [Matrices, Number],
            a => BoundTerm.Of(f => f.Arithmetic.Rounded(PathNorm.Of(f, a[0].Matrices(f), a[1].Number(f))))),
        OfMatrix("nuclear", (f, w) => Quantity.Of(MatrixFunctions.Values(f, w).NuclearNorm(f.Context))),
        OfMatrix("rank", (f, w) => MatrixFunctions.Integer(MatrixFunctions.Values(f, w).Rank)),
        OfMatrix("storage_rank", MatrixFunctions.StorageRank),
        OfMatrix("stable_rank", MatrixFunctions.StableRank),
        OfMatrixAnd("kyfan", (f, w, k) => Quantity.Of(MatrixFunctions.Values(f, w).KyFanNorm(f.Context, Count(f, w, k)))),
        OfMatrixAnd("schatten_sum", (f, w, p) => p.Exact is { Sign: 0 }
            ? MatrixFunctions.Integer(MatrixFunctions.Values(f, w).Rank)
            : QuantityArithmetic.Need(MatrixFunctions.Values(f, w).SchattenSum(f.Context, p.Enclosure(f.Context)))),
        OfMatrixAnd("schatten_norm",
            (f, w, p) => QuantityArithmetic.Need(MatrixFunctions.Values(f, w).SchattenNorm(f.Context, p.Enclosure(f.Context)))),
        OfMatrixAnd("storage_schatten_lower", (f, w, p) => MatrixFunctions.StorageSchattenEnd(f, w, p, false)),
        OfMatrixAnd("storage_schatten_upper", (f, w, p) => MatrixFunctions.StorageSchattenEnd(f, w, p, true)),
        OfMatrix("storage_radius", MatrixFunctions.StorageRadius),
        OfMatrixAnd("storage_kyfan_lower", (f, w, k) => MatrixFunctions.StorageKyFanEnd(f, w, Count(f, w, k), false)),
        OfMatrixAnd("storage_kyfan_upper", (f, w, k) => MatrixFunctions.StorageKyFanEnd(f, w, Count(f, w, k), true)),
        OfMatrix("storage_stable_rank_lower", (f, w) => MatrixFunctions.StorageStableRankEnd(f, w, false)),
        OfMatrix("storage_stable_rank_upper", (f, w) => MatrixFunctions.StorageStableRankEnd(f, w, true)),
        OfMatrixAnd("schatten_sum_at_storage_rank", (f, w, p) => p.Exact is { Sign: 0 }
            ? MatrixFunctions.StorageRank(f, w)
            : QuantityArithmetic.Need(MatrixFunctions.Spectrum(f, w).SchattenSumAtStorageRank(f.Context, p.Enclosure(f.Context)))),
        new("entry", [Matrix, Number, Number],
            a => BoundTerm.Of(f => DecompositionFunctions.Entry(f, a[0].Matrix(f), a[1].Number(f), a[2].Number(f)))),
        OfMatrix("sign_mean", DecompositionFunctions.SignMean),
        OfMatrix("step_kernel_rank", (_, w) => Quantity.Of(StepKernelRank.Of(w.Value))),
        OfMatrixAnd("kept_singular_values", DecompositionFunctions.Kept),
        OfParts("information_norm", parts => parts.Information),
        OfParts("nuisance_norm", parts => parts.Nuisance),
        OfParts("pseudo_inverse_norm", parts => parts.PseudoInverse),
        OfParts("nuisance_image_norm", parts => parts.NuisanceImage),
        new("descent_residual", [Matrix, List, Number, Number], a => BoundTerm.Of(f => (IReadOnlyList<Quantity>)
            [.. DecompositionFunctions.Residual(f, a[0].Matrix(f), a[1].Array(f), a[2].Number(f), a[3].Number(f))
                .Select(f.Arithmetic.Rounded)])),
        new("descent_displacement", [Matrix, List, Number, Number], a => BoundTerm.Of(f =>
            f.Arithmetic.Rounded(DecompositionFunctions.Displacement(f, a[0].Matrix(f), a[1].Array(f), a[2].Number(f), a[3].Number(f))))),
        new("singular_values", [Matrix],
            a => BoundTerm.Of(f => (IReadOnlyList<Quantity>)[.. MatrixFunctions.Values(f, a[0].Matrix(f))
            .SingularValues.Select(Quantity.Of)])),
        OfMatrix("spectral_entropy", SpectralShares.Entropy),
        new("energy_rank", [Matrix, Number, Number],
            a => BoundTerm.Of(f => f.Arithmetic.Rounded(SpectralShares.EnergyRank(f, a[0].Matrix(f), a[1].Number(f), a[2].Number(f))))),
        new("convolution", [Matrix, List, List, List, List, List, List, Number, Number], a => BoundTerm.Of(f => ConvolutionMatrix.Of(
            a[0].Matrix(f), [.. a.Skip(1).Take(6).Select(list => list.Array(f))], a[7].Number(f), a[8].Number(f)))),
        new("transpose", [Matrix], a => BoundTerm.Of(f => MatrixFunctions.Transpose(a[0].Matrix(f)))),
        new("cut_rows", [Matrix, Number], a => BoundTerm.Of(f => MatrixFunctions.CutRows(a[0].Matrix(f), a[1].Number(f)))),
        new("row_maxima", [Matrix], a => BoundTerm.Of(f => MatrixFunctions.RowMaxima(a[0].Matrix(f)))),
        new("score_margin", [Matrix, Number, Number],
            a => BoundTerm.Of(f => DecompositionFunctions.Margin(f, a[0].Matrix(f), a[1].Number(f), a[2].Number(f)))),
        new("zero", [Matrix], a => BoundTerm.Of(f => a[0].Matrix(f) is var w ? MatrixQuantity.Zero(w.Rows, w.Columns) : null!)),
    }.ToDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>Names of all functions and aggregates.</summary>
    public static IEnumerable<string> Names => All.Keys.Concat(Variadic).Append("if");

    /// <summary>True when a name is taken by a function.</summary>
    public static bool IsKnown(string name) => All.ContainsKey(name) || Variadic.Contains(name);

    /// <summary>The function of that name with fixed arguments, or null.</summary>
    public static Function? Find(string name) => All.GetValueOrDefault(name);

    // Beyond the smaller dimension all are meant, also by a count that passed through rounding.
    private static int Count(EvaluationFrame frame, MatrixQuantity w, Quantity k)
    {
        int all = Math.Min(w.Rows, w.Columns);
        if (k.Enclosure(frame.Context).Lower >= BigFloat.Of(all))
        {
            return all;
        }

        long value = k.ToInteger("the number of singular values k");
        return value >= 0 ? (int)Math.Min(value, int.MaxValue)
            : throw FormulaFailure.Outside("the number of singular values k is negative");
    }

    private static Quantity Decided(EvaluationFrame frame, (Quantity Value, bool IsDecided) integer, string name)
    {
        if (!integer.IsDecided)
        {
            frame.LeaveOpen($"{name} of a number that cannot be told from an integer");
        }

        return integer.Value;
    }

    private static Function OfNumber(string name, Func<EvaluationFrame, Quantity, Quantity> apply) =>
        new(name, [Number], a => BoundTerm.Of(f => apply(f, a[0].Number(f))));

    private static Function OfNumbers(string name, Func<EvaluationFrame, Quantity, Quantity, Quantity> apply) =>
        new(name, [Number, Number], a => BoundTerm.Of(f => f.Arithmetic.Rounded(apply(f, a[0].Number(f), a[1].Number(f)))));

    private static Function OfParts(string name, Func<SpaceSplit<Interval>, Interval> part) =>
        new(name, [Matrix, List, Number],
            a => BoundTerm.Of(f => f.Arithmetic.Rounded(DecompositionFunctions.Part(f, a[0].Matrix(f), a[1].Array(f), a[2].Number(f),
            part))));

    private static Function OfMatrix(string name, Func<EvaluationFrame, MatrixQuantity, Quantity> apply) =>
        new(name, [Matrix], a => BoundTerm.Of(f => f.Arithmetic.Rounded(apply(f, a[0].Matrix(f)))));

    private static Function OfMatrixAnd(string name, Func<EvaluationFrame, MatrixQuantity, Quantity, Quantity> apply) =>
        new(name, [Matrix, Number], a => BoundTerm.Of(f => f.Arithmetic.Rounded(apply(f, a[0].Matrix(f), a[1].Number(f)))));
}
