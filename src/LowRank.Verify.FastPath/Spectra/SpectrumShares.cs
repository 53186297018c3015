using LowRank.Verify.LinearAlgebra;
using static LowRank.Verify.FastPath.FastResult;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>How the singular values share their sum, in double precision.</summary>
internal static class SpectrumShares
{
    /// <summary>−Σ p_i ln p_i / ln r with p_i = σ_i²/Σσ² over the r values above the noise; 0 for r = 1.</summary>
    public static FastResult Entropy(InputMembers members, LayerSpectra spectra) => OfNonzero(members, spectra, spectrum =>
    {
        double total = spectrum.RelativePowerSum(2, spectrum.Rank), entropy = 0;
        for (int i = 0; i < spectrum.Rank; i++)
        {
            double ratio = spectrum.Values[i] / spectrum.Values[0], share = ratio * ratio / total;
            entropy -= share > 0 ? share * Math.Log(share) : 0;
        }

        return spectrum.Rank == 1 ? FastResult.Of(WideReal.Zero)
            : FastResult.Of(WideReal.Of(Math.Max(0, entropy) / Math.Log(spectrum.Rank)));
    });

    /// <summary>min(m, n) less the rank in double precision.</summary>
    public static WideReal RankLoss(LayerSpectrum spectrum) => WideReal.Of(spectrum.Values.Count - spectrum.Rank);

    /// <summary>min(m, n) less the storage rank.</summary>
    public static WideReal StorageRankLoss(LayerSpectrum spectrum) => WideReal.Of(spectrum.Values.Count - StorageQuantities.Rank(spectrum));

    /// <summary>
    /// The least k with (1 − t)·(the first k powers) ≥ t·(the others), values in the noise left out: small values beside large ones count.
    /// </summary>
    public static FastFormula EnergyRank(double power) => (members, spectra) =>
    {
        double part = members.Exponent("t", NumberRange.PositiveUnit);
        return members.Violation is { } reason ? new NotApplicable(reason) : OfNonzero(members, spectra, spectrum =>
        {
            double[] powers = [.. spectrum.Values.Take(spectrum.Rank).Select(value => Math.Pow(value / spectrum.Values[0], power))];
            int k = 1;
            while (k < powers.Length && (1 - part) * Sum(powers[..k]) < part * Sum(powers[k..]))
            {
                k++;
            }

            return FastResult.Of(k);
        });
    };

    /// <summary>log₁₀ Σ σ_i^{2α}.</summary>
    public static FastResult SchattenLog(InputMembers members, LayerSpectra spectra)
    {
        double exponent = 2 * members.Exponent("alpha", NumberRange.NonNegative);
        return members.Violation is { } reason ? new NotApplicable(reason)
            : double.IsInfinity(exponent) ? new NotApplicable("2 alpha is beyond the range of double.")
            : OfNonzero(members, spectra, spectrum => SpectralQuantities.SchattenSum(spectrum, exponent) is Found sum
                ? SignedReal.Of(sum.Shape.Single.Log10).Result
                : new NotApplicable("the sum is beyond every range."));
    }

    private static double Sum(double[] values)
    {
        CompensatedSum sum = default;
        foreach (double value in values)
        {
            sum.Add(value);
        }

        return sum.Total;
    }

    private static FastResult OfNonzero(InputMembers members, LayerSpectra spectra, Func<LayerSpectrum, FastResult> quantity)
    {
        Matrix matrix = members.Matrix("A");
        return spectra.Of(matrix) is not { } spectrum ? LayerSpectra.NoConvergence("A")
            : spectrum.SpectralNorm.IsZero ? new NotApplicable("A is the zero matrix.")
            : quantity(spectrum);
    }
}
