namespace LowRank.Samples;

using static Wide;
using Oracle = Func<Inputs, object>;

/// <summary>Norms, ranks and singular values of one matrix.</summary>
internal static class Spectra
{
    public static IEnumerable<(string Id, Oracle Function)> Oracles =>
    [
        ("spectral-norm", i => A(i).Spectral),
        ("frobenius-norm", i => A(i).Frobenius),
        ("nuclear-norm", i => Sum(A(i).Singular)),
        ("ky-fan-norm", i => Sum(A(i).Singular.Take(i.Count("k")))),
        ("row-norm-21", i => A(i).RowNorm21),
        ("column-norm-21", i => A(i).ColumnNorm21),
        ("stable-rank", i => A(i).StableRank),
        ("schatten-sum", i => SchattenSum(A(i), i["p"])),
        ("schatten-norm", i => SchattenNorm(A(i).Nonzero, i["p"])),
        ("schatten-ratio-sum", i => RatioSum(A(i), i["p"])),
        ("rank", i => (Wide)A(i).Rank),
        ("singular-values", i => A(i).Singular),
        ("storage-radius", i => A(i).StorageRadius),
        ("storage-rank", i => (Wide)StorageRank(A(i))),
        ("schatten-sum-at-storage-rank", i => AtStorageRank(A(i), i["p"])),
        ("storage-spectral-norm", i => Range(A(i), values => values[0])),
        ("storage-frobenius-norm", i => Range(A(i), values => SchattenNorm(values, 2))),
        ("storage-nuclear-norm", i => Range(A(i), values => Sum(values))),
        ("storage-ky-fan-norm", i => Range(A(i), values => Sum(values.Take(i.Count("k"))))),
        ("storage-schatten-norm", i => Range(A(i), values => SchattenNorm(values, i["p"]))),
        ("storage-schatten-sum", i => StorageSchattenSum(A(i), i["p"])),
        ("storage-stable-rank", i => StorageStableRank(A(i))),
    ];

    public static Wide SchattenSum(StoredMatrix a, Wide p) => p.IsZero ? a.Rank : PowerSum(a.Nonzero, p);

    /// <summary>(Σ σ^p)^{1/p}, scaled by the largest value.</summary>
    public static Wide SchattenNorm(IReadOnlyList<Wide> values, Wide p) => values.Count == 0 || values[0].IsZero
        ? Zero
        : values[0] * Pow(PowerSum(values.Select(value => value / values[0]), p), 1 / p);

    private static StoredMatrix A(Inputs i) => i.Matrix("A");

    private static Wide PowerSum(IEnumerable<Wide> values, Wide p) => Sum(values.Select(value => Pow(value, p)));

    private static Wide RatioSum(StoredMatrix a, Wide p)
    {
        Wide largest = a.Spectral;
        return p.IsZero ? a.Rank : PowerSum(a.Nonzero.Select(value => value / largest), p);
    }

    private static int StorageRank(StoredMatrix a)
    {
        Wide radius = a.StorageRadius;
        return a.Nonzero.Count(value => value > radius);
    }

    private static Wide AtStorageRank(StoredMatrix a, Wide p) => p.IsZero ? StorageRank(a) : PowerSum(a.Singular.Take(StorageRank(a)), p);

    private static Wide[] Lowered(StoredMatrix a)
    {
        Wide radius = a.StorageRadius;
        return [.. a.ToldFromZero.Select(value => value > radius ? value - radius : Zero)];
    }

    private static Wide[] Raised(StoredMatrix a)
    {
        Wide radius = a.StorageRadius;
        return [.. a.ToldFromZero.Select(value => value + radius)];
    }

    private static Dictionary<string, object> Range(StoredMatrix a, Func<Wide[], Wide> quantity) =>
        Ends(quantity(Lowered(a)), quantity(Raised(a)));

    private static Dictionary<string, object> Ends(Wide lower, Wide upper) => new() { ["lower"] = lower, ["upper"] = upper };

    private static Dictionary<string, object> StorageSchattenSum(StoredMatrix a, Wide p) =>
        p.IsZero ? Ends(StorageRank(a), a.Least) : Range(a, values => PowerSum(values, p));

    // The largest value moved one way and all others the other way, no ratio above 1.
    private static Dictionary<string, object> StorageStableRank(StoredMatrix a)
    {
        (Wide[] low, Wide[] high) = (Lowered(a), Raised(a));
        return Ends(Ratios(low, high[0]), Ratios(high, low[0]));

        static Wide Ratios(Wide[] values, Wide largest) => 1 + PowerSum(values.Skip(1).Select(value => Min(value / largest, One)), 2);
    }
}
