using LowRank.Verify.Arithmetic;

namespace LowRank.Verify.Assessment.Data;

/// <summary>Certified limits on the inputs of the network, after any constant coordinate was added.</summary>
/// <param name="Samples">m.</param>
/// <param name="MaximumNorm">An upper end of max ‖x_i‖.</param>
/// <param name="SumOfSquares">An upper end of Σ‖x_i‖².</param>
/// <param name="FrobeniusNorm">An upper end of ‖X‖_F = (Σ‖x_i‖²)^½.</param>
/// <param name="Source">Where the numbers come from, in words.</param>
public sealed record InputNorms(long Samples, Rational MaximumNorm, Rational SumOfSquares, Rational FrobeniusNorm, string Source)
{
    /// <summary>False where neither samples nor their number are given: <see cref="Samples"/> is 1 then and means nothing.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>An upper end of the mean of ‖x_i‖.</summary>
    public required Rational MeanNorm { get; init; }

    /// <summary>max |x_ij|.</summary>
    public required Rational LargestEntry { get; init; }

    /// <summary>An upper end of max_j Σ_i x_ij².</summary>
    public required Rational LargestColumnSquare { get; init; }

    /// <summary>An upper end of Σ_i max_j x_ij².</summary>
    public required Rational SumOfLargestSquares { get; init; }

    /// <summary>A lower end of min ‖x_i‖; null where no data is given.</summary>
    public Rational? MinimumNorm { get; init; }
}
