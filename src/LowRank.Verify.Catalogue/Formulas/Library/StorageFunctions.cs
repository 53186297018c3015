using LowRank.Verify.Arithmetic;
using LowRank.Verify.Spectra;

namespace LowRank.Verify.Formulas.Library;

/// <summary>
/// Ends of the ranges of norms over all matrices that round to the stored one. By Weyl each of their singular values lies in
/// [max(0, σ_i − δ), σ_i + δ], δ the storage radius.
/// </summary>
internal static class StorageFunctions
{
    /// <summary>δ.</summary>
    public static Interval Radius(EvaluationFrame frame, MatrixQuantity a)
    {
        CertifiedSpectrum spectrum = MatrixFunctions.Spectrum(frame, a);
        return spectrum.StorageRadius ?? throw FormulaFailure.Outside($"the matrix has no storage range: {spectrum.ReasonAgainstStorageRange}");
    }

    /// <summary>Σ_{i ≤ k} max(0, σ_i − δ) or Σ_{i ≤ k} (σ_i + δ).</summary>
    public static Quantity KyFanEnd(EvaluationFrame frame, MatrixQuantity a, int k, bool isUpper)
    {
        Interval radius = Radius(frame, a);
        return Quantity.Of(frame.Context.Sum(MatrixFunctions.Spectrum(frame, a).SingularValues.Take(k).Select(value => Move(frame.Context, value, radius, isUpper))));
    }

    /// <summary>
    /// 1 + Σ_{i ≥ 2} (max(0, σ_i − δ)/(σ₁ + δ))² or 1 + Σ_{i ≥ 2} min(1, (σ_i + δ)/(σ₁ − δ))². Outside the domain when σ₁ ≤ δ, where
    /// the zero matrix may be meant.
    /// </summary>
    public static Quantity StableRankEnd(EvaluationFrame frame, MatrixQuantity a, bool isUpper)
    {
        IntervalContext context = frame.Context;
        IReadOnlyList<Interval> values = MatrixFunctions.Spectrum(frame, a).SingularValues;
        Interval radius = Radius(frame, a);
        if (values[0].Upper <= radius.Lower)
        {
            throw FormulaFailure.Outside("the matrix may stand for the zero matrix, which has no stable rank");
        }

        if (values[0].Lower <= radius.Upper)
        {
            throw FormulaFailure.Undecided("the enclosures do not decide whether the matrix may stand for the zero matrix");
        }

        Interval largest = Move(context, values[0], radius, !isUpper), sum = Interval.One;
        foreach (Interval value in values.Skip(1))
        {
            Interval ratio = QuantityArithmetic.Need(context.Divide(Move(context, value, radius, isUpper), largest)).Enclosure(context);
            sum = context.Add(sum, context.Square(IntervalContext.Min(Interval.One, ratio)));
        }

        return Quantity.Of(sum);
    }

    private static Interval Move(IntervalContext context, Interval value, Interval radius, bool up) => up
        ? context.Add(value, radius)
        : IntervalContext.Max(Interval.Zero, context.Subtract(value, radius));
}
