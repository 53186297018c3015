using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Classical;

/// <summary>The bounds that the low-rank papers compare with, by id; <see cref="ClassicalBounds"/> holds the first two.</summary>
internal static class ClassicalFormulas
{
    /// <summary>Ids and formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All =>
        new (string Id, Func<InputMembers, FastResult> Formula)[]
        {
            ("bartlett2017-lemma-3.1", ClassicalCovers.MarginBound),
            ("bartlett2017-lemma-3.2", ClassicalCovers.LinearLayer),
            ("bartlett2017-theorem-3.3", ClassicalCovers.Network),
            ("bartlett2017-theorem-3.4", ClassicalCovers.LowerOrder),
            ("bartlett2017-lemma-a5", ClassicalCovers.EntropyIntegral),
            ("bartlett2017-lemma-a5-best", ClassicalCovers.BestEntropyIntegral),
            ("bartlett2017-lemma-a8-rademacher", members => ClassicalCovers.SpectralMargin(members, false)),
            ("bartlett2017-lemma-a8", members => ClassicalCovers.SpectralMargin(members, true)),
            ("bartlett2017-lemma-a5/centred", ClassicalCovers.CentredIntegral),
            ("bartlett2017-lemma-a5-best/centred", ClassicalCovers.BestCentredIntegral),
            ("bartlett2017-lemma-a8-rademacher/centred", members => ClassicalCovers.CentredMargin(members, false)),
            ("bartlett2017-lemma-a8/centred", members => ClassicalCovers.CentredMargin(members, true)),
            ("nuclear-norm-class", ClassicalCovers.NuclearClass),
            ("bartlett2017-lemma-a9", ClassicalCovers.AllWeights),
            ("graf2022-club", ClassicalCovers.GrafLargest),
            ("graf2022-spade", ClassicalCovers.GrafSum),
            ("graf2022-residual-club", ResidualCovers.Largest),
            ("graf2022-residual-spade", ResidualCovers.Layers),
            ("graf2022-lemma-a8", ClassicalCovers.GrafRestated),
            ("ledent2021", members => ClassicalCovers.Patches(members, false)),
            ("ledent2021-generalization", members => ClassicalCovers.Patches(members, true)),
            ("neyshabur2015", ClassicalNorms.GroupNorms),
            ("neyshabur2018-theorem-1", ClassicalNorms.SpectralOrder),
            ("neyshabur2018-lemma-1", ClassicalNorms.PerturbedMargin),
            ("neyshabur2018-lemma-2", ClassicalNorms.Perturbation),
            ("neyshabur2018-explicit", ClassicalNorms.SpectralExplicit),
            ("neyshabur2019-theorem-1", ClassicalNorms.ByUnits),
            ("neyshabur2019-theorem-2", ClassicalNorms.TwoLayerOrder),
            ("neyshabur2019", ClassicalNorms.TwoLayer),
            ("golowich2018-theorem-2", ClassicalNorms.RowNorms),
            ("golowich2018-depth-independent", ClassicalNorms.DepthIndependent),
            ("bartlett2002-theorem-18", ClassicalNorms.TwoLayerComplexity),
            ("bartlett2002", ClassicalNorms.TwoLayerRows),
            ("gonon2024-path-norm", members => ClassicalNorms.PathNorm(members, false)),
            ("gonon2024-path-norm-sharp", members => ClassicalNorms.PathNorm(members, true)),
            ("galanti2023", members => ClassicalNorms.Sparse(members, false)),
            ("galanti2023-max-degree", members => ClassicalNorms.Sparse(members, true)),
            ("wei2019", ClassicalNorms.Jacobians),
            ("lin2019", ClassicalNorms.Kernels),
            ("gouk2021", ClassicalNorms.Distances),
            ("group-norm-product", ClassicalNorms.GroupNormProduct),
            ("gouk2021-frobenius", ClassicalCode.FrobeniusDistances),
            ("golowich2018-theorem-1/spatial", ClassicalCode.SpatialFrobenius),
            ("neyshabur2015/spatial", ClassicalCode.SpatialGroupNorms),
            ("ledent2021/from-norms", ClassicalCode.EffectsFromNorms),
            ("ledent2021/fixed-constraints", ClassicalCode.FixedConstraints),
            ("neyshabur2019/frobenius-form", ClassicalCode.TwoFrobenius),
            ("neyshabur2018/two-layers", ClassicalCode.TwoSpectral),
            ("galanti2023/golowich-total", ClassicalCode.WithoutDegrees),
            ("long2020/normalised", ClassicalCode.GeometricMean),
            ("group-norm-product/one-infinity", ClassicalNorms.GroupNormProduct),
            ("group-norm-product/distance", ClassicalNorms.GroupNormProduct),
            ("group-norm-product/samples", ClassicalCode.GroupNormsAndSamples),
            ("path-norm", ClassicalCode.PathNorm),
            ("jiang2020/spectral-product", ClassicalMeasures.SpectralProduct),
            ("jiang2020/spectral-main", members => ClassicalMeasures.SpectralMain(members, "frobenius")),
            ("jiang2020/spectral-main-distance", members => ClassicalMeasures.SpectralMain(members, "distance")),
            ("jiang2020/frobenius-product", ClassicalMeasures.FrobeniusProduct),
            ("jiang2020/pac-bayes", ClassicalMeasures.PacBayes),
            ("jiang2020/margin", ClassicalMeasures.TenthPercentile),
            ("arora2018-theorem-2.1", ClassicalCounts.Compressed),
            ("arora2018", ClassicalCounts.Cushions),
            ("baykal2019", ClassicalCounts.Sensitivities),
            ("long2020", ClassicalCounts.NearStart),
            ("long2020-fast", ClassicalCounts.NearStartFast),
            ("suzuki2020", ClassicalCounts.NearLowRank),
            ("suzuki2020-table-1", ClassicalCounts.SuzukiTable),
            ("harvey2017", ClassicalCounts.VcDimension),
            ("harvey2017-generalization", ClassicalCounts.VcGap),
            ("dziugaite2017-kl-inverse", ClassicalCounts.KlInverse),
            ("dziugaite2017-pinsker", ClassicalCounts.Pinsker),
            ("dziugaite2017-bre", members => ClassicalCounts.PriorGrid(members, false)),
            ("dziugaite2017", members => ClassicalCounts.PriorGrid(members, true)),
        }
        .Select(pair => KeyValuePair.Create<string, FastFormula>("classical/" + pair.Id, (members, _) => pair.Formula(members)))
        .Append(new("classical/bartlett2017-theorem-1.1", ClassicalBounds.Bartlett2017Theorem1))
        .Append(new("classical/golowich2018-theorem-1", ClassicalBounds.Golowich2018Theorem1))
        .Append(new("classical/bartlett2017-theorem-1.1/from-weights", ClassicalWeights.Spectral))
        .Append(new("classical/neyshabur2018-explicit/from-weights", ClassicalWeights.PacBayes))
        .Append(new("classical/golowich2018-theorem-1/from-weights", ClassicalWeights.Frobenius))
        .Append(new("classical/group-norm-product/from-weights", ClassicalWeights.GroupNorms));

    /// <summary>The value, once all members have been read.</summary>
    public static FastResult Result(InputMembers members, Func<WideReal> value) =>
        members.Violation is { } reason ? new NotApplicable(reason) : FastResult.Of(value());

    /// <summary>A count as a number.</summary>
    public static WideReal Count(this InputMembers members, string name, NumberRange range) => members.Real(name, range);

    /// <summary>Counts as numbers.</summary>
    public static WideReal[] CountsOf(this InputMembers members, string name, int? length = null) =>
        members.Reals(name, NumberRange.Count, length);

    /// <summary>The finite nonnegative double.</summary>
    public static WideReal Num(double value) => WideReal.Of(value);

    /// <summary>√x.</summary>
    public static WideReal Root(WideReal x) => WideReal.Sqrt(x);

    /// <summary>Σ f(i) over 0 ≤ i &lt; count.</summary>
    public static WideReal Sum(int count, Func<int, WideReal> term) => WideReal.Sum([.. Enumerable.Range(0, count).Select(term)]);

    /// <summary>(Σ f(i)^{2/3})^{3/2}.</summary>
    public static WideReal TwoThirds(int count, Func<int, WideReal> term) =>
        WideReal.Pow(Sum(count, i => WideReal.Pow(term(i), 2.0 / 3)), 1.5);

    /// <summary>ln(1/δ).</summary>
    public static double Confidence(InputMembers members) => -members.Real("delta", NumberRange.OpenUnit).Log();

    /// <summary>The number of items of a list that stands for the depth, which may also be given.</summary>
    public static int Depth(InputMembers members, int items)
    {
        if (members.Has("d") && WideReal.Of(members.Count("d")).ToDouble() != items)
        {
            throw new InputException($"a list has {items} items and 'd' is another number; give one item per layer.");
        }

        return items;
    }

    /// <summary>n − 1 for an integer n ≥ 1; n itself where double cannot tell.</summary>
    public static WideReal LessOne(WideReal n) => n.Exponent >= 53 ? n : Num(n.ToDouble() - 1);

    /// <summary>⌈x⌉.</summary>
    public static WideReal Ceiling(WideReal x) => x.IsZero || x.Exponent >= 53 ? x
        : x.Exponent < 0 ? WideReal.One : Num(Math.Ceiling(x.ToDouble()));
}
