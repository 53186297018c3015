using System.Numerics;
using LowRank.Verify.Arithmetic;
using LowRank.Verify.Catalogue;

namespace LowRank.Verify.Assessment.Summaries;

/// <summary>Finds the number of samples at which a limit falls below one half; see <see cref="SampleSize"/>.</summary>
internal sealed class SampleSizeSearch(StatementEvaluation evaluation, IReadOnlyList<OracleAssessment.Value> values, NetworkView view)
{
    /// <summary>The largest number of samples that is tried: doubles count exactly up to here.</summary>
    private static readonly BigInteger Most = BigInteger.One << 53;

    private static readonly BigFloat Half = BigFloat.Of(0.5);

    /// <summary>The number of samples for a limit that holds with 1 − δ.</summary>
    public SampleSize Of(OracleAssessment.Value value, Interval now, Rational delta)
    {
        if (now.Upper < Half)
        {
            return new SampleSize(SampleSizeOutcome.Already, view.Inputs.Samples, now, null);
        }

        if (!view.Inputs.IsKnown || evaluation.Chain(value, values).SelectMany(link => Decision.Facts(link.Oracle))
            .Any(FactChanges.IsOfTheseSamples))
        {
            return new SampleSize(SampleSizeOutcome.NotSolved, null, null, null);
        }

        if (Risk(value) is { } risk && risk >= Half)
        {
            return new SampleSize(SampleSizeOutcome.Never, null, null, null);
        }

        Interval? At(BigInteger samples) => evaluation.Again(value, values,
            FactChanges.Samples(samples, view.Inputs.Samples).Then(FactChanges.Delta(delta)));
        return Search(view.Inputs.Samples, now, At);
    }

    /// <summary>
    /// A number n from which on one evaluation is certainly below one half and that of n − 1 is not; the first that doubling and halving
    /// meet.
    /// </summary>
    internal static SampleSize Search(BigInteger above, Interval atAbove, Func<BigInteger, Interval?> at)
    {
        BigInteger step = above, below = above;
        Interval? atBelow = null;
        while (atBelow is null)
        {
            if (below >= Most)
            {
                return new SampleSize(SampleSizeOutcome.Beyond, Most, null, atAbove);
            }

            below = BigInteger.Min(Most, below * 16);
            if (at(below) is not { } next)
            {
                return new SampleSize(SampleSizeOutcome.NotSolved, null, null, null);
            }

            if (next.Upper < Half)
            {
                atBelow = next;
            }
            else
            {
                (above, atAbove) = (below, next);
            }
        }

        while (below - above > 1)
        {
            BigInteger middle = (above + below) / 2;
            if (at(middle) is not { } next)
            {
                return new SampleSize(SampleSizeOutcome.NotSolved, null, null, null);
            }

            if (next.Upper < Half)
            {
                (below, atBelow) = (middle, next);
            }
            else
            {
                (above, atAbove) = (middle, next);
            }
        }

        return new SampleSize(SampleSizeOutcome.Found, below, atBelow, atAbove);
    }

    /// <summary>A lower end of the part that no number of samples makes smaller; null where the statement has none.</summary>
    private static BigFloat? Risk(OracleAssessment.Value value)
    {
        string[] risks = [.. Decision.Facts(value.Oracle).Where(fact => fact is "margin_risk" or "ramp_loss")];
        return risks.Length == 0 ? null : value.Oracle.Given
            .Where(member => member.From is { } source && source.Facts.Any(risks.Contains))
            .Select(member => value.Inputs.Members.TryGetValue(member.Name, out InputValue? input) && input is InputValue.Number number
                ? BigFloat.Of(number.Exact, 64, Rounding.Down) : BigFloat.Zero)
            .Aggregate(BigFloat.Zero, BigFloat.Max);
    }
}
