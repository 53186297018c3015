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
        new("spectra/storage-rank", OfSpectrum(spectrum => WideReal.Of(StorageRank(spectrum)))),
        new("spectra/storage-schatten-sum", OfExponent(NumberRange.NonNegative, StorageSchattenSum)),
        new("spectra/schatten-sum-at-storage-rank", OfExponent(NumberRange.NonNegative, SchattenSumAtStorageRank)),
        new("spectra/singular-values", SingularValues),
        new("spectra/relative-schatten-sum", OfExponent(NumberRange.NonNegative, RelativeSchattenSum)),
        new("spectra/storage-radius", StorageQuantities.Radius),
        new("spectra/storage-spectral-norm", StorageQuantities.SpectralNorm),
        new("spectra/storage-frobenius-norm", StorageQuantities.FrobeniusNorm),
        new("spectra/storage-nuclear-norm", StorageQuantities.NuclearNorm),
        new("spectra/storage-ky-fan-norm", StorageQuantities.KyFanNorm),
        new("spectra/storage-schatten-norm", StorageQuantities.SchattenNorm),
        new("spectra/storage-stable-rank", StorageQuantities.StableRank),
    ];
}
