namespace LowRank.Verify.Spectra;

/// <summary>
/// A real matrix that is known by its products only. Blocks are column-major without gaps. Products are computed in double precision; nothing is promised of their rounding.
/// </summary>
public interface ILinearOperator
{
    /// <summary>m.</summary>
    int Rows { get; }

    /// <summary>n.</summary>
    int Columns { get; }

    /// <summary>‖A‖_F² in double precision.</summary>
    double FrobeniusNormSquared { get; }

    /// <summary>A·X for an n×columns block X.</summary>
    double[] Multiply(ReadOnlySpan<double> block, int columns);

    /// <summary>Aᵀ·X for an m×columns block X.</summary>
    double[] MultiplyTransposed(ReadOnlySpan<double> block, int columns);
}
