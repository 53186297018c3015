using LowRank.Verify.FastPath.Classical;
using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Pinto;

/// <summary>Theorem 7 of Pinto, Rangamani, Poggio 2025 from the weights and the inputs themselves.</summary>
internal static class PintoWeights
{
    /// <summary>
    /// ‖X‖_F/n Π‖W_j‖ (C1^{L−1} √(r_1 h_1) + Σ_{i≥2} C1^{L−i} C2 √(8 min_{j≤i} r_j r_i h_i)), r the ranks and h the rows of the layers.
    /// </summary>
    public static FastResult Theorem7(InputMembers members, LayerSpectra spectra)
    {
        ClassicalWeights.Chain chain = ClassicalWeights.Chain.Read(members, spectra);
        WideReal first = members.Real("C1", NumberRange.AtLeastOne), second = members.Real("C2", NumberRange.AtLeastOne);
        return chain.Answer(members, norms =>
        {
            int[] ranks = [.. chain.Layers.Select(layer => spectra.Of(layer)!.Rank)];
            int depth = ranks.Length, least = int.MaxValue;
            List<WideReal> terms = [];
            for (int i = 1; i <= depth; i++)
            {
                Matrix layer = chain.Layers[i - 1];
                least = Math.Min(least, ranks[i - 1]);
                WideReal growth = PintoBounds.Power(first, depth - i);
                double size = (double)ranks[i - 1] * layer.Rows;
                terms.Add(i == 1 ? growth * WideReal.Of(Math.Sqrt(size)) : growth * second * WideReal.Of(Math.Sqrt(8 * least * size)));
            }

            return EntrySums.Frobenius(chain.Data) / WideReal.Of(chain.Data.Rows) * WideReal.Product(norms) * WideReal.Sum([.. terms]);
        });
    }
}
