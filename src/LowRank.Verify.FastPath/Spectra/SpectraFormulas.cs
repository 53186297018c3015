using static LowRank.Verify.FastPath.Spectra.SpectralQuantities;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>The formulas of the family spectra.</summary>
internal static class SpectraFormulas
{
    /// <summary>Ids and formulas.</summary>
    public static IEnumerable<KeyValuePair<string, FastFormula>> All { get; } =
    [
        new("spectra/spectral-norm", OfSpectrum(spectrum => spectrum.SpectralNorm)),
        new("spectra/frobenius-norm", OfEntries(EntrySums.Frobenius)),
        new("spectra/nuclear-norm", OfSpectrum(spectrum => spectrum.PowerSum(1))),
        new("spectra/ky-fan-norm", KyFanNorm),
        new("spectra/row-norm-21", OfEntries(EntrySums.RowNorm21)),
        new("spectra/column-norm-21", OfEntries(EntrySums.ColumnNorm21)),
        new("spectra/stable-rank", StableRank),
        new("spectra/schatten-sum", OfExponent(NumberRange.NonNegative, SchattenSum)),
        new("spectra/schatten-norm", OfExponent(NumberRange.Positive, SchattenNorm)),
        new("spectra/rank", OfSpectrum(spectrum => WideReal.Of(spectrum.Rank))),
        new("spectra/storage-rank", Stored(OfSpectrum(spectrum => WideReal.Of(StorageQuantities.Rank(spectrum))))),
        new("spectra/storage-schatten-sum", Stored(OfExponent(NumberRange.NonNegative, StorageQuantities.SchattenSum))),
        new("spectra/schatten-sum-at-storage-rank", Stored(OfExponent(NumberRange.NonNegative, StorageQuantities.SchattenSumAtRank))),
        new("spectra/singular-values", SingularValues),
        new("spectra/schatten-ratio-sum", OfExponent(NumberRange.NonNegative, SchattenRatioSum)),
        new("spectra/storage-radius", Stored(StorageRanges.Radius)),
        new("spectra/storage-spectral-norm", Stored(StorageRanges.SpectralNorm)),
        new("spectra/storage-frobenius-norm", Stored(StorageRanges.FrobeniusNorm)),
        new("spectra/storage-nuclear-norm", Stored(StorageRanges.NuclearNorm)),
        new("spectra/storage-ky-fan-norm", Stored(StorageRanges.KyFanNorm)),
        new("spectra/storage-schatten-norm", Stored(StorageRanges.SchattenNorm)),
        new("spectra/storage-stable-rank", Stored(StorageRanges.StableRank)),
        new("spectra/matrix-entropy", SpectrumShares.Entropy),
        new("spectra/rank-loss", OfSpectrum(SpectrumShares.RankLoss)),
        new("spectra/storage-rank-loss", Stored(OfSpectrum(SpectrumShares.StorageRankLoss))),
        new("spectra/energy-rank", SpectrumShares.EnergyRank(1)),
        new("spectra/energy-rank/squares", SpectrumShares.EnergyRank(2)),
        new("spectra/schatten-log", SpectrumShares.SchattenLog),
        new("spectra/convolution-norm", UnrolledConvolution.Norm),
        new("spectra/convolution-singular-values", UnrolledConvolution.SingularValues),
        new("spectra/product-singular-values", FactorProducts.SingularValues),
        new("spectra/product-rank", FactorProducts.Rank),
        new("spectra/product-schatten-sum", FactorProducts.SchattenSum),
    ];

    // Without a range of what may have been meant there is nothing to compute.
    private static FastFormula Stored(FastFormula formula) => (members, spectra) =>
        StorageNoise.Unbounded(members.Matrix("A")) is { } reason ? new FastResult.NotApplicable(reason) : formula(members, spectra);
}
