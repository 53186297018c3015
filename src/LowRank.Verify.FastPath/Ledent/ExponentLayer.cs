using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Ledent;

/// <summary>What the choice of a layer's exponent depends on.</summary>
/// <param name="RelativeValues">σ_i(A_l − M_l) divided by the operator norm of A_l.</param>
/// <param name="Rank">The rank used at p = 0.</param>
/// <param name="Rows">U_l, the number of outputs (of filters for a convolution).</param>
/// <param name="Columns">d_{l−1}, the input dimension (the patch size for a convolution).</param>
/// <param name="Positions">Spatial positions; 1 for a dense layer.</param>
public sealed record ExponentLayer(IReadOnlyList<double> RelativeValues, int Rank, int Rows, int Columns, long Positions = 1)
{
    /// <summary>A dense layer with M = 0 from its spectrum, at the rank given or else its rank in double precision.</summary>
    public static ExponentLayer Dense(LayerSpectrum spectrum, int? rank = null)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        Matrix matrix = spectrum.Matrix;
        return new ExponentLayer(spectrum.RelativeValues(), rank ?? spectrum.Rank, matrix.Rows, matrix.Columns);
    }
}
