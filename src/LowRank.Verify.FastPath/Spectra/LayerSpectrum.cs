using LowRank.Verify.LinearAlgebra;

namespace LowRank.Verify.FastPath.Spectra;

/// <summary>
/// The singular values of one matrix in double precision, computed once: σ_i = Values[i]·2^Exponent, descending. The matrix is scaled
/// by a power of two before the decomposition when its entries are far from 1, so that nothing overflows; entries that underflow are
/// below 2^−1074 of the largest. Nothing is certified: a value is right to about max(m, n)·2^−52·σ₁.
/// </summary>
public sealed class LayerSpectrum
{
    private readonly double[] values;

    private LayerSpectrum(Matrix matrix, double[] values, int exponent)
    {
        Matrix = matrix;
        this.values = values;
        Exponent = exponent;
        NoiseLevel = Math.Max(matrix.Rows, matrix.Columns) * MachineEpsilon * values[0];
        Rank = values.Count(value => value > NoiseLevel);
    }

    /// <summary>2^−52, the distance of 1 to the next double.</summary>
    public const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>The matrix.</summary>
    public Matrix Matrix { get; }

    /// <summary>min(m, n) numbers, descending, to be multiplied by 2^Exponent.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>The power of two that was taken out.</summary>
    public int Exponent { get; }

    /// <summary>max(m, n)·2^−52·σ₁ on the scale of <see cref="Values"/>: a value below it cannot be told from 0 in double.</summary>
    public double NoiseLevel { get; }

    /// <summary>The rank in double precision: #{i : σ_i &gt; max(m, n)·2^−52·σ₁}, the convention of numpy and MATLAB.</summary>
    public int Rank { get; }

    /// <summary>σ₁.</summary>
    public WideReal SpectralNorm => WideReal.Of(values[0], Exponent);

    /// <summary>Computes the singular values; null when the library's iteration does not converge.</summary>
    public static LayerSpectrum? Compute(IEngine engine, Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(matrix);
        (Matrix scaled, int exponent) = PowerOfTwoScaling.Scale(matrix);
        double[]? values = engine.SingularValues(scaled);
        return values is null ? null : new LayerSpectrum(matrix, values, exponent);
    }

    /// <summary>σ_i/σ₁; zeros for the zero matrix.</summary>
    public double[] RelativeValues()
    {
        double largest = values[0] > 0 ? values[0] : 1;
        return Array.ConvertAll(values, value => value / largest);
    }

    /// <summary>
    /// Σ σ_i^p = σ₁^p Σ (σ_i/σ₁)^p for p &gt; 0 over the first <paramref name="count"/> values; <paramref name="count"/> restricted to
    /// the rank for p = 0.
    /// </summary>
    public WideReal PowerSum(double p, int count = int.MaxValue)
    {
        if (p == 0)
        {
            return WideReal.Of(Math.Min(count, Rank));
        }

        return WideReal.Pow(SpectralNorm, p) * WideReal.Of(RelativePowerSum(p, count));
    }

    /// <summary>Σ (σ_i/σ₁)^p for p &gt; 0 over the first values: between 1 and their number, or 0 for the zero matrix.</summary>
    public double RelativePowerSum(double p, int count = int.MaxValue)
    {
        CompensatedSum sum = default;
        double largest = values[0];
        foreach (double value in values.AsSpan(0, Math.Min(count, values.Length)))
        {
            sum.Add(value > 0 ? Math.Pow(value / largest, p) : 0);
        }

        return sum.Total;
    }
}
