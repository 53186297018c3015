using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;
using LowRank.Verify.LinearAlgebra;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Assessment.Sources;

/// <content>What certificates of the layers give.</content>
internal sealed partial class FactReader
{
    private FactItem[]? Norms(string fact) => fact switch
    {
        "spectral_norm" => [.. view.Layers.Select(layer => FactItem.Of(reading == Reading.Truncated ? Point(layer.NormWhenCut)
            : layer.SpectralNorm))],
        "operator_norm" => [.. view.Layers.Select(layer => FactItem.Of(reading == Reading.Truncated ? Point(OperatorNormWhenCut(layer))
            : layer.OperatorNorm))],
        "frobenius_norm" => Each(view.Layers.Select(layer => layer.FrobeniusNorm)),
        "row_norm_21" => Each(view.Layers.Select(layer => layer.RowNorm21)),
        "kernel_norm_21" => Each(view.Layers.Select(layer => layer.Convolution?.KernelTwoOne ?? layer.RowNorm21)),
        "row_distance_21" => Each(view.Layers.Select((layer, i) => Distance(layer, i, layer.RowNorm21, Context.Sum))),
        "kernel_distance_21" => Each(view.Layers.Select((layer, i) => Distance(layer, i, layer.Convolution?.KernelTwoOne
            ?? layer.RowNorm21, Context.Sum))),
        "frobenius_distance" => Each(view.Layers
            .Select((layer, i) => Distance(layer, i, layer.FrobeniusNorm, norms => Context.Sqrt(Context.Sum(norms
                .Select(Context.Square))).Value))),
        "dense_norm" => Each(view.Layers.Select(layer => layer.SpectralNorm)),
        "rank" => Counts(view.Layers.Select(layer => reading == Reading.Truncated ? Math.Min(layer.Rank.Upper, AtStorage(layer))
            : (long)layer.Rank.Upper)),
        "storage_rank" => Counts(view.Layers.Select(AtStorage)),
        "cut_norm" => Each(view.Layers.Select(layer => layer.Factors.Count == 1
            ? Context.Multiply(Context.Of(layer.Scale), Point(layer.Factors[0].CutNorm))
            : throw new InputException(
                $"layer '{layer.Name}' is a product of stored matrices, and what cutting it removes is not certified"))),
        "singular_decay" => Each(view.Layers.Select(layer => layer.Factors.Count == 1
            ? Context.Multiply(Context.Of(layer.Scale), Decay(layer.Factors[0].Spectrum.SingularValues))
            : throw new InputException(
                $"layer '{layer.Name}' is a product of stored matrices, and its singular values are not certified one by one"))),
        "matrix" or "reference" or "given_reference" or "path_norm_1" or "path_norm_2" or "layer_matrix" or "unit_out_norm"
            or "unit_distance" or "unit_reference_on_data" or "reference_on_data" when Computed is { } computed => throw new InputException(
                $"the weights of layer '{computed.Name}' are computed and no array of doubles: their norms are certified, and it asks for "
                + "their entries"),
        "matrix" => [.. view.Maps.Select(map => FactItem.Of(map.Factors[0].Matrix))],
        "reference" or "given_reference" => [.. view.Maps.Select((map, i) => view.Reference is { } reference
            ? FactItem.Of(reference[i].Factors[0].Matrix) : FactItem.Zero((int)Rows(map), (int)Columns(map)))],
        "path_norm_1" => One(PathNorm(squared: false)),
        "path_norm_2" => One(PathNorm(squared: true)),
        "layer_matrix" => [FactItem.Of(Chosen!.Spectrum.Matrix)],
        "layer_storage_rank" => One(Chosen!.CutRank),
        "unit_out_norm" => Each(ColumnNorms(view.Maps[1].Factors[0].Matrix)
            .Select(norm => Context.Multiply(Context.Of(Rational.Abs(view.Maps[1].Scale)), norm))),
        "unit_distance" => Each(RowNorms(view.Maps[0].Factors[0].Matrix, view.Reference?[0].Factors[0].Matrix)),
        "unit_reference_on_data" => Each(ReferenceOnData()),
        "reference_on_data" => One(Context.Sqrt(ReferenceOnData().Select(Context.Square).Aggregate(Interval.Zero, Context.Add)).Value),
        _ => null,
    };

    /// <summary>A norm of the norms of the rows of a layer minus its reference; the layer's own norm where the reference is 0.</summary>
    private Interval Distance(LayerAssessment layer, int index, Interval norm, Func<IEnumerable<Interval>, Interval> ofRows) =>
        view.Reference?[index] is not { } start ? norm
        : Computed is { } computed ? throw new InputException(
            $"the weights of layer '{computed.Name}' are computed and no array of doubles, and distances from a reference ask for entries")
        : layer.IsStoredMatrix && start.Scale == Rational.One && layer.Convolution is null
            ? ofRows(RowNorms(layer.Factors[0].Spectrum.Matrix, start.Factors[0].Matrix))
        : throw new InputException(
            $"the distance of layer '{layer.Name}' from its reference is certified for dense layers of one stored matrix");

    /// <summary>A layer, of the network or its reference, whose entries are known to within a radius only.</summary>
    private LinearMap? Computed => view.Maps.Concat(view.Reference ?? []).FirstOrDefault(map => map.Radius > 0);

    private static long AtStorage(LayerAssessment layer) => Math.Max(1, layer.StorageRank?.Upper ?? layer.Rank.Upper);

    // Cutting a kernel moves its operator, and so may raise its norm.
    private static BigFloat OperatorNormWhenCut(LayerAssessment layer) => layer.Convolution is { } convolution
        ? BigFloat.Add(convolution.OperatorNorm.Upper, convolution.ChangeOf(layer.Factors[0].CutNorm), 128, Rounding.Up)
        : layer.OperatorNorm.Upper;

    private static Interval Decay(IReadOnlyList<Interval> values) =>
        values.Select((value, j) => Context.Multiply(Interval.Of((long)(j + 1)), value)).Aggregate(Interval.Zero, IntervalContext.Max);

    private static IEnumerable<Interval> ColumnNorms(Matrix a) =>
        Enumerable.Range(0, a.Columns).Select(j => Context.Sqrt(Context.Sum(Enumerable.Range(0, a.Rows)
            .Select(i => Context.Square(Interval.Of(a[i, j]))))).Value);

    private static IEnumerable<Interval> RowNorms(Matrix a, Matrix? minus) => Enumerable.Range(0, a.Rows)
        .Select(i => Context.Sqrt(Context.Sum(Enumerable.Range(0, a.Columns)
        .Select(j => Context.Square(minus is null ? Interval.Of(a[i, j])
            : Context.Subtract(Interval.Of(a[i, j]), Interval.Of(minus[i, j])))))).Value);

    /// <summary>
    /// ‖|W_L|⋯|W_1| 1‖_1 for the sizes of the entries, or the root of it for their squares. All terms are non-negative, so each rounded sum
    /// of n products is within
    /// the relative error γ of the exact one, and so is the whole within their product; a product that underflows is paid for apart.
    /// </summary>
    private Interval PathNorm(bool squared)
    {
        double[] paths = [], lost = []; // what underflow may have lost, times 2^1000
        double relative = 0;
        Interval scale = Interval.One;
        foreach (LinearMap map in view.Maps)
        {
            for (int f = map.Factors.Count - 1; f >= 0; f--)
            {
                Matrix a = map.Factors[f].Matrix;
                (paths, lost) = paths.Length == 0 ? (Ones(a.Columns), new double[a.Columns]) : (paths, lost);
                (paths, lost) = (Propagated(a, paths, squared), Propagated(a, lost, squared));
                lost = Array.ConvertAll(lost, x => x + Math.ScaleB(a.Columns, -72));
                double step = RoundingBounds.Gamma(a.Columns + 2);
                relative += step * (1 + relative);
            }

            Interval factor = Context.Of(Rational.Abs(map.Scale));
            scale = Context.Multiply(scale, squared ? Context.Square(factor) : factor);
        }

        double sum = paths.Sum(), error = (2 * RoundingBounds.Enlarge((relative + RoundingBounds.Gamma(paths.Length)) * sum))
            + Math.ScaleB(2 * lost.Sum(), -1000);
        if (!double.IsFinite(sum + lost.Sum()))
        {
            throw new InputException("the products of weights along a path leave the range of doubles");
        }

        Interval total = Context.Multiply(scale, Interval.Of(Math.Max(0, sum - error), sum + error));
        return squared ? Context.Sqrt(total).Value : total;
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private static double[] Propagated(Matrix a, double[] x, bool squared)
    {
        double[] y = new double[a.Rows];
        for (int j = 0; j < a.Columns; j++)
        {
            for (int i = 0; i < a.Rows; i++)
            {
                double size = Math.Abs(a.Values[i + ((long)j * a.Rows)]);
                y[i] += (squared ? size * size : size) * x[j];
            }
        }

        return y;
    }

    /// <summary>For each row u of the first layer's reference an upper end of (Σ_i ⟨u, x_i⟩²)^½; 0 without a reference.</summary>
    private Interval[] ReferenceOnData()
    {
        if (view.Reference?[0].Factors[0].Matrix is not { } start)
        {
            return [.. Enumerable.Repeat(Interval.Zero, (int)Rows(view.Maps[0]))];
        }

        Matrix x = DataMatrix();
        double[] squares = new double[start.Rows], sizes = new double[start.Rows];
        for (int s = 0; s < x.Rows; s++)
        {
            for (int i = 0; i < start.Rows; i++)
            {
                double product = 0, size = 0;
                for (int j = 0; j < x.Columns; j++)
                {
                    double term = start[i, j] * x[s, j];
                    (product, size) = (product + term, size + Math.Abs(term));
                }

                double limit = Math.Abs(product) + RoundingBounds.Enlarge(RoundingBounds.Gamma(x.Columns) * size);
                squares[i] += limit * limit;
            }
        }

        return [.. squares.Select(square => Interval.Of(0.0, RoundingBounds.NormFromSquares(square, x.Rows)))];
    }
}
