using static LowRank.Verify.FastPath.SpectralQuantities;

namespace LowRank.Verify.FastPath;

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
        new("spectra/storage-rank", OfSpectrum(spectrum => WideReal.Of(StorageQuantities.Rank(spectrum)))),
        new("spectra/storage-schatten-sum", OfExponent(NumberRange.NonNegative, StorageQuantities.SchattenSum)),
        new("spectra/schatten-sum-at-storage-rank", OfExponent(NumberRange.NonNegative, StorageQuantities.SchattenSumAtRank)),
        new("spectra/singular-values", SingularValues),
        new("spectra/schatten-ratio-sum", OfExponent(NumberRange.NonNegative, SchattenRatioSum)),
        new("spectra/storage-radius", StorageRanges.Radius),
        new("spectra/storage-spectral-norm", StorageRanges.SpectralNorm),
        new("spectra/storage-frobenius-norm", StorageRanges.FrobeniusNorm),
        new("spectra/storage-nuclear-norm", StorageRanges.NuclearNorm),
        new("spectra/storage-ky-fan-norm", StorageRanges.KyFanNorm),
        new("spectra/storage-schatten-norm", StorageRanges.SchattenNorm),
        new("spectra/storage-stable-rank", StorageRanges.StableRank),
    ];
}
