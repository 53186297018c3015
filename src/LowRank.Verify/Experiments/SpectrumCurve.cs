namespace LowRank.Verify.Experiments;

/// <summary>The singular values of one Jacobian.</summary>
/// <param name="Classes">K.</param>
/// <param name="Clusters">C.</param>
/// <param name="Samples">n.</param>
/// <param name="Values">All min(nK, parameters) singular values over √(n/(KC)), descending.</param>
public sealed record SpectrumCurve(int Classes, int Clusters, int Samples, IReadOnlyList<double> Values)
{
    /// <summary>K²C, the rank that the theory gives to the Jacobian of the noiseless mixture.</summary>
    public int Rank => Classes * Classes * Clusters;

    /// <summary>Value number K²C over the next one; infinite where there is no next one, NaN where there are fewer values.</summary>
    public double Drop =>
        Values.Count < Rank ? double.NaN : Values.Count == Rank ? double.PositiveInfinity : Values[Rank - 1] / Values[Rank];

    /// <summary>
    /// The index i, from 1, with the largest σ_i/σ_{i+1} among the values above a millionth of the first, where squared values still carry
    /// digits.
    /// </summary>
    public int LargestDrop
    {
        get
        {
            int count = Values.Count(value => value > 1e-6 * Values[0]);
            return Enumerable.Range(0, Math.Max(0, count - 1)).DefaultIfEmpty(0).MaxBy(i => i + 1 < count ? Values[i] / Values[i + 1] : 0)
                + 1;
        }
    }
}
